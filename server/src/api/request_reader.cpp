#include "api/request_reader.hpp"

#include "api/contract_check.hpp"
#include "json/strict_json.hpp"

#include <algorithm>
#include <charconv>

namespace organizer::api {
namespace {

domain::problem invalid(std::vector<domain::field_fault> faults) {
    domain::problem made;
    made.kind = domain::failure::invalid;
    made.code = "invalidRequest";
    made.faults = std::move(faults);
    return made;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

/// A name or value of a query (`application/x-www-form-urlencoded`), or nothing if an escape is broken or gives a NUL.
std::optional<std::string> decode(std::string_view text) {
    if (std::ranges::none_of(text, [](char c) { return c == '+' || c == '%' || c == '\0'; })) {
        return std::string(text);
    }
    std::string made;
    made.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+') {
            made.push_back(' ');
            continue;
        }
        if (text[at] != '%') {
            made.push_back(text[at]);
            continue;
        }
        if (at + 2 >= text.size() || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) {
            return std::nullopt;
        }
        made.push_back(static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2])));
        at += 2;
    }
    if (made.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    return made;
}

void check_parameter(std::string_view text, const contract::parameter& parameter,
                     std::vector<domain::field_fault>& faults) {
    check_text(text, contract::schema_at(parameter.schema), std::string(parameter.name), faults);
}

void read_path(const contract::operation& operation, const http::request_context& context,
               std::vector<domain::field_fault>& faults) {
    for (const auto& parameter : operation.parameters) {
        if (parameter.in == contract::place::path) {
            check_parameter(context.path_value(parameter.name), parameter, faults);
        }
    }
}

/// One `name=value` of a query: known, not repeated, and as its schema says.
void read_pair(const contract::operation& operation, std::string_view pair, request_input& input,
               std::vector<domain::field_fault>& faults) {
    const auto equals = pair.find('=');
    const auto name = decode(pair.substr(0, equals));
    const auto value = equals == std::string_view::npos ? std::string() : decode(pair.substr(equals + 1));
    if (!name || !value) {
        faults.push_back({"query", "badEscape"});
        return;
    }
    const auto known = std::ranges::find_if(operation.parameters, [&name](const contract::parameter& parameter) {
        return parameter.in == contract::place::query && parameter.name == *name;
    });
    if (known == operation.parameters.end()) {
        faults.push_back({*name, "unknown"});
        return;
    }
    if (input.parameter(known->name)) {
        faults.push_back({*name, "repeated"});
        return;
    }
    check_parameter(*value, *known, faults);
    input.query.emplace_back(known->name, *value);
}

void read_query(const contract::operation& operation, std::string_view query, request_input& input,
                std::vector<domain::field_fault>& faults) {
    while (!query.empty() && faults.size() < most_faults) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
        if (!pair.empty()) {
            read_pair(operation, pair, input, faults);
        }
    }
    for (const auto& parameter : operation.parameters) {
        if (parameter.in == contract::place::query && parameter.required && !input.parameter(parameter.name)) {
            faults.push_back({std::string(parameter.name), "missing"});
        }
    }
    std::ranges::sort(input.query);
}

void read_headers(const contract::operation& operation, const http::request& message, request_input& input,
                  std::vector<domain::field_fault>& faults) {
    for (const auto& parameter : operation.parameters) {
        if (parameter.in != contract::place::header) {
            continue;
        }
        const auto count = message.header_count(parameter.name);
        if (count > 1) {
            faults.push_back({std::string(parameter.name), "repeated"});
        } else if (count == 0) {
            if (parameter.required) {
                faults.push_back({std::string(parameter.name), "missing"});
            }
        } else {
            const auto text = message.header(parameter.name).value_or("");
            check_parameter(text, parameter, faults);
            if (parameter.name == "Idempotency-Key") {
                input.op = std::string(text);
            }
        }
    }
}

bool equal_without_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](char a, char b) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
        return lower(a) == lower(b);
    });
}

/// The media type of a `Content-Type`, without its parameters.
std::string_view media_type(std::string_view header) {
    auto type = header.substr(0, header.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) {
        type.remove_suffix(1);
    }
    return type;
}

domain::result<void> read_body(const contract::operation& operation, const http::request& message, request_input& input,
                               std::vector<domain::field_fault>& faults) {
    if (operation.body_type.empty()) {
        if (!message.body().empty()) {
            faults.push_back({"", "bodyNotTaken"});
        }
        return {};
    }
    if (message.body().empty()) {
        if (operation.body_required) {
            faults.push_back({"", "missing"});
        }
        return {};
    }
    const auto type = message.header("Content-Type");
    if (!type || !equal_without_case(media_type(*type), operation.body_type)) {
        domain::problem problem;
        problem.kind = domain::failure::unsupported_type;
        problem.code = "unsupportedType";
        problem.facts = {{"expected", std::string(operation.body_type)}};
        return problem;
    }
    if (operation.body == contract::no_schema) {
        return {};
    }
    json::limits limits;
    limits.max_bytes = message.body().size();
    auto value = json::read(message.body(), limits);
    if (!value) {
        faults.push_back({value.error().pointer, std::string(json::to_string(value.error().code))});
        return {};
    }
    check(*value, contract::schema_at(operation.body), "", faults);
    if (auto* object = value->if_object()) {
        input.body = std::move(*object);
    }
    return {};
}

} // namespace

std::optional<std::string_view> request_input::parameter(std::string_view name) const {
    for (const auto& [known, value] : query) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::int64_t request_input::number(std::string_view name, std::int64_t otherwise) const {
    const auto text = parameter(name);
    if (text) {
        std::from_chars(text->data(), text->data() + text->size(), otherwise);
    }
    return otherwise;
}

std::string request_input::query_key() const {
    std::string made;
    for (const auto& [name, value] : query) {
        made.append(name).push_back('=');
        made.append(value).push_back('\n');
    }
    return made;
}

domain::result<request_input> read_request(const contract::operation& operation, const http::request_context& context) {
    request_input input;
    std::vector<domain::field_fault> faults;
    read_path(operation, context, faults);
    read_query(operation, context.message.query(), input, faults);
    read_headers(operation, context.message, input, faults);
    if (const auto body = read_body(operation, context.message, input, faults); !body) {
        return body.error();
    }
    if (!faults.empty()) {
        return invalid(std::move(faults));
    }
    return input;
}

domain::result<std::int64_t> if_match_rev(const http::request& message) {
    if (message.header_count("If-Match") == 0) {
        domain::problem problem;
        problem.kind = domain::failure::precondition_missing;
        problem.code = "ifMatchMissing";
        return problem;
    }
    auto tag = message.header("If-Match").value_or("");
    if (tag.starts_with("W/")) {
        tag.remove_prefix(2);
    }
    std::int64_t rev = 0;
    // A rev has no sign, which the number reader would take.
    if (tag.size() >= 4 && tag.front() == '"' && tag.back() == '"' && tag[1] != '-') {
        const auto inner = tag.substr(1, tag.size() - 2);
        const auto [end, error] = std::from_chars(inner.data(), inner.data() + inner.size(), rev);
        if (error == std::errc{} && end != inner.data() + inner.size() && *end == '-') {
            return rev;
        }
    }
    return invalid({{"If-Match", "badFormat"}});
}

} // namespace organizer::api
