#pragma once

#include "plan.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace organizer::bench {

using moment = std::chrono::steady_clock::time_point;

/// What came back: `status` 0 for a connection that broke, with the reason as `body`.
struct answer {
    unsigned status = 0;
    std::string body;
};

/// One keep-alive connection with at most one request under way.
class connection {
public:
    using done = std::function<void(connection&, answer)>;

    /// `when_done` is told of every answer, from the event loop.
    connection(boost::asio::io_context& loop, done when_done) : socket_(loop), when_done_(std::move(when_done)) {}

    /// Connects, blocking; throws if nobody listens.
    void connect(const boost::asio::ip::tcp::endpoint& to);
    void send(job next, moment counted_from);

    const job& under_way() const { return under_way_; }
    moment counted_from() const { return counted_from_; }

private:
    using parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

    void receive();
    void broke(const std::string& why);

    boost::asio::ip::tcp::socket socket_;
    done when_done_;
    boost::beast::flat_buffer buffer_;
    std::optional<parser> parser_;
    job under_way_;
    moment counted_from_;
};

} // namespace organizer::bench
