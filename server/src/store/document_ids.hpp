#pragma once

// The names of documents (DESIGN, Creation): `<kind>:<event>:<key>`, with `-` as event for what belongs to the
// installation.

#include "domain/local_date.hpp"
#include "domain/parkrun_number.hpp"

#include <string>
#include <string_view>

namespace organizer::store {

inline constexpr std::string_view installation = "-";

/// `event:-:<slug>`: events are listed with the installation.
std::string event_document_id(std::string_view slug);
/// `helper:<slug>:<helper>`.
std::string helper_document_id(std::string_view slug, std::string_view helper);
/// `schedule:<slug>:<YYYY-MM-DD>`.
std::string schedule_document_id(std::string_view slug, domain::local_date date);
/// `account:-:<account>`.
std::string account_document_id(std::string_view account);
/// `pid:<slug>:<number>`.
std::string number_document_id(std::string_view slug, domain::parkrun_number number);
/// `activity:<slug>:<entity>:<op>`, `entity` being a document's id.
std::string activity_document_id(std::string_view event, std::string_view entity, std::string_view op);

/// The parts of `<kind>:<event>:<key>`; views into `id`. All empty if it has not two colons.
struct document_name {
    std::string_view kind;
    std::string_view event;
    std::string_view key;
};
document_name parts_of(std::string_view id);

} // namespace organizer::store
