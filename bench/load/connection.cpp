#include "connection.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

namespace organizer::bench {
namespace {

constexpr std::uint64_t most_body = 8U << 20U;

} // namespace

void connection::connect(const boost::asio::ip::tcp::endpoint& to) {
    socket_.connect(to);
    socket_.set_option(boost::asio::ip::tcp::no_delay(true));
}

void connection::send(job next, moment counted_from) {
    under_way_ = std::move(next);
    counted_from_ = counted_from;
    boost::asio::async_write(socket_, boost::asio::buffer(under_way_.bytes),
                             [this](const boost::system::error_code& failed, std::size_t) {
                                 if (failed) {
                                     return broke(failed.message());
                                 }
                                 receive();
                             });
}

void connection::receive() {
    parser_.emplace();
    parser_->body_limit(most_body);
    boost::beast::http::async_read(socket_, buffer_, *parser_,
                                   [this](const boost::system::error_code& failed, std::size_t) {
                                       if (failed) {
                                           return broke(failed.message());
                                       }
                                       auto& message = parser_->get();
                                       when_done_(*this, {message.result_int(), std::move(message.body())});
                                   });
}

void connection::broke(const std::string& why) { when_done_(*this, {0, why}); }

} // namespace organizer::bench
