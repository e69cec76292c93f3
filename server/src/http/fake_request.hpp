#pragma once

// For tests: a request without a socket.

#include "http/header_text.hpp"
#include "http/message.hpp"

#include <string>
#include <utility>
#include <vector>

namespace organizer::http {

class fake_request final : public request {
public:
    fake_request(method verb, std::string target, std::vector<std::pair<std::string, std::string>> headers = {},
                 std::string body = {}, std::string peer = "127.0.0.1")
        : verb_(verb), target_(std::move(target)), headers_(std::move(headers)), body_(std::move(body)),
          peer_(std::move(peer)) {}

    method verb() const override { return verb_; }
    std::string_view target() const override { return target_; }
    std::string_view path() const override { return std::string_view(target_).substr(0, target_.find('?')); }
    std::string_view query() const override {
        const auto mark = target_.find('?');
        return mark == std::string::npos ? std::string_view() : std::string_view(target_).substr(mark + 1);
    }
    std::optional<std::string_view> header(std::string_view name) const override {
        std::optional<std::string_view> found;
        for (const auto& [known, value] : headers_) {
            if (equal_ignoring_case(known, name)) {
                if (found) {
                    return std::nullopt;
                }
                found = value;
            }
        }
        return found;
    }
    std::size_t header_count(std::string_view name) const override {
        std::size_t count = 0;
        for (const auto& [known, value] : headers_) {
            count += equal_ignoring_case(known, name) ? 1 : 0;
        }
        return count;
    }
    std::string_view body() const override { return body_; }
    std::string_view peer() const override { return peer_; }

private:
    method verb_;
    std::string target_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::string body_;
    std::string peer_;
};

} // namespace organizer::http
