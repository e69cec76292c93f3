#include "http/server.hpp"

#include "http/raw_client.hpp"
#include "ops/pool.hpp"

#include <boost/json/parse.hpp>

#include <atomic>
#include <latch>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace organizer::http {
namespace {

using namespace std::chrono_literals;

boost::asio::awaitable<response> echo(request_context& context) {
    co_return response::text(200, "text/plain", std::string(context.message.body()));
}

route make_route(method verb, std::string pattern, handler handle) {
    route made;
    made.verb = verb;
    made.operation = pattern;
    made.pattern = std::move(pattern);
    made.handle = std::move(handle);
    return made;
}

/// A server on a free port with a few routes.
class running_server {
public:
    explicit running_server(server_options options = {}) {
        options.waits.tick = 10ms;
        server_ = std::make_unique<server>(std::move(options), journal_, measures_, time_);
        const auto opened = server_->listen();
        if (!opened) {
            throw std::runtime_error(opened.error().detail);
        }
        front_options facing;
        facing.port = server_->port();
        facing.public_url = "http://localhost:" + std::to_string(facing.port);
        front_ = std::make_unique<front>(router(routes()), static_files({}), facing, journal_, measures_);
        server_->start(*front_);
    }
    ~running_server() {
        release();
        server_->join();
        workers_.reset(); // before the server's contexts, where what it finishes would resume
        server_.reset();
    }

    unsigned short port() const { return server_->port(); }
    std::string host() const { return "Host: localhost:" + std::to_string(port()) + "\r\n"; }
    std::string get(std::string_view target, std::string_view more = "") const {
        return "GET " + std::string(target) + " HTTP/1.1\r\n" + host() + std::string(more) + "\r\n";
    }
    std::string post(std::string_view target, std::string_view body, std::string_view more = "") const {
        return "POST " + std::string(target) + " HTTP/1.1\r\n" + host() +
               "Content-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) + "\r\n" +
               std::string(body);
    }
    server& operator*() { return *server_; }
    /// Everything logged; ends the server.
    std::string log() {
        server_->join();
        journal_kept_.reset();
        return out_.str();
    }
    /// Lets the handler of `/wait` go on.
    void release() {
        if (!std::exchange(released_, true)) {
            release_.count_down();
        }
    }

    std::latch waiting_{1}; ///< counted down by the handler of `/wait` when it runs
    std::atomic<int> handled_{0};

private:
    std::vector<route> routes() {
        std::vector<route> made;
        made.push_back(
            make_route(method::get, "/ok", [this](request_context& context) -> boost::asio::awaitable<response> {
                ++handled_;
                co_return response::text(200, "text/plain", "ok " + std::string(context.message.query()));
            }));
        made.push_back(make_route(method::post, "/echo", echo));
        auto small = make_route(method::post, "/small", echo);
        small.body_limit = 10;
        made.push_back(std::move(small));
        auto large = make_route(method::post, "/large", echo);
        large.body_limit = 16 << 20;
        made.push_back(std::move(large));
        auto gated = make_route(method::post, "/gated", echo);
        gated.body_limit = 16 << 20;
        gated.gate = [](const request& message) -> boost::asio::awaitable<domain::result<void>> {
            if (message.header("X-Broken")) {
                throw std::runtime_error("inner text");
            }
            if (!message.header("Authorization")) {
                co_return domain::problem{domain::failure::unauthenticated, "unauthenticated", {}, {}, {}};
            }
            co_return domain::result<void>();
        };
        made.push_back(std::move(gated));
        made.push_back(make_route(method::get, "/throw", [](request_context&) -> boost::asio::awaitable<response> {
            throw std::runtime_error("inner text");
            co_return response();
        }));
        made.push_back(
            make_route(method::get, "/full", [](request_context& context) -> boost::asio::awaitable<response> {
                co_return problem_response({domain::failure::unavailable, "storeFull", {}, {}, "the disk is full"},
                                           context);
            }));
        made.push_back(make_route(method::get, "/huge", [](request_context&) -> boost::asio::awaitable<response> {
            co_return response::text(200, "text/plain", std::string(64 << 20, 'x'));
        }));
        made.push_back(
            make_route(method::get, "/peer", [](request_context& context) -> boost::asio::awaitable<response> {
                co_return response::text(200, "text/plain", std::string(context.message.peer()));
            }));
        made.push_back(make_route(method::get, "/injected", [](request_context&) -> boost::asio::awaitable<response> {
            auto answer = response::text(200, "text/plain", "x");
            answer.headers.emplace_back("Location", "/a\r\nSet-Cookie: b");
            co_return answer;
        }));
        made.push_back(make_route(method::get, "/wait", [this](request_context&) -> boost::asio::awaitable<response> {
            const bool ran = co_await workers_->run([this] {
                waiting_.count_down();
                release_.wait();
            });
            co_return response::text(ran ? 200 : 503, "text/plain", "waited");
        }));
        return made;
    }

