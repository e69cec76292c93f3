#include "ops/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <atomic>
#include <map>
#include <mutex>

namespace organizer::ops {
namespace {

constexpr std::size_t statuses = 600;

const prometheus::Histogram::BucketBoundaries& latency_buckets() {
    static const prometheus::Histogram::BucketBoundaries seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                                 0.1,    0.25,  0.5,    1,     2.5,  5,     10};
    return seconds;
}

} // namespace

class metrics::route_series {
public:
    route_series(prometheus::Family<prometheus::Counter>& answers, prometheus::Family<prometheus::Histogram>& seconds,
                 prometheus::Labels labels)
        : answers_(answers), labels_(std::move(labels)), seconds_(seconds.Add(labels_, latency_buckets())) {}

    void observe(unsigned status, double seconds) {
        auto& slot = by_status_.at(status < statuses ? status : 0);
        auto* counter = slot.load(std::memory_order_acquire);
        if (counter == nullptr) {
            auto labels = labels_;
            labels["status"] = std::to_string(status);
            counter = &answers_.Add(labels); // the same one for the same labels
            slot.store(counter, std::memory_order_release);
        }
        counter->Increment();
        seconds_.Observe(seconds);
    }

private:
    prometheus::Family<prometheus::Counter>& answers_;
    prometheus::Labels labels_;
    prometheus::Histogram& seconds_;
    std::array<std::atomic<prometheus::Counter*>, statuses> by_status_{};
};

struct metrics::state {
    struct read_gauge {
        std::string help;
        std::function<double()> read;
    };

    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& answers = prometheus::BuildCounter()
                                                           .Name("organizer_http_requests_total")
                                                           .Help("Answers by route and status.")
                                                           .Register(registry);
    prometheus::Family<prometheus::Histogram>& seconds =
        prometheus::BuildHistogram()
            .Name("organizer_http_request_seconds")
            .Help("From the end of a request's head to the end of its answer.")
            .Register(registry);
    mutable std::mutex mutex;
    std::map<std::pair<std::string, std::string>, std::unique_ptr<route_series>> routes;
    std::map<std::string, read_gauge, std::less<>> gauges;
};

metrics::metrics() : state_(std::make_unique<state>()) {}

metrics::~metrics() = default;

metrics::route_series& metrics::route(std::string_view verb, std::string_view pattern) {
    const std::lock_guard lock(state_->mutex);
    auto& series = state_->routes[{std::string(verb), std::string(pattern)}];
    if (!series) {
        series = std::make_unique<route_series>(
            state_->answers, state_->seconds,
            prometheus::Labels{{"method", std::string(verb)}, {"route", std::string(pattern)}});
    }
    return *series;
}

void metrics::observe(route_series& series, unsigned status, std::chrono::steady_clock::duration took) {
    series.observe(status, std::chrono::duration<double>(took).count());
}

void metrics::gauge(std::string_view name, std::string_view help, std::function<double()> read) {
    const std::lock_guard lock(state_->mutex);
    state_->gauges[std::string(name)] = {std::string(help), std::move(read)};
}

std::string metrics::text() const {
    auto families = state_->registry.Collect();
    {
        const std::lock_guard lock(state_->mutex);
        for (const auto& [name, gauge] : state_->gauges) {
            prometheus::MetricFamily family;
            family.name = name;
            family.help = gauge.help;
            family.type = prometheus::MetricType::Gauge;
            family.metric.emplace_back().gauge.value = gauge.read();
            families.push_back(std::move(family));
        }
    }
    return prometheus::TextSerializer().Serialize(families);
}

} // namespace organizer::ops
