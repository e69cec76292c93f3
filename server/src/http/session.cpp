#include "http/access_line.hpp"
#include "http/client_bounds.hpp"
#include "http/forwarded.hpp"
#include "http/framing.hpp"
#include "http/header_text.hpp"
#include "http/response_head.hpp"
#include "http/trace.hpp"
#include "http/worker.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <memory_resource>

namespace organizer::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using boost::system::error_code;

/// `co_await` gives (error, bytes), and the operation needs no coroutine of its own (`use_awaitable` makes one each).
constexpr auto as_result = asio::as_tuple(asio::deferred);

constexpr std::size_t small_read = 4 * 1024;
constexpr std::size_t large_read = 64 * 1024;
/// How much of a refused request is read and thrown away so that its sender can read the answer.
constexpr std::size_t linger_bytes = 1024 * 1024;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
/// Lines go to the log in batches: each costs a change of threads and a write.
constexpr std::size_t access_lines_batch = 64 * 1024;

class session {
public:
    session(worker& self, connection& client)
        : self_(self), client_(client), options_(self.shared.options), buffer_(large_read + options_.header_limit) {}

    asio::awaitable<void> run() {
        bool again = true;
        while (again && !self_.shared.stopping) {
            again = co_await serve_one();
        }
        error_code ignored; // the client may be gone already
        client_.socket.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    }

private:
    enum class outcome : std::uint8_t { done, lost, refused };

    /// One request and its answer; false when the connection is to end.
    asio::awaitable<bool> serve_one() {
        if (buffer_.size() == 0 && buffer_.capacity() > options_.small_body) {
            buffer_.shrink_to_fit(); // an idle connection keeps no more than a small request needs
        }
        parser_.reset(); // before the memory that it lies in
        arena_.release();
        parser_.emplace(std::piecewise_construct, std::make_tuple(), std::make_tuple(field_allocator(&arena_)));
        parser_->header_limit(static_cast<std::uint32_t>(options_.header_limit));
        parser_->body_limit(boost::none);
        refusal_.reset();
        head_bytes_ = 0;

        auto read = co_await read_head();
        if (read == outcome::lost) {
            co_return false;
        }
        const auto began = std::chrono::steady_clock::now();
        const std::string peer = options_.trusted_hop.empty()
                                     ? std::string()
                                     : client_address(options_.trusted_hop, client_.peer, last_forwarded());
        const read_request message(*parser_, peer.empty() ? std::string_view(client_.peer) : std::string_view(peer));
        request_context context{message, new_request_id(), {}, {}};
        context.trace_id = trace_id_of(message.header("traceparent"));

        plan planned;
        planned.series = &self_.shared.application->unmatched();
        planned.label = "unmatched";
        body_share share(self_.shared);
        if (read == outcome::done) {
            refusal_ = framing_fault(*parser_);
            read = refusal_ ? outcome::refused : outcome::done;
        }
        if (read == outcome::done) {
            planned = self_.shared.application->plan_for(message);
            if (!parser_->is_done()) {
                read = co_await read_body(planned, context, share);
            }
            if (read == outcome::lost) {
                co_return false;
            }
        }
        response answer;
        if (read == outcome::refused) {
            answer = problem_response(*refusal_, context);
        } else {
            client_.deadline = self_.now + options_.waits.handler;
            answer = co_await self_.shared.application->answer(planned, context);
        }
        const bool keep = read == outcome::done && parser_->keep_alive() && !self_.shared.stopping;
        make_head(answer, context, keep);
        const bool bare = message.verb() == method::head || !has_body(answer.status);
        const std::string_view body = bare ? std::string_view() : answer.bytes();
        auto sent = write_at_once(body);
        if (sent && *sent < head_.size() + body.size()) {
            sent = co_await write_rest(body, *sent);
        }
        const bool written = sent.has_value();
        note(context, planned, answer, std::chrono::steady_clock::now() - began);
        if (read == outcome::refused && written) {
            co_await linger();
        }
        co_return keep&& written;
    }

    std::string_view last_forwarded() const {
        const auto [first, last] = parser_->get().equal_range("X-Forwarded-For");
        std::string_view value;
        for (auto each = first; each != last; ++each) {
            value = each->value();
        }
        return value;
    }

