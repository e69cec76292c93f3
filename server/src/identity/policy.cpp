#include "identity/policy.hpp"

#include <algorithm>
#include <array>

namespace organizer::identity {
namespace {

using enum grant;
using enum scope;

// clang-format off
constexpr std::array table{
    //          action                measured by   none helper run director coordinator admin
    policy_row{"getMe",               person,       yes, yes, yes, yes, yes},
    policy_row{"acceptInvitation",    person,       no,  yes, yes, yes, yes},
    policy_row{"listRoles",           person,       no,  yes, yes, yes, yes},
    policy_row{"listAccounts",        installation, no,  no,  no,  no,  yes},
    policy_row{"getAccount",          installation, no,  no,  no,  no,  yes},
    policy_row{"editAccount",         installation, no,  no,  no,  no,  yes},
    policy_row{"createResetLink",     installation, no,  no,  no,  no,  yes},
    policy_row{"listEvents",          person,       no,  yes, yes, yes, yes},
    policy_row{"createEvent",         installation, no,  no,  no,  no,  yes},
    policy_row{"getEvent",            event,        no,  yes, yes, yes, yes},
    policy_row{"editEvent",           event,        no,  no,  no,  yes, yes},
    policy_row{"listMembers",         event,        no,  no,  no,  yes, yes},
    policy_row{"setMembership",       event,        no,  no,  no,  yes, yes},
    policy_row{"endMembership",       event,        no,  own, own, yes, yes},
    policy_row{"listInvitations",     event,        no,  no,  no,  yes, yes},
    policy_row{"createInvitation",    event,        no,  no,  no,  yes, yes},
    policy_row{"revokeInvitation",    event,        no,  no,  no,  yes, yes},
    policy_row{"listHelpers",         event,        no,  no,  yes, yes, yes},
    policy_row{"createHelper",        event,        no,  no,  no,  yes, yes},
    policy_row{"getHelper",           event,        no,  own, yes, yes, yes},
    policy_row{"editHelper",          event,        no,  own, own, yes, yes},
    policy_row{"changeParkrunNumber", event,        no,  no,  no,  yes, yes},
    policy_row{"archiveHelper",       event,        no,  no,  no,  yes, yes},
    policy_row{"restoreHelper",       event,        no,  no,  no,  yes, yes},
    policy_row{"undoHelper",          event,        no,  no,  no,  yes, yes},
    policy_row{"previewImport",       event,        no,  no,  no,  yes, yes},
    policy_row{"importHelpers",       event,        no,  no,  no,  yes, yes},
    policy_row{"listSchedules",       event,        no,  yes, yes, yes, yes},
    policy_row{"getSchedule",         event,        no,  yes, yes, yes, yes},
    policy_row{"listCandidates",      event,        no,  no,  yes, yes, yes},
    policy_row{"setAssignment",       event,        no,  own, yes, yes, yes},
    policy_row{"swapSlots",           event,        no,  no,  yes, yes, yes},
    policy_row{"setNeed",             event,        no,  no,  no,  yes, yes},
    policy_row{"applyNeeds",          event,        no,  no,  no,  yes, yes},
    policy_row{"publishSchedule",     event,        no,  no,  no,  yes, yes},
    policy_row{"cancelSchedule",      event,        no,  no,  no,  yes, yes},
    policy_row{"reinstateSchedule",   event,        no,  no,  no,  yes, yes},
    policy_row{"undoSchedule",        event,        no,  own, yes, yes, yes},
    policy_row{"listActivity",        event,        no,  no,  no,  yes, yes},
};
// clang-format on

} // namespace

std::span<const policy_row> policy() { return table; }

const policy_row* policy_of(std::string_view action) {
    const auto* found =
        std::find_if(table.begin(), table.end(), [&](const policy_row& row) { return row.action == action; });
    return found == table.end() ? nullptr : found;
}

grant granted(const policy_row& row, domain::access access) {
    switch (access) {
    case domain::access::none:
        return row.none;
    case domain::access::helper:
        return row.helper;
    case domain::access::run_director:
        return row.run_director;
    case domain::access::coordinator:
        return row.coordinator;
    case domain::access::admin:
        return row.admin;
    }
    return no;
}

grant granted(std::string_view action, domain::access access) {
    const auto* row = policy_of(action);
    return row == nullptr ? no : granted(*row, access);
}

} // namespace organizer::identity
