#include "store/document_ids.hpp"

#include <fmt/format.h>

namespace organizer::store {

std::string event_document_id(std::string_view slug) { return fmt::format("event:{}:{}", installation, slug); }

std::string helper_document_id(std::string_view slug, std::string_view helper) {
    return fmt::format("helper:{}:{}", slug, helper);
}

std::string schedule_document_id(std::string_view slug, domain::local_date date) {
    return fmt::format("schedule:{}:{}", slug, domain::to_text(date));
}

std::string account_document_id(std::string_view account) {
    return fmt::format("account:{}:{}", installation, account);
}

std::string number_document_id(std::string_view slug, domain::parkrun_number number) {
    return fmt::format("pid:{}:{}", slug, number);
}

std::string activity_document_id(std::string_view event, std::string_view entity, std::string_view op) {
    return fmt::format("activity:{}:{}:{}", event, entity, op);
}

document_name parts_of(std::string_view id) {
    const auto first = id.find(':');
    if (first == std::string_view::npos) {
        return {};
    }
    const auto second = id.find(':', first + 1);
    if (second == std::string_view::npos) {
        return {};
    }
    return {id.substr(0, first), id.substr(first + 1, second - first - 1), id.substr(second + 1)};
}

} // namespace organizer::store
