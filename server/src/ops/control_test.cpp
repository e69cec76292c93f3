#include "ops/control.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace organizer::ops {
namespace {

using namespace std::chrono_literals;

/// A directory of the test's own, gone afterwards.
class scratch {
public:
    explicit scratch(const std::string& below = "") {
        std::string pattern = (std::filesystem::temp_directory_path() / "control-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no scratch directory");
        }
        top_ = pattern;
        path_ = below.empty() ? top_ : top_ / below;
        std::filesystem::create_directories(path_);
    }
    ~scratch() { std::filesystem::remove_all(top_); }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path top_;
    std::filesystem::path path_;
};

control_answer joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) {
        text += word + "|";
    }
    return {3, text};
}

TEST(control, words_go_in_status_and_text_come_out) {
    const scratch directory;
    const control_server serving(directory.path(), joined);
    const auto answer = control_call(directory.path(), {"account", "link", "Ünï \"x\"\n"}, 30s);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 3);
    EXPECT_EQ(answer->text, "account|link|Ünï \"x\"\n|");
}

TEST(control, only_its_own_user_may_open_it) {
    const scratch directory;
    const control_server serving(directory.path(), joined);
    struct stat facts {};
    ASSERT_EQ(::stat((directory.path() / "control.sock").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(control, a_path_longer_than_a_sockets_works) {
    const scratch directory(std::string(120, 'd') + "/" + std::string(120, 'e'));
    const control_server serving(directory.path(), joined);
    EXPECT_TRUE(control_call(directory.path(), {"x"}, 30s));
}

TEST(control, without_a_server_the_caller_is_told) {
    const scratch directory;
    { const control_server serving(directory.path(), joined); }
    const auto answer = control_call(directory.path(), {"x"}, 30s);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "noServer");
    EXPECT_FALSE(control_call(directory.path() / "absent", {"x"}, 30s));
}

TEST(control, replaces_what_a_dead_process_left) {
    const scratch directory;
    const auto path = (directory.path() / "control.sock").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(dead);
    const control_server serving(directory.path(), joined);
    EXPECT_TRUE(control_call(directory.path(), {"x"}, 30s));
}

TEST(control, a_handlers_exception_is_an_answer) {
    const scratch directory;
    const control_server serving(directory.path(), [](const std::vector<std::string>&) -> control_answer {
        throw std::runtime_error("broken");
    });
    const auto answer = control_call(directory.path(), {"x"}, 30s);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 1);
    EXPECT_EQ(answer->text, "broken");
}

TEST(control, what_is_not_a_list_of_words_is_refused) {
    const scratch directory;
    std::atomic<int> handled = 0;
    const control_server serving(directory.path(), [&](const std::vector<std::string>&) {
        ++handled;
        return control_answer{};
    });
    const auto path = (directory.path() / "control.sock").string();
    for (const std::string line : {"{}\n", "[1]\n", "[\"a\",[\"b\"]]\n", "nonsense\n", "[\"cut off\"", ""}) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.data(), path.size());
        const int caller = ::socket(AF_UNIX, SOCK_STREAM, 0);
        ASSERT_EQ(::connect(caller, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ASSERT_EQ(::send(caller, line.data(), line.size(), MSG_NOSIGNAL), static_cast<ssize_t>(line.size()));
        ::shutdown(caller, SHUT_WR);
        std::string answer(256, '\0');
        const auto got = ::recv(caller, answer.data(), answer.size(), MSG_WAITALL);
        answer.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        EXPECT_EQ(answer, "{\"status\":2,\"text\":\"not a command\"}\n") << line;
        ::close(caller);
    }
    EXPECT_EQ(handled, 0);
}

} // namespace
} // namespace organizer::ops