    std::ostringstream out_;
    ops::system_clock time_;
    std::unique_ptr<ops::log> journal_kept_ = std::make_unique<ops::log>(ops::log_level::info, time_, out_);
    ops::log& journal_ = *journal_kept_;
    ops::metrics measures_;
    std::unique_ptr<front> front_;
    std::unique_ptr<server> server_;
    std::unique_ptr<ops::pool> workers_ = std::make_unique<ops::pool>("test", 4, 64);
    std::latch release_{1}; ///< what the handler of `/wait` waits for
    bool released_ = false;
};

std::string code_of(const raw_client::answer& answer) {
    return std::string(boost::json::parse(answer.body).as_object().at("code").as_string());
}

TEST(session, answers_and_keeps_the_connection) {
    running_server running;
    raw_client client(running.port());
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client.send(running.get("/ok?n=" + std::to_string(i))));
        const auto answer = client.receive();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "ok n=" + std::to_string(i));
        EXPECT_EQ(answer.header("Connection"), "");
        EXPECT_EQ(answer.header("Cache-Control"), "no-store");
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.header("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
        EXPECT_EQ(answer.header("X-Request-Id").size(), 16U);
    }
}

TEST(session, takes_a_request_in_single_bytes) {
    running_server running;
    raw_client client(running.port());
    for (const char c : running.post("/echo", "hello")) {
        ASSERT_TRUE(client.send(std::string_view(&c, 1)));
    }
    EXPECT_EQ(client.receive().body, "hello");
}

TEST(session, a_folded_line_is_refused_however_the_head_arrives) {
    running_server running;
    raw_client client(running.port());
    ASSERT_TRUE(client.send("GET /ok HTTP/1.1\r\n" + running.host() + "X-A: b\r\n c\r\nX-B"));
    std::this_thread::sleep_for(100ms); // the parser takes what it has
    ASSERT_TRUE(client.send(": d\r\n\r\n"));
    EXPECT_EQ(client.receive().status, 400);
}

TEST(session, pipelined_requests_are_answered_in_order) {
    running_server running;
    raw_client client(running.port());
    std::string all;
    for (int i = 0; i < 200; ++i) {
        all += i % 2 == 0 ? running.get("/ok?" + std::to_string(i)) : running.post("/echo", "e" + std::to_string(i));
    }
    ASSERT_TRUE(client.send(all));
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(client.receive().body, (i % 2 == 0 ? "ok " : "e") + std::to_string(i));
    }
}

