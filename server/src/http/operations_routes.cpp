#include "http/operations_routes.hpp"

namespace organizer::http {

std::vector<route> health_routes(const ops::readiness& ready) {
    route alive;
    alive.pattern = "/healthz";
    alive.operation = "healthz";
    alive.handle = [](request_context&) -> boost::asio::awaitable<response> {
        co_return response::text(200, "application/json", R"({"status":"alive"})");
    };
    route may_serve;
    may_serve.pattern = "/readyz";
    may_serve.operation = "readyz";
    may_serve.handle = [&ready](request_context& context) -> boost::asio::awaitable<response> {
        const auto missing = co_await ready.missing();
        if (missing.empty()) {
            co_return response::text(200, "application/json", R"({"status":"ready"})");
        }
        domain::problem problem;
        problem.kind = domain::failure::unavailable;
        problem.code = "notReady";
        problem.facts["missing"] = missing;
        co_return problem_response(problem, context);
    };
    std::vector<route> made;
    made.push_back(std::move(alive));
    made.push_back(std::move(may_serve));
    return made;
}

route metrics_route(const ops::metrics& measures) {
    route made;
    made.pattern = "/metrics";
    made.operation = "metrics";
    made.handle = [&measures](request_context&) -> boost::asio::awaitable<response> {
        co_return response::text(200, "text/plain; version=0.0.4; charset=utf-8", measures.text());
    };
    return made;
}

} // namespace organizer::http
