// `./dev token`: tools/access_token.py against the program itself.

#include "program_bed.hpp"

namespace organizer {
namespace {

/// The tool, run on the program with a home folder of its own.
ended token(const std::string& home, std::vector<std::string> words = {}) {
    words.insert(words.begin(), ORGANIZER_SOURCE_DIR "/tools/access_token.py");
    return run(std::move(words),
               {"HOME=" + home, "PATH=/usr/bin:/bin", std::string("ORGANIZER_BINARY=") + ORGANIZER_PROGRAM},
               "/usr/bin/python3");
}

/// Three parts of base64url in one line.
bool is_token(const std::string& text) {
    return text.starts_with("eyJ") && std::ranges::count(text, '.') == 2 && text.find('\n') == text.size() - 1;
}

TEST(token, is_had_without_arguments_from_the_demo_that_runs) {
    const scratch home;
    process server({"serve", "--demo", "--port", "0"}, {"HOME=" + (home / "")});
    ASSERT_TRUE(server.prints("/oidc/link/")) << server.text();
    const auto first = token(home / "");
    EXPECT_EQ(first.status, 0) << first.text;
    EXPECT_TRUE(is_token(first.text)) << first.text;
    const auto named = token(home / "", {"demo", "--demo"});
    EXPECT_EQ(named.status, 0) << named.text;
    EXPECT_TRUE(is_token(named.text)) << named.text;
    const auto unknown = token(home / "", {"nobody", "--demo"});
    EXPECT_EQ(unknown.status, 1);
    EXPECT_EQ(unknown.text, "token: there is no such account\n");
}

TEST(token, says_what_is_missing) {
    const scratch home;
    const auto nothing_runs = token(home / "");
    EXPECT_EQ(nothing_runs.status, 1);
    for (const auto* part : {"token: no server runs on ", "/organizer, no server runs on ", "/organizer-demo; start"}) {
        EXPECT_NE(nothing_runs.text.find(part), std::string::npos) << part << " in " << nothing_runs.text;
    }
    EXPECT_FALSE(std::filesystem::exists(home / ".local")) << "asking must not make a data folder";
    process usual({"serve", "--port", "0"}, {"HOME=" + (home / "")});
    ASSERT_TRUE(usual.prints("/oidc/link/")) << usual.text();
    EXPECT_EQ(token(home / "").text, "token: there is no account that may sign in; the set-up link that the server "
                                     "prints makes the first\n");
    process demo({"serve", "--demo", "--port", "0"}, {"HOME=" + (home / "")});
    ASSERT_TRUE(demo.prints("/oidc/link/")) << demo.text();
    EXPECT_EQ(token(home / "").text, "token: two servers run, the demo and another: give --demo or --demo=false\n");
    EXPECT_TRUE(is_token(token(home / "", {"--demo"}).text));
    EXPECT_EQ(token(home / "", {"--demo=false"}).text.find("token: there is no account that may sign in"), 0U);
}

} // namespace
} // namespace organizer