TEST(session, head_has_the_length_and_no_body) {
    running_server running;
    raw_client client(running.port());
    ASSERT_TRUE(client.send("HEAD /ok?x HTTP/1.1\r\n" + running.host() + "\r\n" + running.get("/ok?after")));
    const auto head = client.receive(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Content-Length"), "4");
    EXPECT_EQ(client.receive().body, "ok after");
}

TEST(session, old_protocol_closes_unless_asked_to_keep) {
    running_server running;
    raw_client closing(running.port());
    ASSERT_TRUE(closing.send("GET /ok HTTP/1.0\r\n" + running.host() + "\r\n"));
    EXPECT_EQ(closing.receive().header("Connection"), "close");
    EXPECT_TRUE(closing.ends());
    raw_client keeping(running.port());
    ASSERT_TRUE(keeping.send("GET /ok HTTP/1.0\r\nConnection: keep-alive\r\n" + running.host() + "\r\n"));
    EXPECT_EQ(keeping.receive().header("Connection"), "keep-alive");
    ASSERT_TRUE(keeping.send(running.get("/ok?2", "Connection: close\r\n")));
    EXPECT_EQ(keeping.receive().body, "ok 2");
    EXPECT_TRUE(keeping.ends());
}

TEST(session, bad_framing_is_400_and_closes) {
    running_server running;
    const auto host = running.host();
    const std::vector<std::string> bad{
        "\r\n\r\n\r\n",
        "GET\r\n\r\n",
        "GET /ok\r\n\r\n",
        "GET /ok HTTP/2.0\r\n" + host + "\r\n",
        "GET /ok HTTP/1.1\n" + host + "\n",
        "GET  /ok HTTP/1.1\r\n" + host + "\r\n",
        "GET /ok HTTP/1.1\r\n\r\n",
        "GET /ok HTTP/1.0\r\n\r\n",
        "GET /ok HTTP/1.1\r\n" + host + host + "\r\n",
        "GET /ok HTTP/1.1\r\n" + host + "Bad Name: x\r\n\r\n",
        "GET /ok HTTP/1.1\r\n" + host + "Name : x\r\n\r\n",
        "GET /ok HTTP/1.1\r\n" + host + "Name\r\n\r\n",
        "GET /ok HTTP/1.1\r\n" + host + std::string("Name: a\0b\r\n\r\n", 13),
        "GET /ok HTTP/1.1\r\n" + host + "Name: a\r\n b\r\n\r\n",
        "GET /ok HTTP/1.1\r\n Name: a\r\n" + host + "\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding:\r\n\tchunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length:\r\n 3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3, 3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length: +3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 0x3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: identity\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: Bearer late\r\n\r\n",
    };
    for (const auto& bytes : bad) {
        raw_client client(running.port());
        ASSERT_TRUE(client.send(bytes + running.get("/ok?smuggled")));
        const auto answer = client.receive();
        EXPECT_EQ(answer.status, 400) << bytes;
        EXPECT_EQ(answer.header("Connection"), "close") << bytes;
        client.end_sending();
        const auto second = client.receive();
        EXPECT_EQ(second.status, 0) << bytes << "\nanswered too:\n" << second.body;
    }
    EXPECT_EQ(running.handled_, 0);
}

TEST(session, hostile_targets_are_400_and_keep_the_connection) {
    running_server running;
    raw_client client(running.port());
    for (const std::string target :
         {"/a/../ok", "/%2e%2e/ok", "/ok%00", "/a%2fb", "/%zz", "*", "ok", "http://localhost/ok", "/\xff"}) {
        ASSERT_TRUE(client.send(running.get(target)));
        const auto answer = client.receive();
        EXPECT_EQ(answer.status, 400) << target;
        EXPECT_EQ(code_of(answer), "badPath") << target;
    }
}

TEST(session, a_head_beyond_the_limit_is_431_however_it_arrives) {
    running_server running;
    raw_client client(running.port());
    ASSERT_TRUE(client.send("GET /ok HTTP/1.1\r\n"));
    // Ten lines of 2,000 bytes, each well within the limit.
    for (int line = 0; line < 10; ++line) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        client.send("X-" + std::to_string(line) + ": " + std::string(2'000, 'a') + "\r\n");
    }
    client.send("Host: localhost\r\n\r\n");
    EXPECT_EQ(client.receive().status, 431);
}

TEST(session, a_head_beyond_the_limit_is_431) {
    running_server running;
    for (const auto& head :
         {running.get("/ok", "X: " + std::string(20'000, 'a') + "\r\n"), running.get("/" + std::string(20'000, 'a'))}) {
        raw_client client(running.port());
        ASSERT_TRUE(client.send(head));
        EXPECT_EQ(client.receive().status, 431);
        client.end_sending();
        EXPECT_TRUE(client.ends());
    }
    raw_client client(running.port());
    ASSERT_TRUE(client.send(running.get("/ok", "X: " + std::string(12'000, 'a') + "\r\n")));
    EXPECT_EQ(client.receive().status, 200);
}

TEST(session, a_body_beyond_the_routes_limit_is_413) {
    running_server running;
    raw_client exact(running.port());
    ASSERT_TRUE(exact.send(running.post("/small", "0123456789")));
    EXPECT_EQ(exact.receive().status, 200);
    for (const auto& request : {running.post("/small", "0123456789a"),
                                "POST /small HTTP/1.1\r\n" + running.host() +
                                    "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n6\r\n56789a\r\n0\r\n\r\n",
                                "POST /echo HTTP/1.1\r\n" + running.host() + "Content-Length: 1048577\r\n\r\n"}) {
        raw_client client(running.port());
        ASSERT_TRUE(client.send(request));
        const auto answer = client.receive();
        EXPECT_EQ(answer.status, 413);
        EXPECT_EQ(code_of(answer), "bodyTooLarge");
        EXPECT_EQ(answer.header("Connection"), "close");
        client.end_sending();
        EXPECT_TRUE(client.ends());
    }
}

TEST(session, a_refused_body_that_is_still_being_sent_does_not_lose_the_answer) {
    running_server running;
    raw_client client(running.port());
    ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\n" + running.host() + "Content-Length: 2000000\r\n\r\n"));
    ASSERT_TRUE(client.send(std::string(500'000, 'x')));
    EXPECT_EQ(client.receive().status, 413);
}

TEST(session, an_import_route_takes_16_mebibytes) {
    running_server running;
    raw_client client(running.port());
    const std::string body(16 << 20, 'y');
    std::thread sender([&] { client.send(running.post("/large", body)); });
    const auto answer = client.receive();
    sender.join();
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body == body);
}

TEST(session, chunked_bodies) {
    running_server running;
    raw_client client(running.port());
    ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\n" + running.host() +
                            "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\n\r\n" +
                            running.get("/ok?next")));
    EXPECT_EQ(client.receive().body, "hello!");
    EXPECT_EQ(client.receive().body, "ok next");
}

TEST(session, large_bodies_share_a_bounded_memory) {
    server_options options;
    options.body_memory = 1 << 20;
    running_server running(std::move(options));
    raw_client first(running.port());
    ASSERT_TRUE(first.send("POST /large HTTP/1.1\r\n" + running.host() + "Content-Length: 2000000\r\n\r\n"));
    const auto answer = first.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("Retry-After"), "1");
    // What was refused no longer counts.
    raw_client second(running.port());
    ASSERT_TRUE(second.send(running.post("/large", std::string(500'000, 'z'))));
    EXPECT_EQ(second.receive().status, 200);
}

TEST(session, a_large_body_is_read_only_from_whom_the_gate_lets_pass) {
    running_server running;
    const std::string large(20'000, 'g');
    const auto head = "POST /gated HTTP/1.1\r\n" + running.host();
    const auto chunked = "Transfer-Encoding: chunked\r\n\r\n4e20\r\n" + large + "\r\n0\r\n\r\n";
    const auto status_of = [&](const std::string& request) {
        raw_client client(running.port());
        EXPECT_TRUE(client.send(request));
        return client.receive().status;
    };
    // Refused by the head alone, or when the chunks have become many.
    EXPECT_EQ(status_of(head + "Content-Length: 10000000\r\n\r\n"), 401);
    EXPECT_EQ(status_of(head + chunked), 401);
    EXPECT_EQ(status_of(head + "X-Broken: x\r\nContent-Length: 10000000\r\n\r\n"), 500);
    EXPECT_EQ(status_of(head + "Content-Length: 10000000\r\nExpect: 100-continue\r\n\r\n"), 401);
    // Where no body is due none is read.
    EXPECT_EQ(status_of("POST /nowhere HTTP/1.1\r\n" + running.host() + "Content-Length: 1000000\r\n\r\n"), 404);
    EXPECT_EQ(status_of(running.post("/gated", "small")), 200);
    EXPECT_EQ(status_of(running.post("/gated", large, "Authorization: Bearer x\r\n")), 200);
    EXPECT_EQ(status_of(head + "Authorization: Bearer x\r\n" + chunked), 200);
}

TEST(session, small_chunks_do_not_count_against_the_memory_for_large_bodies) {
    server_options options;
    options.body_memory = 1;
    running_server running(std::move(options));
    raw_client client(running.port());
    ASSERT_TRUE(client.send("POST /large HTTP/1.1\r\n" + running.host() +
                            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
    EXPECT_EQ(client.receive().body, "hello");
}

TEST(session, expect_continue) {
    running_server running;
    raw_client client(running.port());
    ASSERT_TRUE(
        client.send("POST /echo HTTP/1.1\r\n" + running.host() + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
    EXPECT_EQ(client.receive().status, 100);
    ASSERT_TRUE(client.send("abc"));
    EXPECT_EQ(client.receive().body, "abc");

    raw_client refused(running.port());
    ASSERT_TRUE(refused.send("POST /nowhere HTTP/1.1\r\n" + running.host() +
                             "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
    EXPECT_EQ(refused.receive().status, 404);
    raw_client large(running.port());
    ASSERT_TRUE(large.send("POST /echo HTTP/1.1\r\n" + running.host() +
                           "Content-Length: 3000000\r\nExpect: 100-continue\r\n\r\n"));
    EXPECT_EQ(large.receive().status, 413);
}

TEST(session, slow_clients_are_closed_at_each_wait) {
    server_options options;
    options.waits.idle = options.waits.head = options.waits.body = options.waits.write = options.waits.linger = 100ms;
    running_server running(std::move(options));
    raw_client idle(running.port());
    raw_client head(running.port());
    ASSERT_TRUE(head.send("GET /ok HTTP/1.1\r\nHo"));
    raw_client body(running.port());
    ASSERT_TRUE(body.send("POST /echo HTTP/1.1\r\n" + running.host() + "Content-Length: 10\r\n\r\nabc"));
    raw_client reader(running.port());
    ASSERT_TRUE(reader.send(running.get("/huge"))); // and never reads
    raw_client after_one(running.port());
    ASSERT_TRUE(after_one.send(running.get("/ok")));
    EXPECT_EQ(after_one.receive().status, 200);
    EXPECT_TRUE((*running).wait_drained(30s));
    EXPECT_TRUE(idle.ends());
    EXPECT_TRUE(head.ends());
    EXPECT_TRUE(body.ends());
    EXPECT_TRUE(after_one.ends());
}

TEST(session, connections_beyond_the_cap_are_told_so) {
    server_options options;
    options.connections = 2;
    running_server running(std::move(options));
    raw_client first(running.port());
    raw_client second(running.port());
    ASSERT_TRUE(first.send(running.get("/ok")));
    EXPECT_EQ(first.receive().status, 200);
    ASSERT_TRUE(second.send(running.get("/ok")));
    EXPECT_EQ(second.receive().status, 200);
    raw_client third(running.port());
    const auto answer = third.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("Retry-After"), "1");
    EXPECT_TRUE(third.ends());
}

TEST(session, a_handlers_exception_is_a_fixed_text_outside_and_a_line_inside) {
    running_server running;
    {
        raw_client client(running.port());
        ASSERT_TRUE(client.send(running.get("/throw?secret=1") + running.get("/injected") + running.get("/ok")));
        const auto answer = client.receive();
        EXPECT_EQ(answer.status, 500);
        EXPECT_EQ(code_of(answer), "internal");
        EXPECT_EQ(answer.body.find("inner text"), std::string::npos);
        const auto injected = client.receive();
        EXPECT_EQ(injected.status, 500);
        EXPECT_EQ(injected.header("Set-Cookie"), "");
        EXPECT_EQ(client.receive().status, 200);
    }
    const auto log = running.log();
    EXPECT_NE(log.find("\"detail\":\"inner text\""), std::string::npos) << log;
    EXPECT_NE(log.find("\"route\":\"/throw\",\"status\":500"), std::string::npos) << log;
    EXPECT_EQ(log.find("secret"), std::string::npos) << log;
}

TEST(session, a_failure_of_the_server_is_a_code_outside_and_its_reason_in_the_log) {
    running_server running;
    {
        raw_client client(running.port());
        ASSERT_TRUE(client.send(running.get("/full")));
        const auto answer = client.receive();
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(code_of(answer), "storeFull");
        EXPECT_EQ(answer.header("Retry-After"), "1");
        EXPECT_EQ(answer.body.find("disk"), std::string::npos) << answer.body;
    }
    const auto log = running.log();
    EXPECT_NE(log.find(R"("event":"requestFailed")"), std::string::npos) << log;
    EXPECT_NE(log.find(R"("route":"/full","detail":"storeFull: the disk is full")"), std::string::npos) << log;
}

TEST(session, trace_context_goes_through_to_answer_and_log) {
    running_server running;
    const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    {
        raw_client client(running.port());
        ASSERT_TRUE(client.send(running.get("/ok", "traceparent: 00-" + trace + "-00f067aa0ba902b7-01\r\n")));
        const auto answer = client.receive();
        EXPECT_EQ(answer.header("traceresponse"), "00-" + trace + "-" + answer.header("X-Request-Id") + "-00");
        ASSERT_TRUE(
            client.send(running.get("/ok", "traceparent: 00-" + std::string(32, '0') + "-00f067aa0ba902b7-01\r\n")));
        EXPECT_EQ(client.receive().header("traceresponse").find(std::string(32, '0')), std::string::npos);
    }
    EXPECT_NE(running.log().find("\"traceId\":\"" + trace + "\""), std::string::npos);
}

TEST(session, wrong_hosts_are_421_and_loopback_pages_are_sent_to_the_public_url) {
    running_server running;
    raw_client client(running.port());
    const auto port = std::to_string(running.port());
    const auto ask = [&](const std::string& verb, const std::string& target, const std::string& host) {
        EXPECT_TRUE(client.send(verb + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n"));
        return client.receive();
    };
    EXPECT_EQ(ask("GET", "/ok", "LOCALHOST:" + port).status, 200);
    EXPECT_EQ(ask("GET", "/ok", "evil.example").status, 421);
    EXPECT_EQ(ask("GET", "/ok", "localhost").status, 421);
    EXPECT_EQ(ask("GET", "/ok", "localhost.:" + port).status, 421);
    const auto moved = ask("GET", "/board?x=1", "127.0.0.1:" + port);
    EXPECT_EQ(moved.status, 308);
    EXPECT_EQ(moved.header("Location"), "http://localhost:" + port + "/board?x=1");
    EXPECT_EQ(ask("GET", "/", "[::1]:" + port).status, 308);
    EXPECT_EQ(ask("GET", "/api/v1/me", "127.0.0.1:" + port).status, 421);
    EXPECT_EQ(ask("GET", "/assets/x.js", "127.0.0.1:" + port).status, 421);
    EXPECT_EQ(ask("POST", "/echo", "127.0.0.1:" + port).status, 421);
    EXPECT_EQ(ask("GET", "/", "127.0.0.1:1").status, 421);
}

TEST(session, only_the_trusted_hop_says_for_whom_it_speaks) {
    {
        running_server running;
        raw_client client(running.port());
        ASSERT_TRUE(client.send(running.get("/peer", "X-Forwarded-For: 203.0.113.9\r\n")));
        EXPECT_EQ(client.receive().body, "127.0.0.1");
    }
    server_options options;
    options.trusted_hop.push_back(*config::network::from_text("127.0.0.0/8"));
    running_server running(std::move(options));
    raw_client client(running.port());
    for (const auto& [headers, seen] : std::vector<std::pair<std::string, std::string>>{
             {"X-Forwarded-For: 203.0.113.9\r\n", "203.0.113.9"},
             {"X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n", "203.0.113.9"},
             {"X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 2001:db8::1\r\n", "2001:db8::1"},
             {"X-Forwarded-For: 203.0.113.9, evil\r\n", "127.0.0.1"},
             {"", "127.0.0.1"}}) {
        ASSERT_TRUE(client.send(running.get("/peer", headers)));
        EXPECT_EQ(client.receive().body, seen) << headers;
    }
}

TEST(stop, closes_idle_connections_and_finishes_what_is_under_way) {
    running_server running;
    raw_client idle(running.port());
    ASSERT_TRUE(idle.send(running.get("/ok")));
    EXPECT_EQ(idle.receive().status, 200);
    raw_client busy(running.port());
    ASSERT_TRUE(busy.send(running.get("/wait")));
    running.waiting_.wait();
    (*running).begin_stop();
    EXPECT_TRUE(idle.ends());
    EXPECT_FALSE((*running).wait_drained(0ms));
    running.release();
    const auto answer = busy.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE((*running).wait_drained(30s));
    EXPECT_THROW(raw_client(running.port()), std::runtime_error);
}

TEST(stop, the_second_step_closes_what_is_left) {
    running_server running;
    raw_client busy(running.port());
    ASSERT_TRUE(busy.send(running.get("/wait")));
    running.waiting_.wait();
    (*running).begin_stop();
    (*running).cancel();
    EXPECT_TRUE(busy.ends());
}

TEST(stop, under_load_every_answer_is_whole_or_absent) {
    server_options options;
    options.threads = 2;
    running_server running(std::move(options));
    std::atomic<int> answered = 0;
    std::atomic<int> broken = 0;
    std::latch warm(4);
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back([&] {
            raw_client client(running.port());
            bool counted = false;
            while (client.send(running.get("/ok"))) {
                const auto answer = client.receive();
                if (answer.status == 0) {
                    break;
                }
                if (answer.status != 200 || answer.body != "ok ") {
                    ++broken;
                }
                ++answered;
                if (!counted && answered > 100) {
                    counted = true;
                    warm.count_down();
                }
            }
            if (!counted) {
                warm.count_down();
            }
        });
    }
    warm.wait();
    (*running).begin_stop();
    EXPECT_TRUE((*running).wait_drained(30s));
    for (auto& client : clients) {
        client.join();
    }
    EXPECT_GT(answered, 100);
    EXPECT_EQ(broken, 0);
}

TEST(listen, a_port_in_use_is_one_clear_line) {
    running_server running;
    std::ostringstream out;
    const ops::system_clock time;
    ops::log journal(ops::log_level::info, time, out);
    ops::metrics measures;
    server_options options;
    options.port = running.port();
    server second(std::move(options), journal, measures, time);
    const auto opened = second.listen();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "portInUse");
    EXPECT_EQ(opened.error().detail,
              "port in use: another program listens on 127.0.0.1:" + std::to_string(running.port()));
}

} // namespace
} // namespace organizer::http
