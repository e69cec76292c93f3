#include "http/running_server.hpp"

#include <thread>

namespace organizer::http {
namespace {

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

} // namespace
} // namespace organizer::http
