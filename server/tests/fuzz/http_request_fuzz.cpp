// The real session over a pair of connected sockets, beside a second reader of HTTP/1.x that is written here.
//
// Input: a byte that says in what pieces the bytes arrive, then the bytes of one connection. Whatever they are, the
// session ends with well-formed answers, handlers see exactly the requests that the second reader finds at the same
// places (request smuggling is two readers that differ), and how the bytes arrive changes nothing.

#include "finding.hpp"

#include "http/worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace organizer;
using namespace organizer::fuzz;

/// A request as a reader understood it.
struct understood {
    std::string verb;
    std::string target;
    std::string body;

    friend bool operator==(const understood&, const understood&) = default;
};

// The second reader: strict RFC 9112, one way to say each thing.

bool is_token_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool is_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_char); }

std::string lower(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return made;
}

std::string_view without_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

class second_reader {
public:
    explicit second_reader(std::string_view bytes) : bytes_(bytes) {}

    /// The next request, or nothing: what stands there is not one, or not all of it.
    std::optional<understood> next() {
        understood made;
        std::vector<std::pair<std::string, std::string>> fields;
        if (!start_line(made) || !read_fields(fields)) {
            return std::nullopt;
        }
        std::optional<std::uint64_t> length;
        bool chunked = false;
        std::size_t hosts = 0;
        for (const auto& [name, value] : fields) {
            if (name == "host") {
                ++hosts;
            } else if (name == "content-length") {
                const auto told = number(value, 10);
                if (!told || length) {
                    return std::nullopt;
                }
                length = told;
            } else if (name == "transfer-encoding") {
                if (lower(value) != "chunked" || chunked) {
                    return std::nullopt;
                }
                chunked = true;
            }
        }
        if (hosts != 1 || (chunked && (length || old_))) {
            return std::nullopt;
        }
        if (chunked ? !read_chunks(made.body) : !take(length.value_or(0), made.body)) {
            return std::nullopt;
        }
        return made;
    }

private:
    std::optional<std::string_view> line() {
        const auto end = bytes_.find("\r\n", at_);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const auto found = bytes_.substr(at_, end - at_);
        at_ = end + 2;
        return found;
    }

    bool take(std::uint64_t size, std::string& to) {
        if (size > bytes_.size() - at_) {
            return false;
        }
        to.append(bytes_.substr(at_, static_cast<std::size_t>(size)));
        at_ += static_cast<std::size_t>(size);
        return true;
    }

    static std::optional<std::uint64_t> number(std::string_view digits, unsigned base) {
        std::uint64_t made = 0;
        for (const char c : digits) {
            const auto at = std::string_view("0123456789abcdef").find(lower(std::string_view(&c, 1)));
            if (at >= base || made > (UINT64_MAX - at) / base) {
                return std::nullopt;
            }
            made = made * base + at;
        }
        return digits.empty() ? std::nullopt : std::optional(made);
    }

    bool start_line(understood& made) {
        const auto text = line();
        if (!text) {
            return false;
        }
        const auto first = text->find(' ');
        const auto second = text->find(' ', first == std::string_view::npos ? first : first + 1);
        if (second == std::string_view::npos) {
            return false;
        }
        made.verb = text->substr(0, first);
        made.target = text->substr(first + 1, second - first - 1);
        const auto version = text->substr(second + 1);
        old_ = version == "HTTP/1.0";
        return is_token(made.verb) && !made.target.empty() && (old_ || version == "HTTP/1.1");
    }

    bool read_fields(std::vector<std::pair<std::string, std::string>>& fields) {
        while (true) {
            const auto text = line();
            if (!text) {
                return false;
            }
            if (text->empty()) {
                return true;
            }
            if (!fields.empty() && (text->front() == ' ' || text->front() == '\t')) {
                // Folded, as old senders may: it goes on with one blank (RFC 9112, 5.2).
                auto& value = fields.back().second;
                value += (value.empty() ? "" : " ") + std::string(without_blanks(*text));
                continue;
            }
            const auto colon = text->find(':');
            if (colon == std::string_view::npos || !is_token(text->substr(0, colon))) {
                return false;
            }
            fields.emplace_back(lower(text->substr(0, colon)), without_blanks(text->substr(colon + 1)));
        }
    }