    /// Takes what the buffer holds into the parser. False on a fault, which `refusal_` then tells.
    bool parse() {
        while (buffer_.size() > 0) {
            error_code fault;
            const bool in_head = !parser_->is_header_done();
            const std::string_view taken(static_cast<const char*>(buffer_.data().data()), buffer_.size());
            const auto used = parser_->put(buffer_.data(), fault);
            // The parser's own limit is one of what it has not taken yet, and it takes a head line by line.
            head_bytes_ += in_head ? used : 0;
            if (head_bytes_ > options_.header_limit) {
                refusal_ = problem_of(bhttp::make_error_code(bhttp::error::header_limit));
                return false;
            }
            // The parser takes each header once it sees how the next line begins, so a fold is within what it took.
            if (in_head && has_folded_line(taken.substr(0, used))) {
                refusal_ = framing_problem(domain::failure::invalid, "badRequest");
                return false;
            }
            buffer_.consume(used);
            if (fault == bhttp::error::need_more) {
                return true;
            }
            if (fault) {
                refusal_ = problem_of(fault);
                return false;
            }
            if (parser_->is_done() || (!parser_->eager() && parser_->is_header_done()) || used == 0) {
                return true;
            }
        }
        return true;
    }

    /// Where the next bytes go: at most `most`. Empty when the buffer holds all that it may; a read then gives 0 bytes.
    asio::mutable_buffer room(std::size_t most) {
        return buffer_.prepare(std::min(most, buffer_.max_size() - buffer_.size()));
    }

    asio::awaitable<outcome> read_head() {
        parser_->eager(false);
        client_.idle = buffer_.size() == 0;
        client_.deadline = self_.now + (client_.idle ? options_.waits.idle : options_.waits.head);
        while (true) {
            if (!parse()) {
                co_return outcome::refused;
            }
            if (parser_->is_header_done()) {
                co_return outcome::done;
            }
            const auto [failed, bytes] = co_await client_.socket.async_read_some(room(small_read), as_result);
            if (failed || bytes == 0) {
                co_return outcome::lost;
            }
            buffer_.commit(bytes);
            if (client_.idle) {
                client_.idle = false;
                client_.deadline = self_.now + options_.waits.head;
            }
        }
    }

    /// True if the client asks before it sends its body (`Expect: 100-continue`).
    bool asks_first() const {
        return parser_->get().version() == 11 &&
               equal_ignoring_case(parser_->get()[bhttp::field::expect], "100-continue");
    }

    /// Whether the sender may go on to a body of so many bytes, and there is room for it.
    asio::awaitable<bool> make_room(const plan& planned, const request_context& context, body_share& share,
                                    std::size_t bytes) {
        client_.deadline = self_.now + options_.waits.handler;
        const auto admitted = co_await self_.shared.application->admit_body(planned, context);
        if (!admitted) {
            refusal_ = admitted.error();
        } else if (!share.take(bytes)) {
            refusal_ = framing_problem(domain::failure::unavailable, "overloaded");
        }
        co_return !refusal_;
    }

    asio::awaitable<outcome> read_body(const plan& planned, const request_context& context, body_share& share) {
        const auto told = parser_->content_length();
        if (told && *told > planned.body_limit) {
            refusal_ = framing_problem(domain::failure::too_large, "bodyTooLarge");
            co_return outcome::refused;
        }
        const auto expected = told ? static_cast<std::size_t>(*told) : planned.body_limit;
        bool large = told && expected > options_.small_body;
        // Where the answer stands without the body, a client that asks first need not send it.
        if (large || (asks_first() && planned.what != plan::kind::route)) {
            const std::size_t counted = large ? expected : 0;
            const bool granted = co_await make_room(planned, context, share, counted);
            if (!granted) {
                co_return outcome::refused;
            }
        }
        parser_->body_limit(planned.body_limit);
        parser_->eager(true);
        const auto fields = std::distance(parser_->get().begin(), parser_->get().end());
        transfer moving(self_.now, options_.waits.body);
        client_.deadline = moving.deadline(self_.now, 0);
        if (asks_first() && buffer_.size() == 0) {
            const auto [failed, bytes] = co_await asio::async_write(client_.socket, asio::buffer(go_on), as_result);
            if (failed) {
                co_return outcome::lost;
            }
        }
        while (true) {
            if (!parse()) {
                co_return outcome::refused;
            }
            // Chunks do not say what will come. Judged however they arrive, so also when all of them are there.
            if (!large && parser_->get().body().size() > options_.small_body) {
                large = true;
                const bool granted = co_await make_room(planned, context, share, expected);
                if (!granted) {
                    co_return outcome::refused;
                }
            }
            if (parser_->is_done()) {
                break;
            }
            client_.deadline = moving.deadline(self_.now, parser_->get().body().size());
            const auto most = large ? large_read : small_read;
            const auto [failed, bytes] = co_await client_.socket.async_read_some(room(most), as_result);
            if (failed || bytes == 0) {
                co_return outcome::lost;
            }
            buffer_.commit(bytes);
        }
        // Trailers would land among the headers after these were judged.
        if (std::distance(parser_->get().begin(), parser_->get().end()) != fields) {
            refusal_ = framing_problem(domain::failure::invalid, "badRequest");
            co_return outcome::refused;
        }
        co_return outcome::done;
    }

