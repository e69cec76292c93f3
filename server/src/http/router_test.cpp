#include "http/router.hpp"

#include "http/fake_request.hpp"

#include <boost/json/parse.hpp>

#include <stdexcept>

namespace organizer::http {
namespace {

route named(method verb, std::string pattern, std::string operation) {
    route made;
    made.verb = verb;
    made.pattern = std::move(pattern);
    made.operation = std::move(operation);
    return made;
}

router sample() {
    std::vector<route> routes;
    routes.push_back(named(method::get, "/api/v1/events", "listEvents"));
    routes.push_back(named(method::post, "/api/v1/events", "createEvent"));
    routes.push_back(named(method::get, "/api/v1/events/{event}", "getEvent"));
    routes.push_back(named(method::patch, "/api/v1/events/{event}", "editEvent"));
    routes.push_back(named(method::get, "/api/v1/events/{event}/helpers/{helper}", "getHelper"));
    routes.push_back(named(method::put, "/api/v1/events/{event}/helpers/{id}/number", "setNumber"));
    routes.push_back(named(method::get, "/api/v1/events/today", "today"));
    return router(std::move(routes));
}

TEST(router, finds_by_path_and_verb) {
    const auto table = sample();
    const auto found = table.find(method::get, "/api/v1/events/monrepos/helpers/a%20b");
    ASSERT_NE(found.found, nullptr);
    EXPECT_EQ(found.found->operation, "getHelper");
    ASSERT_EQ(found.path_values.size(), 2U);
    EXPECT_EQ(found.path_values[0].first, "event");
    EXPECT_EQ(found.path_values[0].second, "monrepos");
    EXPECT_EQ(found.path_values[1].first, "helper");
    EXPECT_EQ(found.path_values[1].second, "a b");
}

TEST(router, names_of_one_place_may_differ_between_routes) {
    const auto found = sample().find(method::put, "/api/v1/events/e/helpers/h/number");
    EXPECT_EQ(found.path_values.at(1).second, "h");
}

TEST(router, fixed_text_before_a_variable_and_back_again) {
    const auto table = sample();
    EXPECT_EQ(table.find(method::get, "/api/v1/events/today").found->operation, "today");
    EXPECT_EQ(table.find(method::patch, "/api/v1/events/today").found->operation, "editEvent");
}

TEST(router, head_is_answered_as_get) {
    EXPECT_EQ(sample().find(method::head, "/api/v1/events").found->operation, "listEvents");
}

TEST(router, tells_no_such_path_from_another_verb) {
    const auto table = sample();
    const auto other_verb = table.find(method::del, "/api/v1/events");
    EXPECT_EQ(other_verb.found, nullptr);
    EXPECT_EQ(other_verb.allow, "GET, HEAD, POST");
    for (const auto* path : {"/", "/api", "/api/v1/events/", "/api/v1/events//helpers/x", "/api/v1/eventsx", "",
                             "/api/v1/events/e/helpers", "/api/v1/events/e/helpers/h/number/x"}) {
        const auto absent = table.find(method::get, path);
        EXPECT_EQ(absent.found, nullptr) << path;
        EXPECT_EQ(absent.allow, "") << path;
    }
}

TEST(router, a_segment_that_does_not_decode_matches_nothing) {
    EXPECT_EQ(sample().find(method::get, "/api/v1/events/a%2Fb").found, nullptr);
}

TEST(router, refuses_two_routes_of_one_pattern_and_verb) {
    std::vector<route> routes;
    routes.push_back(named(method::get, "/a/{x}", "one"));
    routes.push_back(named(method::get, "/a/{y}", "two"));
    EXPECT_THROW(router(std::move(routes)), std::logic_error);
}

TEST(router, refuses_a_pattern_with_more_variables_than_it_keeps_count_of) {
    std::vector<route> routes;
    routes.push_back(named(method::get, "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}", "eight"));
    const router table(std::move(routes));
    const auto found = table.find(method::get, "/1/2/3/4/5/6/7/8");
    ASSERT_EQ(found.path_values.size(), 8U);
    EXPECT_EQ(found.path_values.back().second, "8");
    EXPECT_EQ(table.find(method::get, "/1/2/3/4/5/6/7/8/9").found, nullptr);
    routes = {named(method::get, "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}", "nine")};
    EXPECT_THROW(router(std::move(routes)), std::logic_error);
}

TEST(router, an_unknown_path_value_is_a_fault_of_the_program) {
    const fake_request message(method::get, "/");
    const request_context context{message, "r", "t", {{"event", "e"}}};
    EXPECT_EQ(context.path_value("event"), "e");
    EXPECT_THROW(context.path_value("helper"), std::logic_error);
}

TEST(problem, carries_code_request_id_faults_and_facts_but_never_the_detail) {
    const fake_request message(method::get, "/");
    const request_context context{message, "abc", "t", {}};
    domain::problem problem;
    problem.kind = domain::failure::conflict;
    problem.code = "slotTaken";
    problem.faults.push_back({"/helper", "taken"});
    problem.facts["holder"] = "h1";
    problem.detail = "row 7 of table x";
    const auto answer = problem_response(problem, context);
    EXPECT_EQ(answer.status, 409U);
    EXPECT_EQ(answer.trouble, "") << "a refusal is no failure of the server";
    EXPECT_EQ(answer.content_type, "application/problem+json");
    const auto body = boost::json::parse(*answer.body).as_object();
    EXPECT_EQ(body, boost::json::parse(R"({"type":"about:blank","title":"Conflict","status":409,"code":"slotTaken",
        "requestId":"abc","faults":[{"pointer":"/helper","reason":"taken"}],"facts":{"holder":"h1"}})")
                        .as_object());
}

TEST(problem, a_bound_that_was_met_is_no_trouble_for_the_log) {
    const fake_request message(method::get, "/");
    const request_context context{message, "abc", "t", {}};
    domain::problem problem;
    problem.kind = domain::failure::unavailable;
    problem.code = "overloaded";
    EXPECT_EQ(problem_response(problem, context).status, 503U);
    EXPECT_EQ(problem_response(problem, context).trouble, "");
    problem.code = "storeUnavailable";
    problem.detail = "disk I/O error";
    EXPECT_EQ(problem_response(problem, context).trouble, "storeUnavailable: disk I/O error");
}

TEST(problem, what_is_unexpected_leaves_as_one_fixed_text) {
    const fake_request message(method::get, "/");
    const request_context context{message, "abc", "t", {}};
    domain::problem problem;
    problem.code = "segfaultInModule";
    problem.facts["path"] = "/home/x";
    problem.detail = "secret";
    const auto answer = problem_response(problem, context);
    EXPECT_EQ(answer.status, 500U);
    EXPECT_EQ(answer.trouble, "segfaultInModule: secret") << "for the log";
    EXPECT_EQ(
        *answer.body,
        R"({"type":"about:blank","title":"Internal Server Error","status":500,"code":"internal","requestId":"abc"})");
}

TEST(problem, one_table_of_statuses) {
    using domain::failure;
    const std::vector<std::pair<failure, unsigned>> table{
        {failure::invalid, 400},    {failure::unauthenticated, 401},    {failure::forbidden, 403},
        {failure::absent, 404},     {failure::method_not_allowed, 405}, {failure::conflict, 409},
        {failure::stale, 412},      {failure::too_large, 413},          {failure::unsupported_type, 415},
        {failure::wrong_host, 421}, {failure::other_command, 422},      {failure::precondition_missing, 428},
        {failure::too_many, 429},   {failure::header_too_large, 431},   {failure::unavailable, 503},
        {failure::unexpected, 500}};
    for (const auto& [kind, status] : table) {
        EXPECT_EQ(status_of(kind), status);
    }
}

TEST(problem, says_when_to_come_back_and_how_to_sign_in) {
    const fake_request message(method::get, "/");
    const request_context context{message, "abc", "t", {}};
    const auto header = [&](domain::problem problem, std::string_view name) {
        for (const auto& [known, value] : problem_response(problem, context).headers) {
            if (known == name) {
                return value;
            }
        }
        return std::string();
    };
    EXPECT_EQ(header({domain::failure::unavailable, "storeBusy", {}, {}, {}}, "Retry-After"), "1");
    EXPECT_EQ(header({domain::failure::too_many, "tooMany", {}, {{"retryAfter", "30"}}, {}}, "Retry-After"), "30");
    EXPECT_EQ(header({domain::failure::unauthenticated, "noToken", {}, {}, {}}, "WWW-Authenticate"), "Bearer");
}

} // namespace
} // namespace organizer::http