    bool read_chunks(std::string& body) {
        while (true) {
            const auto text = line();
            if (!text) {
                return false;
            }
            const auto size = number(without_blanks(text->substr(0, text->find(';'))), 16);
            if (!size) {
                return false;
            }
            if (*size == 0) {
                const auto end = line(); // no trailers: the server takes none
                return end && end->empty();
            }
            if (!take(*size, body)) {
                return false;
            }
            const auto end = line();
            if (!end || !end->empty()) {
                return false;
            }
        }
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool old_ = false;
};

/// An answer as the client reads it.
struct answer {
    int status = 0;
    bool closes = false;
    std::string body;

    friend bool operator==(const answer&, const answer&) = default;
};

/// How the body of a handler's answer begins; behind it stands which request it was, from 0.
constexpr std::string_view handled_word = "handled ";

/// Reads all answers of a connection strictly. The body of an answer to HEAD is not there whatever its length says: no
/// body of ours begins like an answer.
std::vector<answer> read_answers(std::string_view bytes) {
    std::vector<answer> made;
    while (!bytes.empty()) {
        require(bytes.starts_with("HTTP/1.1 "), "an answer that does not begin like one");
        const auto end = bytes.find("\r\n\r\n");
        require(end != std::string_view::npos, "an answer without an end of its head");
        auto head = bytes.substr(0, end + 2);
        bytes.remove_prefix(end + 4);
        answer one;
        one.status = std::stoi(std::string(head.substr(9, 3)));
        std::size_t length = 0;
        std::size_t lengths = 0;
        while (!head.empty()) {
            const auto line = head.substr(0, head.find("\r\n"));
            head.remove_prefix(line.size() + 2);
            require(
                std::ranges::all_of(line, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; }),
                "a control character in the head of an answer");
            one.closes = one.closes || line == "Connection: close";
            if (line.starts_with("Content-Length: ")) {
                length = std::stoul(std::string(line.substr(16)));
                ++lengths;
            }
        }
        require(lengths <= 1, "two lengths in an answer");
        if (one.status == 100) {
            require(lengths == 0, "a length in an interim answer");
            continue;
        }
        require(lengths == 1 || one.status == 304 || one.status == 204, "an answer without a length");
        if (!bytes.empty() && !bytes.starts_with("HTTP/1.1 ")) {
            require(length <= bytes.size(), "an answer shorter than it says");
            // Problems hold an id that differs each time; only what handlers said is compared.
            one.body = bytes.starts_with(handled_word) ? bytes.substr(0, length) : "";
            bytes.remove_prefix(length);
        }
        made.push_back(std::move(one));
    }
    return made;
}

/// What became of a connection.
struct conversation {
    std::vector<understood> handled;
    std::vector<answer> answers;

    friend bool operator==(const conversation&, const conversation&) = default;
};

/// The server's parts around one session, made once.
class harness {
public:
    harness() { shared_.application = &front_; }

    conversation run(std::string_view bytes, std::size_t piece) {
        handled_.clear();
        std::array<int, 2> ends{};
        require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0, "no sockets");
        std::string told;
        bool ended = false;
        {
            // The socket is a local one, which Asio need not know: it only reads, writes and shuts down.
            boost::asio::ip::tcp::socket socket(worker_.context);
            socket.assign(boost::asio::ip::tcp::v4(), ends[0]);
            socket.non_blocking(true);
            http::connection client(std::move(socket));
            client.peer = "127.0.0.1";
            boost::asio::co_spawn(worker_.context, http::run_session(worker_, client),
                                  [&ended](const std::exception_ptr& failure) {
                                      ended = true;
                                      require(!failure, "the session threw");
                                  });
            talk(ends[1], bytes, piece, told, ended);
        }
        ::close(ends[1]);
        require(shared_.body_memory == 0, "memory of large bodies is not given back");
        worker_.access_lines.clear();
        return {std::exchange(handled_, {}), read_answers(told)};
    }

