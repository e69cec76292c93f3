#include "ops/control.hpp"

#include "ops/files.hpp"
#include "json/strict_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <thread>

namespace organizer::ops {
namespace {

constexpr const char* socket_name = "control.sock";
constexpr std::size_t longest_question = 64 * 1024;
constexpr std::size_t longest_answer = 16 * 1024 * 1024;
constexpr std::chrono::seconds line_deadline{5};

[[noreturn]] void fail(const char* doing) { throw std::system_error(errno, std::generic_category(), doing); }

/// The socket's address through the directory's descriptor: a socket's path may have 107 bytes, a directory's any
/// number.
sockaddr_un address_in(const descriptor& directory) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = "/proc/self/fd/" + std::to_string(directory.get()) + "/" + socket_name;
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

void set_deadline(const descriptor& socket, std::chrono::milliseconds longest) {
    timeval limit{};
    limit.tv_sec = longest.count() / 1000;
    limit.tv_usec = (longest.count() % 1000) * 1000;
    if (::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0 ||
        ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) != 0) {
        fail("setting a socket's deadline");
    }
}

/// One line without its end; nothing if it is too long, cut off or late.
std::optional<std::string> read_line(const descriptor& socket, std::size_t longest) {
    std::string line;
    std::array<char, 4096> bytes{};
    while (line.size() <= longest) {
        const auto got = ::recv(socket.get(), bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return std::nullopt;
        }
        line.append(bytes.data(), static_cast<std::size_t>(got));
        if (const auto end = line.find('\n'); end != std::string::npos) {
            line.resize(end);
            return line;
        }
    }
    return std::nullopt;
}

bool write_all(const descriptor& socket, std::string_view text) {
    while (!text.empty()) {
        const auto sent = ::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool same_user(const descriptor& socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.uid == ::geteuid() || peer.uid == 0);
}

std::optional<std::vector<std::string>> words_of(std::string_view line) {
    const auto read = json::read(line, {.max_bytes = longest_question, .max_depth = 2});
    if (!read || !read->is_array()) {
        return std::nullopt;
    }
    std::vector<std::string> words;
    for (const auto& word : read->get_array()) {
        if (!word.is_string()) {
            return std::nullopt;
        }
        words.emplace_back(word.get_string());
    }
    return words;
}

domain::problem no_server(std::string detail) {
    domain::problem made;
    made.kind = domain::failure::unavailable;
    made.code = "noServer";
    made.detail = std::move(detail);
    return made;
}

} // namespace

struct control_server::state {
    descriptor directory;
    descriptor listening;
    descriptor stop;
    control_handler handler;
    std::thread thread;

    void serve(const descriptor& caller) const {
        set_deadline(caller, line_deadline);
        if (!same_user(caller)) {
            return;
        }
        const auto line = read_line(caller, longest_question);
        const auto words = line ? words_of(*line) : std::nullopt;
        control_answer answer{2, "not a command"};
        if (words) {
            try {
                answer = handler(*words);
            } catch (const std::exception& wrong) {
                answer = {1, wrong.what()};
            }
        }
        const boost::json::object written{{"status", answer.status}, {"text", answer.text}};
        write_all(caller, boost::json::serialize(written) + "\n"); // a caller that has gone wants no answer
    }

    void run() const {
        while (true) {
            std::array<pollfd, 2> waited{pollfd{listening.get(), POLLIN, 0}, pollfd{stop.get(), POLLIN, 0}};
            if (::poll(waited.data(), waited.size(), -1) < 0 && errno != EINTR) {
                return;
            }
            if (waited[1].revents != 0) {
                return;
            }
            if (waited[0].revents != 0) {
                const descriptor caller(::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
                if (caller.get() >= 0) {
                    try {
                        serve(caller);
                    } catch (const std::system_error&) {
                        continue; // that caller is lost; the next one is not
                    }
                }
            }
        }
    }
};

control_server::control_server(const std::filesystem::path& directory, control_handler handler)
    : state_(std::make_unique<state>()) {
    state_->handler = std::move(handler);
    state_->directory = descriptor(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    state_->stop = descriptor(::eventfd(0, EFD_CLOEXEC));
    state_->listening = descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (state_->directory.get() < 0 || state_->stop.get() < 0 || state_->listening.get() < 0) {
        fail("opening the control socket");
    }
    if (::unlinkat(state_->directory.get(), socket_name, 0) != 0 && errno != ENOENT) {
        fail("removing an old control socket");
    }
    const auto address = address_in(state_->directory);
    // The mode set before binding is that of the file, so that it is never open to others.
    if (::fchmod(state_->listening.get(), S_IRUSR | S_IWUSR) != 0 ||
        ::bind(state_->listening.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(state_->listening.get(), 16) != 0) {
        fail("opening the control socket");
    }
    state_->thread = std::thread([kept = state_.get()] { kept->run(); });
}

control_server::~control_server() {
    const std::uint64_t one = 1;
    while (::write(state_->stop.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
    state_->thread.join();
    ::unlinkat(state_->directory.get(), socket_name, 0);
}

domain::result<control_answer> control_call(const std::filesystem::path& directory,
                                            const std::vector<std::string>& words, std::chrono::milliseconds longest) {
    const descriptor opened(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (opened.get() < 0 || socket.get() < 0) {
        return no_server("no server runs on " + directory.string());
    }
    const auto address = address_in(opened);
    set_deadline(socket, longest);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return no_server("no server runs on " + directory.string());
    }
    boost::json::array question;
    for (const auto& word : words) {
        question.emplace_back(word);
    }
    if (!write_all(socket, boost::json::serialize(question) + "\n")) {
        return no_server("the server on " + directory.string() + " does not listen");
    }
    const auto line = read_line(socket, longest_answer);
    if (!line) {
        return no_server("the server on " + directory.string() + " did not answer in time");
    }
    const auto read = json::read(*line, {.max_bytes = longest_answer, .max_depth = 2});
    const auto* answer = read ? read->if_object() : nullptr;
    const auto* status = answer != nullptr ? answer->if_contains("status") : nullptr;
    const auto* text = answer != nullptr ? answer->if_contains("text") : nullptr;
    if (status == nullptr || !status->is_int64() || text == nullptr || !text->is_string()) {
        return no_server("the server on " + directory.string() + " gave no answer");
    }
    return control_answer{static_cast<int>(status->get_int64()), std::string(text->get_string())};
}

} // namespace organizer::ops
