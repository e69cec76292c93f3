#include "http/running_server.hpp"

#include <atomic>
#include <thread>

namespace organizer::http {
namespace {

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
