#pragma once

#include "domain/failure.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace organizer::ops {

/// What a command ends with: its exit status and what it prints.
struct control_answer {
    int status = 0;
    std::string text;
};

using control_handler = std::function<control_answer(const std::vector<std::string>& words)>;

/// The socket by which commands reach a running server: `control.sock` in the data directory, mode 0600, taking callers
/// of the same user (or root) only. One line each way: a JSON array of words, and `{"status":…,"text":…}`. Callers are
/// served one after the other, on a thread of its own, each with a deadline for its line.
class control_server {
public:
    /// Replaces a socket left over by a dead process: whoever holds the directory's lock may. Throws std::system_error.
    control_server(const std::filesystem::path& directory, control_handler handler);
    ~control_server();
    control_server(const control_server&) = delete;
    control_server& operator=(const control_server&) = delete;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// Asks the server of that data directory. Fails with `unavailable` `noServer` if none answers in time.
domain::result<control_answer> control_call(const std::filesystem::path& directory,
                                            const std::vector<std::string>& words, std::chrono::milliseconds longest);

} // namespace organizer::ops
