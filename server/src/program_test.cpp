// The program as people start it: what it prints, what it exits with, how it stops. Runs the binary itself.

#include "program_bed.hpp"

#include <sys/stat.h>

namespace organizer {
namespace {

TEST(program, starts_with_a_set_up_link_and_stops_when_asked) {
    for (const int which : {SIGTERM, SIGINT}) {
        const scratch folder;
        process server({"serve", "--port", "0", "--data-directory", folder / "data"});
        ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
        server.signal(which);
        EXPECT_EQ(server.wait(), 0) << server.text();
        EXPECT_NE(server.text().find("\"event\":\"stopped\",\"connectionsLeft\":0"), std::string::npos)
            << server.text();
        EXPECT_FALSE(std::filesystem::exists(folder / "data/control.sock"));
        struct stat facts {};
        ASSERT_EQ(::stat((folder / "data").c_str(), &facts), 0);
        EXPECT_EQ(facts.st_mode & 0777U, 0700U);
    }
}

TEST(program, the_set_up_link_stays_the_same_until_it_is_used) {
    const scratch folder;
    const auto secret = [&] {
        process server({"serve", "--port", "0", "--data-directory", folder / "data"});
        EXPECT_TRUE(server.prints("/oidc/link/")) << server.text();
        server.signal(SIGTERM);
        EXPECT_EQ(server.wait(), 0);
        return server.line_behind("/oidc/link/");
    };
    const auto first = secret();
    EXPECT_GT(first.size(), 20U);
    EXPECT_EQ(secret(), first);
}

TEST(program, one_server_per_folder_and_per_port) {
    const scratch folder;
    process server({"serve", "--port", "0", "--data-directory", folder / "data"});
    ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
    const auto same_folder = run({"serve", "--port", "0", "--data-directory", folder / "data"});
    EXPECT_EQ(same_folder.status, 1);
    EXPECT_NE(same_folder.text.find("organizer: "), std::string::npos) << same_folder.text;
    const auto url = server.line_behind("Parkrun Helper Organizer: ");
    const auto port = url.substr(url.rfind(':') + 1);
    const auto same_port = run({"serve", "--port", port, "--data-directory", folder / "other"});
    EXPECT_EQ(same_port.status, 1);
    EXPECT_EQ(same_port.text, "organizer: port in use: another program listens on 127.0.0.1:" + port + "\n");
}

TEST(program, a_folder_that_cannot_be_used_is_one_clear_line) {
    const auto failed = run({"serve", "--port", "0", "--data-directory", "/dev/null/data"});
    EXPECT_EQ(failed.status, 1);
    EXPECT_NE(failed.text.find("organizer: "), std::string::npos) << failed.text;
    EXPECT_NE(failed.text.find("/dev/null/data"), std::string::npos) << failed.text;
}

TEST(program, a_folder_that_stays_marked_as_a_demos_is_not_served_for_anything_else) {
    const scratch folder;
    std::filesystem::create_directories(folder / "data/demo/full"); // nobody can remove it at once, not even root
    const auto failed = run({"serve", "--port", "0", "--data-directory", folder / "data"});
    EXPECT_EQ(failed.status, 1);
    EXPECT_NE(failed.text.find("organizer: " + folder / "data/demo" + " cannot be removed: "), std::string::npos)
        << failed.text;
}

TEST(program, faulty_settings_are_told_together) {
    const auto failed = run({"serve", "--port", "x", "--bind", "0.0.0.0"}, {"HOME=/nowhere", "ORGANIZER_THREADS=many"});
    EXPECT_EQ(failed.status, 2);
    for (const auto* part : {"--port: ", "ORGANIZER_THREADS: ", "bind: 0.0.0.0 can be reached"}) {
        EXPECT_NE(failed.text.find(part), std::string::npos) << part << " in\n" << failed.text;
    }
}

TEST(program, tells_what_it_can_do) {
    const auto help = run({"--help"});
    EXPECT_EQ(help.status, 0);
    for (const auto* part :
         {"serve", "account", "backup", "restore", "healthcheck", "--public-url", "ORGANIZER_DATA_DIRECTORY"}) {
        EXPECT_NE(help.text.find(part), std::string::npos) << part;
    }
    EXPECT_EQ(run({}).status, 2);
    EXPECT_EQ(run({"dance"}, {"HOME=/nowhere"}).status, 2);
}

TEST(program, a_killed_server_is_followed_by_one_that_checks) {
    const scratch folder;
    {
        process server({"serve", "--port", "0", "--data-directory", folder / "data"});
        ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
        server.signal(SIGKILL);
        EXPECT_EQ(server.wait(), -SIGKILL);
    }
    process server({"serve", "--port", "0", "--data-directory", folder / "data"});
    ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
    EXPECT_TRUE(server.prints("\"event\":\"uncleanStop\"")) << server.text();
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0);
}

TEST(program, the_demo_and_the_consoles_commands_beside_a_server_and_without_one) {
    const scratch folder;
    const std::string data = folder / "data";
    const auto console = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--data-directory", data});
        return run(std::move(words));
    };
    EXPECT_EQ(console({"healthcheck"}).status, 1);
    std::string url;
    {
        process server({"serve", "--demo", "--port", "0", "--data-directory", data});
        ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
        url = server.line_behind("Parkrun Helper Organizer: ");
        EXPECT_EQ(console({"healthcheck"}).text, "ready\n");
        EXPECT_EQ(console({"account", "list"}).text, "demo\tDemo Coordinator\tadministrator\n");
        EXPECT_EQ(console({"account", "link"}).text.find(url + "/oidc/link/"), 0U);
        EXPECT_EQ(console({"account", "reset", "demo"}).text.find(url + "/oidc/link/"), 0U);
        EXPECT_EQ(console({"account", "link", "nobody"}).status, 1);
        EXPECT_EQ(console({"account", "disable", "demo"}).text,
                  "organizer: this is the last administrator who may sign in\n");
        EXPECT_EQ(console({"account", "dance"}).status, 2);
        server.signal(SIGTERM);
        EXPECT_EQ(server.wait(), 0) << server.text();
        EXPECT_EQ(server.text().find("AddressSanitizer"), std::string::npos) << server.text();
    }
    EXPECT_EQ(console({"account", "list"}).text, "demo\tDemo Coordinator\tadministrator\n");
    EXPECT_EQ(console({"account", "link", "demo"}).text.find("http://localhost:8080/oidc/link/"), 0U);
    const auto again = console({"demo-data"});
    EXPECT_EQ(again.status, 0) << again.text;
}

