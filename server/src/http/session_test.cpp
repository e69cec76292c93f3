#include "http/running_server.hpp"

#include <thread>

namespace organizer::http {
namespace {

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

} // namespace
} // namespace organizer::http
