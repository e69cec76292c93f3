// `organizer backup` and `restore`: the whole installation, with its sign-in, through the program itself.

#include "program_bed.hpp"

#include <sys/stat.h>

#include <fstream>

namespace organizer {
namespace {

/// An installation in a folder of its own, with a key for archives.
class archives : public testing::Test {
protected:
    archives() { std::ofstream(folder_ / "key") << "0123456789abcdefghijklmnopqrstuv\n"; }

    ended console(std::vector<std::string> words, const std::string& data = "data", const std::string& key = "key") {
        words.insert(words.end(), {"--data-directory", folder_ / data});
        return run(std::move(words), {"ORGANIZER_ARCHIVE_KEY_FILE=" + (folder_ / key)});
    }
    std::vector<std::string> serve(const std::string& data) const {
        return {"serve", "--demo", "--port", "0", "--data-directory", folder_ / data};
    }
    /// Signs in by a link of the console and gives what `tools/access_token.py` prints.
    ended token(const std::string& link) const {
        return run({ORGANIZER_SOURCE_DIR "/tools/access_token.py", "--link", link}, {"PATH=/usr/bin:/bin"},
                   "/usr/bin/python3");
    }

    const scratch folder_;
};

TEST_F(archives, bring_back_documents_and_sign_in_beside_a_server_and_without_one) {
    std::string reset;
    {
        process server(serve("data"));
        ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
        reset = console({"account", "reset", "demo"}).text;
        const auto made = console({"backup", folder_ / "running.archive"});
        EXPECT_EQ(made.status, 0) << made.text;
        EXPECT_EQ(made.text, "The installation was copied to " + (folder_ / "running.archive") + ".\n");
        EXPECT_EQ(console({"backup", folder_ / "running.archive"}).status, 1) << "never over a file";
        server.signal(SIGTERM);
        EXPECT_EQ(server.wait(), 0);
    }
    EXPECT_EQ(console({"backup", folder_ / "still.archive"}).status, 0);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "data/backup")) << "plain copies are taken away";
    for (const auto* name : {"running.archive", "still.archive"}) {
        struct stat facts {};
        ASSERT_EQ(::stat((folder_ / name).c_str(), &facts), 0);
        EXPECT_EQ(facts.st_mode & 0777U, 0600U);
        const auto restored = console({"restore", folder_ / name}, std::string("from-") + name);
        EXPECT_EQ(restored.status, 0) << restored.text;
    }

    process server(serve("from-running.archive"));
    ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
    EXPECT_EQ(server.text().find("uncleanStop"), std::string::npos);
    EXPECT_EQ(console({"account", "list"}, "from-running.archive").text, "demo\tDemo Coordinator\tadministrator\n");
    const auto link = console({"account", "link", "demo"}, "from-running.archive").text;
    const auto signed_in = token(link.substr(0, link.find('\n')));
    EXPECT_EQ(signed_in.status, 0) << signed_in.text;
    // The link that was open when the archive was made is void, and no later one is its twin.
    const auto secret_of = [](const std::string& url) { return url.substr(url.rfind('/')); };
    const auto old = token(link.substr(0, link.rfind('/')) + secret_of(reset.substr(0, reset.find('\n'))));
    EXPECT_NE(old.text.find("the sign-in link answers 404"), std::string::npos) << old.text;
    EXPECT_NE(secret_of(console({"account", "reset", "demo"}, "from-running.archive").text), secret_of(reset));
}

TEST_F(archives, need_a_key_and_the_same_one) {
    EXPECT_EQ(console({"demo-data"}).status, 0);
    const auto keyless = run({"backup", folder_ / "archive", "--data-directory", folder_ / "data"});
    EXPECT_EQ(keyless.status, 1);
    EXPECT_NE(keyless.text.find("ORGANIZER_ARCHIVE_KEY_FILE"), std::string::npos) << keyless.text;
    EXPECT_FALSE(std::filesystem::exists(folder_ / "archive"));
    std::ofstream(folder_ / "short") << "short";
    EXPECT_EQ(console({"backup", folder_ / "archive"}, "data", "short").status, 2);

    ASSERT_EQ(console({"backup", folder_ / "archive"}).status, 0);
    std::ofstream(folder_ / "other") << "0123456789abcdefghijklmnopqrstuV";
    const auto refused = console({"restore", folder_ / "archive"}, "to", "other");
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.text.find("made with another key"), std::string::npos) << refused.text;
}

TEST_F(archives, go_only_into_an_empty_folder_which_nobody_serves_before_the_end) {
    ASSERT_EQ(console({"demo-data"}).status, 0);
    ASSERT_EQ(console({"backup", folder_ / "archive"}).status, 0);
    const auto full = console({"restore", folder_ / "archive"});
    EXPECT_EQ(full.status, 1);
    EXPECT_NE(full.text.find("is not empty"), std::string::npos) << full.text;

    // One that was cut off leaves a folder that no server takes; the whole one then goes in.
    std::filesystem::copy_file(folder_ / "archive", folder_ / "cut");
    std::filesystem::resize_file(folder_ / "cut", std::filesystem::file_size(folder_ / "cut") - 20'000);
    EXPECT_EQ(console({"restore", folder_ / "cut"}, "to").status, 1);
    const auto half = console({"account", "list"}, "to");
    EXPECT_EQ(half.status, 1);
    EXPECT_NE(half.text.find("holds a restore that did not end"), std::string::npos) << half.text;
    const auto whole = console({"restore", folder_ / "archive"}, "to");
    EXPECT_EQ(whole.status, 0) << whole.text;
    EXPECT_EQ(console({"account", "list"}, "to").text, "demo\tDemo Coordinator\tadministrator\n");
}

TEST_F(archives, that_are_too_old_are_refused) {
    ASSERT_EQ(console({"demo-data"}).status, 0);
    {
        // The server's clock dates the archive.
        auto words = serve("data");
        words.insert(words.end(), {"--test-now", "2020-01-01T00:00:00Z"});
        process server(words);
        ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
        ASSERT_EQ(console({"backup", folder_ / "archive"}).status, 0);
    }
    const auto old = console({"restore", folder_ / "archive"}, "to");
    EXPECT_EQ(old.status, 1);
    EXPECT_NE(old.text.find("has expired"), std::string::npos) << old.text;
    EXPECT_EQ(console({"restore", folder_ / "archive", "--archive-days", "3650"}, "to").status, 0);
}

} // namespace
} // namespace organizer
