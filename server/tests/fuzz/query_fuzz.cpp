// Path, query and headers of a request: router and request reader, over every route of the contract.
//
// Input: a byte for the verb, a byte whose bits choose headers, then lines: the target, the `Idempotency-Key`, the
// `If-Match`, and the body.

#include "finding.hpp"

#include "api/cursor.hpp"
#include "api/request_reader.hpp"
#include "domain/text.hpp"
#include "http/fake_request.hpp"
#include "http/path.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace organizer;
using namespace organizer::fuzz;

constexpr std::array verbs{http::method::get,   http::method::head, http::method::post,   http::method::put,
                           http::method::patch, http::method::del,  http::method::options};

/// A router with every route of the contract; nothing is ever handled.
const http::router& table() {
    static const http::router made = [] {
        std::vector<http::route> routes;
        for (const auto& operation : api::contract::operations()) {
            http::route each;
            const auto verb = std::ranges::find(verbs, operation.verb, [](http::method one) { return to_text(one); });
            require(verb != verbs.end(), "a verb that the router does not know");
            each.verb = *verb;
            each.pattern = operation.pattern;
            each.operation = operation.id;
            routes.push_back(std::move(each));
        }
        return http::router(std::move(routes));
    }();
    return made;
}

using headers = std::vector<std::pair<std::string, std::string>>;

/// The outcome of a request as far as it can be compared.
struct reading {
    std::string operation;
    std::vector<std::pair<std::string_view, std::string>> path_values;
    std::optional<api::request_input> input;
};

reading read(http::method verb, std::string_view target, const headers& sent, std::string_view body) {
    const http::fake_request message(verb, std::string(target), sent, std::string(body));
    reading made;
    if (!http::well_formed_path(message.path())) {
        return made;
    }
    auto found = table().find(verb, message.path());
    if (found.found == nullptr) {
        require(found.allow.find(to_text(verb)) == std::string::npos || verb == http::method::options,
                "a verb that is refused and allowed");
        return made;
    }
    made.operation = found.found->operation;
    made.path_values = found.path_values;
    for (const auto& [name, value] : made.path_values) {
        require(domain::code_points(value).has_value() && value.find('/') == std::string::npos && !value.empty(),
                "a path value that is none");
    }
    const auto* operation = api::contract::find(made.operation);
    require(operation != nullptr, "a route without an operation");
    const http::request_context context{message, "0123456789abcdef", {}, std::move(found.path_values)};
    auto input = api::read_request(*operation, context);
    if (!input) {
        require(input.error().kind == domain::failure::invalid ||
                    input.error().kind == domain::failure::unsupported_type,
                "another failure than the reader's");
        require(input.error().kind == domain::failure::unsupported_type || !input.error().faults.empty(),
                "refused without a fault");
        return made;
    }
    made.input = std::move(*input);
    return made;
}

/// Every byte escaped: the longest way to write the same thing.
std::string escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string made;
    for (const char c : text) {
        made += '%';
        made += digits[static_cast<unsigned char>(c) >> 4U];
        made += digits[static_cast<unsigned char>(c) & 15U];
    }
    return made;
}

/// What is taken is what the contract says of each parameter.
void check_taken(const reading& made) {
    const auto& operation = *api::contract::find(made.operation);
    const auto& query = made.input->query;
    for (std::size_t i = 0; i < query.size(); ++i) {
        require(i == 0 || query[i - 1].first < query[i].first, "a parameter twice, or in another order");
        const auto known = std::ranges::find_if(operation.parameters, [&](const auto& each) {
            return each.in == api::contract::place::query && each.name == query[i].first;
        });
        require(known != operation.parameters.end(), "an unknown parameter is taken");
        const auto& schema = api::contract::schema_at(known->schema);
        const auto& value = query[i].second;
        require(domain::code_points(value).has_value(), "a parameter that is not UTF-8");
        if ((schema.types & api::contract::integer) != 0) {
            std::int64_t number = 0;
            const auto end = std::from_chars(value.data(), value.data() + value.size(), number);
            require(end.ec == std::errc() && end.ptr == value.data() + value.size(), "no number is taken for one");
            require(number >= schema.least && number <= schema.most, "a number out of its bounds");
            require(made.input->number(known->name, -1) == number, "another number");
        } else if ((schema.types & api::contract::string) != 0) {
            const auto length = static_cast<std::int64_t>(*domain::code_points(value));
            require(length >= schema.least && length <= schema.most, "a text out of its bounds");
            require(schema.values.empty() || std::ranges::find(schema.values, value) != schema.values.end(),
                    "a word that is not allowed");
        }
        if (known->name == "cursor") {
            const auto place = api::cursor_from_text(value);
            require(!place || api::to_text(*place) == value, "a cursor with two texts");
        }
    }
    for (const auto& each : operation.parameters) {
        require(!each.required || each.in != api::contract::place::query || made.input->parameter(each.name),
                "a required parameter is missing");
    }
}

/// The same request written otherwise means the same: every byte escaped, parameters in another order.
void check_other_writing(const reading& made, http::method verb, const headers& sent, std::string_view body) {
    const auto& operation = *api::contract::find(made.operation);
    std::string target;
    std::string_view pattern = operation.pattern;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        target += pattern.substr(0, open);
        if (open == std::string_view::npos) {
            break;
        }
        const auto close = pattern.find('}', open);
        const auto name = pattern.substr(open + 1, close - open - 1);
        const auto value = std::ranges::find(made.path_values, name, [](const auto& each) { return each.first; });
        require(value != made.path_values.end(), "a path value is missing");
        target += escaped(value->second);
        pattern.remove_prefix(close + 1);
    }
    char mark = '?';
    for (auto each = made.input->query.rbegin(); each != made.input->query.rend(); ++each) {
        target += mark + escaped(each->first) + "=" + escaped(each->second);
        mark = '&';
    }
    const auto other = read(verb, target, sent, body);
    require(other.operation == made.operation && other.path_values == made.path_values, "escapes change the route");
    require(other.input.has_value(), "escapes make a good request a bad one");
    require(other.input->query_key() == made.input->query_key() && other.input->query == made.input->query,
            "another order of parameters is another request");
    require(other.input->op == made.input->op && other.input->body == made.input->body, "headers or body differ");
}

void check_entity_tag(const http::request& message) {
    const auto rev = api::if_match_rev(message);
    if (!rev) {
        return;
    }
    require(*rev >= 0, "a negative rev");
    const auto text = message.header("If-Match").value_or("");
    require(text.find("\"" + std::to_string(*rev) + "-") != std::string_view::npos ||
                text.find("\"0") != std::string_view::npos,
            "a rev that the tag does not name");
}

std::string_view next_line(std::string_view& rest) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const auto verb = verbs[data[0] % verbs.size()];
    auto rest = text_of(data + 2, size - 2);
    const auto target = next_line(rest);
    const std::string key(next_line(rest));
    const std::string tag(next_line(rest));
    headers sent;
    if ((data[1] & 1U) != 0) {
        sent.emplace_back("idempotency-key", key);
    }
    if ((data[1] & 2U) != 0) {
        sent.emplace_back("If-Match", tag);
    }
    if ((data[1] & 4U) != 0) {
        sent.emplace_back("Content-Type", (data[1] & 8U) != 0 ? "text/csv" : "application/json; charset=utf-8");
    }
    check_entity_tag(http::fake_request(verb, std::string(target), sent));
    const auto made = read(verb, target, sent, rest);
    if (made.input) {
        check_taken(made);
        check_other_writing(made, verb, sent, rest);
    }
    return 0;
}
