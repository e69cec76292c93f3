#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace organizer::ops {

/// What `/metrics` shows, in Prometheus' text form. Thread-safe; `observe` takes no lock that another route shares.
class metrics {
public:
    metrics();
    ~metrics();
    metrics(const metrics&) = delete;
    metrics& operator=(const metrics&) = delete;

    /// One route's counters by status and its latency histogram.
    class route_series;

    /// The series of a route; the same one for the same names. It lives as long as the metrics.
    route_series& route(std::string_view verb, std::string_view pattern);
    /// Counts one answer of the route.
    static void observe(route_series& series, unsigned status, std::chrono::steady_clock::duration took);

    /// A value that is read whenever somebody asks; `read` must stay callable for as long as the metrics live, from any
    /// thread.
    void gauge(std::string_view name, std::string_view help, std::function<double()> read);

    /// The whole text, `text/plain; version=0.0.4`.
    std::string text() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace organizer::ops
