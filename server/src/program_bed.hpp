#pragma once

// What the tests of the program share: a folder of their own, and a child process that is waited for with a deadline.

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace organizer {

using namespace std::chrono_literals;

inline constexpr auto patience = 120s; ///< far beyond what a loaded machine needs

/// A directory of the test's own, gone afterwards.
class scratch {
public:
    scratch() {
        std::string pattern = (std::filesystem::temp_directory_path() / "organizer-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no scratch directory");
        }
        path_ = pattern;
    }
    ~scratch() { std::filesystem::remove_all(path_); }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    std::string operator/(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

/// A program (the product, unless told otherwise), running, with both its outputs in one text.
class process {
public:
    explicit process(std::vector<std::string> words, std::vector<std::string> variables = {},
                     const std::string& file = ORGANIZER_PROGRAM) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe");
        }
        posix_spawn_file_actions_t actions{};
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
        words.insert(words.begin(), file);
        std::vector<char*> arguments;
        for (auto& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        std::vector<char*> environment;
        for (auto& variable : variables) {
            environment.push_back(variable.data());
        }
        environment.push_back(nullptr);
        const int failed = ::posix_spawn(&id_, file.c_str(), &actions, nullptr, arguments.data(), environment.data());
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        output_ = ends[0];
        if (failed != 0) {
            throw std::runtime_error("cannot start the program");
        }
    }
    ~process() {
        if (id_ > 0) {
            ::kill(id_, SIGKILL);
            ::waitpid(id_, nullptr, 0);
        }
        ::close(output_);
    }
    process(const process&) = delete;
    process& operator=(const process&) = delete;

    /// Reads until the text holds `wanted` followed by a whole line; false when the program ends or patience does.
    bool prints(std::string_view wanted) {
        const auto latest = std::chrono::steady_clock::now() + patience;
        while (true) {
            const auto at = text_.find(wanted);
            if (at != std::string::npos && text_.find('\n', at) != std::string::npos) {
                return true;
            }
            if (!read_some(latest)) {
                return false;
            }
        }
    }
    /// The rest of the line behind `start`.
    std::string line_behind(std::string_view start) const {
        const auto at = text_.find(start);
        return at == std::string::npos ? "" : text_.substr(at + start.size(), text_.find('\n', at) - at - start.size());
    }
    void signal(int which) const { ::kill(id_, which); }
    /// Waits for the end: the exit status, or minus the signal.
    int wait() {
        const auto latest = std::chrono::steady_clock::now() + patience;
        while (read_some(latest)) {
        }
        if (std::chrono::steady_clock::now() >= latest) {
            signal(SIGKILL);
        }
        int status = 0;
        ::waitpid(id_, &status, 0);
        id_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    const std::string& text() const { return text_; }

private:
    bool read_some(std::chrono::steady_clock::time_point latest) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(latest - std::chrono::steady_clock::now()).count();
        pollfd waited{output_, POLLIN, 0};
        if (left <= 0 || ::poll(&waited, 1, static_cast<int>(left)) <= 0) {
            return false;
        }
        std::array<char, 4096> bytes{};
        const auto got = ::read(output_, bytes.data(), bytes.size());
        if (got <= 0) {
            return false;
        }
        text_.append(bytes.data(), static_cast<std::size_t>(got));
        return true;
    }

    pid_t id_ = -1;
    int output_ = -1;
    std::string text_;
};

/// How a program ended.
struct ended {
    int status = 0;
    std::string text;
};

inline ended run(std::vector<std::string> words, std::vector<std::string> variables = {},
                 const std::string& file = ORGANIZER_PROGRAM) {
    process started(std::move(words), std::move(variables), file);
    const int status = started.wait();
    return {status, started.text()};
}

} // namespace organizer
