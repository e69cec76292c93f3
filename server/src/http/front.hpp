#pragma once

#include "http/router.hpp"
#include "http/static_files.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace organizer::http {

struct front_options {
    /// Where people open the product, `http://localhost:8080`, without a path. Empty: any `Host` is taken (operations
    /// address).
    std::string public_url;
    /// The port that listens, for page loads at 127.0.0.1 and [::1], which are sent to `public_url`.
    std::uint16_t port = 0;
};

/// What a request will be answered with, found from its head alone, so that the session knows the body's limit.
struct plan {
    enum class kind : std::uint8_t { route, file, redirect, refusal };

    kind what = kind::refusal;
    const route* chosen = nullptr;
    const asset* file = nullptr;
    std::vector<std::pair<std::string_view, std::string>> path_values;
    domain::problem refusal;
    std::string allow; ///< of a 405
    std::size_t body_limit = default_body_limit;
    std::string_view label; ///< the route's pattern for log and metrics
    ops::metrics::route_series* series = nullptr;

    static constexpr std::size_t default_body_limit = 1 << 20;
};

/// Between the sessions and the handlers: checks path and host, finds route or file, and turns what goes wrong into
/// answers. Used by all I/O threads at once; never changes.
class front {
public:
    front(router table, static_files files, front_options options, ops::log& journal, ops::metrics& measures);

    /// Looks at the head of a request only.
    plan plan_for(const request& message) const;

    /// The answer. An exception of a handler becomes a 500 with a fixed text and a line in the log.
    boost::asio::awaitable<response> answer(plan& planned, request_context& context) const;

    /// Whether this request may go on to send its body, where that is large or its sender asks first. An exception is
    /// a refusal, as in `answer`.
    boost::asio::awaitable<domain::result<void>> admit_body(const plan& planned, const request_context& context) const;

    /// The series of answers that have no route (framing faults, unknown paths).
    ops::metrics::route_series& unmatched() const { return *unmatched_; }
    /// True if the public URL is https.
    bool secure() const { return secure_; }

private:
    bool knows_host(std::string_view host) const;
    bool is_loopback_host(std::string_view host) const;
    plan refuse(domain::failure kind, std::string code) const;
    /// To be called in a catch block: logs what was thrown and gives the problem that outsiders see.
    domain::problem internal_problem(const plan& planned, const request_context& context) const;

    router table_;
    static_files files_;
    front_options options_;
    ops::log& journal_;
    std::vector<ops::metrics::route_series*> series_; ///< in the order of the routes
    ops::metrics::route_series* file_series_;
    ops::metrics::route_series* unmatched_;
    std::vector<std::string> hosts_;
    std::vector<std::string> loopback_hosts_;
    bool secure_ = false;
};

} // namespace organizer::http
