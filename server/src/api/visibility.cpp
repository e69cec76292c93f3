#include "api/visibility.hpp"

#include <algorithm>
#include <array>

namespace organizer::api {
namespace {

// clang-format off
constexpr std::array table{
    //              field                      helper self   runDirector coordinator
    visibility_row{field::event_basics,        true,  true,  true,       true},
    visibility_row{field::event_rules,         false, false, true,       true},
    visibility_row{field::draft_schedules,     false, false, true,       true},
    visibility_row{field::schedule_names,      true,  true,  true,       true},
    visibility_row{field::schedule_rules,      false, false, true,       true},
    visibility_row{field::schedule_phones,     false, false, true,       true},
    visibility_row{field::helper_basics,       false, true,  true,       true},
    visibility_row{field::helper_phone,        false, true,  false,      true},
    visibility_row{field::helper_phone_near,   false, true,  true,       true},
    visibility_row{field::helper_email,        false, true,  false,      true},
    visibility_row{field::helper_planning,     false, true,  false,      true},
    visibility_row{field::helper_person,       false, true,  false,      true},
    visibility_row{field::helper_notes,        false, false, false,      true},
    visibility_row{field::helper_account,      false, true,  false,      true},
    visibility_row{field::helper_commands,     false, false, false,      true},
};
// clang-format on

} // namespace

std::span<const visibility_row> visibility_table() { return table; }

bool sees(visibility seen_as, field what) {
    const auto* row = std::ranges::find(table, what, &visibility_row::what);
    if (row == table.end()) {
        return false;
    }
    switch (seen_as) {
    case visibility::helper:
        return row->helper;
    case visibility::self:
        return row->self;
    case visibility::run_director:
        return row->run_director;
    case visibility::coordinator:
        return row->coordinator;
    }
    return false;
}

visibility class_of(domain::access access) {
    switch (access) {
    case domain::access::coordinator:
    case domain::access::admin:
        return visibility::coordinator;
    case domain::access::run_director:
        return visibility::run_director;
    default:
        return visibility::helper;
    }
}

} // namespace organizer::api