TEST(program, the_demo_of_an_earlier_week_is_made_anew) {
    const scratch folder;
    const std::string line = "The demo was of an earlier week: it was made anew, and nothing of it was kept.";
    const auto start_at = [&](const std::string& moment, const std::string& data) {
        return std::vector<std::string>{"serve",      "--demo", "--port",           "0",
                                        "--test-now", moment,   "--data-directory", data};
    };
    const std::string data = folder / "data";
    const auto inode = [&] {
        struct stat facts {};
        EXPECT_EQ(::stat((data + "/organizer.db").c_str(), &facts), 0);
        return facts.st_ino;
    };
    const auto started = [&](const std::string& moment) {
        process server(start_at(moment, data));
        EXPECT_TRUE(server.prints("/oidc/link/")) << server.text();
        server.signal(SIGTERM);
        EXPECT_EQ(server.wait(), 0);
        return server.text().find(line) != std::string::npos;
    };
    EXPECT_FALSE(started("2026-12-01T12:00:00Z"));
    const auto first = inode();
    EXPECT_FALSE(started("2026-12-05T12:00:00Z")) << "the week is not over";
    EXPECT_EQ(inode(), first);
    EXPECT_TRUE(started("2026-12-06T12:00:00Z"));
    EXPECT_FALSE(started("2026-12-06T13:00:00Z"));

    // Nor is what was served in earnest since.
    {
        process server({"serve", "--port", "0", "--test-now", "2026-12-07T12:00:00Z", "--data-directory", data});
        EXPECT_TRUE(server.prints("http://localhost:")) << server.text();
        server.signal(SIGTERM);
        EXPECT_EQ(server.wait(), 0);
    }
    const auto kept = inode();
    EXPECT_FALSE(started("2030-01-01T12:00:00Z"));
    EXPECT_EQ(inode(), kept);

    // What the demo did not begin is never removed.
    const std::string other = folder / "other";
    EXPECT_EQ(run({"demo-data", "--data-directory", other}).status, 0);
    process server(start_at("2030-01-01T12:00:00Z", other));
    EXPECT_TRUE(server.prints("/oidc/link/")) << server.text();
    EXPECT_EQ(server.text().find(line), std::string::npos);
}

} // namespace
} // namespace organizer
