#include "http/router.hpp"
#include "http/status.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace organizer::http {

unsigned status_of(domain::failure kind) {
    using domain::failure;
    switch (kind) {
    case failure::invalid:
        return 400;
    case failure::unauthenticated:
        return 401;
    case failure::forbidden:
        return 403;
    case failure::absent:
        return 404;
    case failure::method_not_allowed:
        return 405;
    case failure::conflict:
        return 409;
    case failure::stale:
        return 412;
    case failure::too_large:
        return 413;
    case failure::unsupported_type:
        return 415;
    case failure::wrong_host:
        return 421;
    case failure::other_command:
        return 422;
    case failure::precondition_missing:
        return 428;
    case failure::too_many:
        return 429;
    case failure::header_too_large:
        return 431;
    case failure::unavailable:
        return 503;
    case failure::unexpected:
        break;
    }
    return 500;
}

response problem_response(const domain::problem& problem, const request_context& context) {
    const unsigned status = status_of(problem.kind);
    // What went wrong inside is nobody's business outside: one code for every unexpected failure.
    const bool inner = status == 500;
    boost::json::object body;
    body["type"] = "about:blank";
    body["title"] = reason_phrase(status);
    body["status"] = status;
    body["code"] = inner || problem.code.empty() ? std::string_view("internal") : std::string_view(problem.code);
    body["requestId"] = context.request_id;
    if (!problem.faults.empty()) {
        auto& faults = body["faults"].emplace_array();
        for (const auto& fault : problem.faults) {
            faults.emplace_back(boost::json::object{{"pointer", fault.pointer}, {"reason", fault.reason}});
        }
    }
    if (!problem.facts.empty() && !inner) {
        auto& facts = body["facts"].emplace_object();
        for (const auto& [name, value] : problem.facts) {
            facts[name] = value;
        }
    }
    auto answer = response::text(status, "application/problem+json", boost::json::serialize(body));
    answer.headers.emplace_back("Cache-Control", "no-store");
    // Without a detail a 503 is a bound that was met (a full queue), not something that failed.
    if (status >= 500 && !problem.detail.empty()) {
        answer.trouble = problem.code + ": " + problem.detail;
    }
    if (problem.kind == domain::failure::unauthenticated) {
        answer.headers.emplace_back("WWW-Authenticate", "Bearer");
    }
    if (problem.kind == domain::failure::unavailable || problem.kind == domain::failure::too_many) {
        const auto told = problem.facts.find("retryAfter");
        answer.headers.emplace_back("Retry-After", told == problem.facts.end() ? "1" : told->second);
    }
    return answer;
}

} // namespace organizer::http