    /// Makes the head of the answer. A handler's header that cannot be sent makes it a 500.
    void make_head(response& answer, const request_context& context, bool keep) {
        const head_facts facts{.keep_alive = keep,
                               .old_protocol = parser_->get().version() == 10,
                               .secure = self_.shared.application->secure(),
                               .date = self_.date,
                               .request_id = context.request_id,
                               .trace_id = context.trace_id};
        try {
            head_.clear();
            append_head(head_, answer, facts);
            return;
        } catch (const std::logic_error& wrong) {
            self_.shared.journal.write(ops::log_level::error, "headerRefused",
                                       {{"requestId", context.request_id}, {"detail", wrong.what()}});
        }
        answer = problem_response({domain::failure::unexpected, "internal", {}, {}, {}}, context);
        head_.clear();
        append_head(head_, answer, facts);
    }

    /// One gathered write of head and body, without a copy: nearly every answer fits the socket's buffer. How many
    /// bytes are sent; nothing if the client is gone.
    std::optional<std::size_t> write_at_once(std::string_view body) {
        error_code failed;
        const auto sent = client_.socket.write_some(rest_of(head_, body, 0), failed);
        if (failed && failed != asio::error::would_block) {
            return std::nullopt;
        }
        return sent;
    }

    /// Sends the rest as the client takes it.
    asio::awaitable<std::optional<std::size_t>> write_rest(std::string_view body, std::size_t sent) {
        transfer moving(self_.now, options_.waits.write);
        while (sent < head_.size() + body.size()) {
            client_.deadline = moving.deadline(self_.now, sent);
            const auto [failed, bytes] =
                co_await client_.socket.async_write_some(rest_of(head_, body, sent), as_result);
            if (failed) {
                co_return std::nullopt;
            }
            sent += bytes;
        }
        co_return sent;
    }

    static std::array<asio::const_buffer, 2> rest_of(std::string_view head, std::string_view body, std::size_t sent) {
        const auto of_head = std::min(sent, head.size());
        return {asio::buffer(head.substr(of_head)), asio::buffer(body.substr(sent - of_head))};
    }

    /// After a refusal the client may still be sending. Closing at once would reset the connection and lose the answer
    /// on the way.
    asio::awaitable<void> linger() {
        error_code failed;
        client_.socket.shutdown(asio::ip::tcp::socket::shutdown_send, failed);
        client_.deadline = self_.now + options_.waits.linger;
        std::size_t thrown_away = 0;
        while (!failed && thrown_away < linger_bytes) {
            buffer_.consume(buffer_.size());
            const auto [ended, bytes] = co_await client_.socket.async_read_some(room(small_read), as_result);
            failed = ended;
            thrown_away += bytes;
        }
    }

    /// Metrics and the access log.
    void note(const request_context& context, const plan& planned, const response& answer,
              std::chrono::steady_clock::duration took) {
        ops::metrics::observe(*planned.series, answer.status, took);
        auto& shared = self_.shared;
        if (!answer.trouble.empty()) {
            shared.journal.write(
                ops::log_level::error, "requestFailed",
                {{"requestId", context.request_id}, {"route", planned.label}, {"detail", answer.trouble}});
        }
        if (!options_.access_log || !shared.journal.enabled(ops::log_level::info)) {
            return;
        }
        append_access_line(self_.access_lines, {.at = shared.time.now(),
                                                .request_id = context.request_id,
                                                .trace_id = context.trace_id,
                                                .verb = context.message.verb(),
                                                .route = planned.label,
                                                .status = answer.status,
                                                .bytes = has_body(answer.status) ? answer.bytes().size() : 0,
                                                .took = took});
        if (self_.access_lines.size() > access_lines_batch) {
            self_.flush_access_lines();
        }
    }

    worker& self_;
    connection& client_;
    const server_options& options_;
    beast::flat_buffer buffer_;
    std::array<std::byte, 4096> arena_bytes_{};
    std::pmr::monotonic_buffer_resource arena_{arena_bytes_.data(), arena_bytes_.size()};
    std::optional<parser_type> parser_;
    std::optional<domain::problem> refusal_;
    std::size_t head_bytes_ = 0; ///< of the request's head, so far
    std::string head_;
};

} // namespace

asio::awaitable<void> run_session(worker& self, connection& client) {
    session served(self, client);
    co_await served.run();
}

} // namespace organizer::http
