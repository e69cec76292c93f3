#include "ops/metrics.hpp"

namespace organizer::ops {
namespace {

using namespace std::chrono_literals;

TEST(metrics, counts_answers_by_route_and_status) {
    metrics all;
    auto& series = all.route("GET", "/api/v1/events/{event}");
    EXPECT_EQ(&series, &all.route("GET", "/api/v1/events/{event}"));
    metrics::observe(series, 200, 2ms);
    metrics::observe(series, 200, 2ms);
    metrics::observe(series, 404, 2ms);
    const auto text = all.text();
    EXPECT_NE(text.find(R"(organizer_http_requests_total{method="GET",route="/api/v1/events/{event}",status="200"} 2)"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find(R"(status="404"} 1)"), std::string::npos) << text;
    EXPECT_NE(
        text.find(
            R"(organizer_http_request_seconds_bucket{method="GET",route="/api/v1/events/{event}",le="0.0025"} 3)"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find(R"(le="0.001"} 0)"), std::string::npos) << text;
}

TEST(metrics, reads_gauges_when_asked) {
    metrics all;
    double value = 1;
    all.gauge("organizer_connections", "Open connections.", [&value] { return value; });
    EXPECT_NE(all.text().find("organizer_connections 1\n"), std::string::npos);
    value = 7;
    EXPECT_NE(all.text().find("organizer_connections 7\n"), std::string::npos);
}

} // namespace
} // namespace organizer::ops
