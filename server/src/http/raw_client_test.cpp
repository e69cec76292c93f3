#include "http/raw_client.hpp"

#include "http/header_text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace organizer::http {

raw_client::raw_client(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval longest{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect");
    }
}

raw_client::~raw_client() { ::close(socket_); }

bool raw_client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void raw_client::end_sending() { ::shutdown(socket_, SHUT_WR); }

bool raw_client::fill() {
    std::array<char, 16 * 1024> bytes{};
    const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        return false;
    }
    buffer_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

std::string raw_client::answer::header(std::string_view name) const {
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos && at + 2 < head.size()) {
        const auto end = head.find("\r\n", at + 2);
        const auto line = std::string_view(head).substr(at + 2, end - at - 2);
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && equal_ignoring_case(line.substr(0, colon), name)) {
            return std::string(trimmed(line.substr(colon + 1)));
        }
        at = end;
    }
    return {};
}

raw_client::answer raw_client::receive(bool to_head) {
    answer made;
    auto end = buffer_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!fill()) {
            return made;
        }
        end = buffer_.find("\r\n\r\n");
    }
    made.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    made.status = std::atoi(made.head.c_str() + std::string_view("HTTP/1.1 ").size());
    if (to_head || made.status < 200 || made.status == 204 || made.status == 304) {
        return made;
    }
    const auto length = static_cast<std::size_t>(std::strtoull(made.header("Content-Length").c_str(), nullptr, 10));
    while (buffer_.size() < length && fill()) {
    }
    made.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return made;
}

bool raw_client::ends() {
    while (true) {
        std::array<char, 1024> bytes{};
        const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (got == 0 || (got < 0 && errno == ECONNRESET)) {
            return true;
        }
        if (got < 0) {
            return false;
        }
    }
}

} // namespace organizer::http