private:
    /// Sends and receives until the session has ended. One that waits though nothing more comes is a finding.
    void talk(int end, std::string_view bytes, std::size_t piece, std::string& told, const bool& ended) {
        std::array<char, 16 * 1024> room{};
        bool open = true;
        while (true) {
            worker_.context.restart();
            bool moved = worker_.context.poll() > 0;
            for (ssize_t got = 0; (got = ::recv(end, room.data(), room.size(), 0)) > 0;) {
                told.append(room.data(), static_cast<std::size_t>(got));
                moved = true;
            }
            if (ended) {
                return;
            }
            if (moved) {
                continue;
            }
            if (!bytes.empty()) {
                const auto sent = ::send(end, bytes.data(), std::min(piece, bytes.size()), MSG_NOSIGNAL);
                bytes.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : bytes.size());
            } else {
                require(open, "the session waits for a client that has gone");
                ::shutdown(end, SHUT_WR);
                open = false;
            }
        }
    }

    std::vector<http::route> routes() {
        const auto note = [this](http::request_context& context) -> boost::asio::awaitable<http::response> {
            const auto& message = context.message;
            handled_.push_back({std::string(http::to_text(message.verb())), std::string(message.target()),
                                std::string(message.body())});
            co_return http::response::text(200, "text/plain",
                                           std::string(handled_word) + std::to_string(handled_.size() - 1));
        };
        std::vector<http::route> made;
        for (const auto& [verb, pattern, limit] :
             {std::tuple{http::method::get, "/a", 0UL}, std::tuple{http::method::post, "/a", 256UL},
              std::tuple{http::method::put, "/b/{name}", 10UL}, std::tuple{http::method::del, "/b/{name}", 0UL}}) {
            http::route each;
            each.verb = verb;
            each.pattern = pattern;
            each.operation = pattern;
            each.handle = note;
            each.body_limit = limit;
            made.push_back(std::move(each));
        }
        return made;
    }

    static http::server_options options() {
        http::server_options made;
        made.header_limit = 1024; // so that short inputs reach both limits
        made.small_body = 4;
        made.trusted_hop = {*config::network::from_text("127.0.0.1/32")};
        return made;
    }

    ops::system_clock time_;
    std::ostream nowhere_{nullptr};
    ops::log journal_{ops::log_level::info, time_, nowhere_};
    ops::metrics measures_;
    std::vector<understood> handled_;
    http::front front_{http::router(routes()), http::static_files({}), {"http://localhost", 80}, journal_, measures_};
    http::shared_state shared_{options(), journal_, time_};
    http::worker worker_{shared_};
};

/// Without a last refusal that ends the connection: how early the fault is seen, and which of two faults is seen first,
/// may differ; without an end of the head there may be no answer at all. A request that is refused for what it says
/// keeps the connection.
conversation without_refusal(conversation had) {
    if (!had.answers.empty() && had.answers.back().closes && had.answers.back().status >= 400) {
        had.answers.pop_back();
    }
    return had;
}

std::string statuses(const conversation& had) {
    std::string made = " ";
    for (const auto& each : had.answers) {
        made += std::to_string(each.status) + " ";
    }
    return made;
}

/// Each request that a handler saw must be the one that the second reader finds in its place.
void compare(std::string_view bytes, const conversation& had) {
    second_reader reader(bytes);
    std::size_t handled = 0;
    for (const auto& each : had.answers) {
        require(each.status != 500, "status 500");
        const auto request = reader.next();
        const bool last = &each == &had.answers.back();
        require(request || last, "a connection goes on after what is no request");
        if (each.status == 200) {
            require(request.has_value(), "a handler ran for what is no request");
            require(handled < had.handled.size(), "an answer of no handler");
            require(each.body.empty() ? request->verb == "HEAD"
                                      : each.body == std::string(handled_word) + std::to_string(handled),
                    "the answer of another handler");
            require(had.handled[handled].verb == request->verb, "a handler saw another verb");
            require(had.handled[handled].target == request->target, "a handler saw another target");
            require(had.handled[handled].body == request->body, "a handler saw another body");
            ++handled;
        }
    }
    require(handled == had.handled.size(), "a request was handled and not answered");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    static harness tested;
    if (size < 1) {
        return 0;
    }
    const auto bytes = text_of(data + 1, size - 1);
    const auto whole = tested.run(bytes, std::max<std::size_t>(bytes.size(), 1));
    compare(bytes, whole);
    const auto pieces = tested.run(bytes, std::max<std::size_t>(data[0], bytes.size() / 64 + 1));
    if (without_refusal(whole) != without_refusal(pieces)) {
        finding("how the bytes arrive changes what they mean: " + statuses(whole) + "at once," + statuses(pieces) +
                "in pieces");
    }
    return 0;
}
