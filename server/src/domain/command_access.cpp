#include "domain/command_access.hpp"

#include <algorithm>
#include <array>

namespace organizer::domain {

namespace {

using noun = command_noun;

constexpr std::array rules{
    command_rule{noun::event, "createEvent", access::admin, access::none},
    command_rule{noun::event, "editEvent", access::coordinator, access::none},
    command_rule{noun::event, "setMembership", access::coordinator, access::none},
    command_rule{noun::event, "endMembership", access::coordinator, access::helper},
    command_rule{noun::event, "createInvitation", access::coordinator, access::none},
    command_rule{noun::event, "revokeInvitation", access::coordinator, access::none},
    command_rule{noun::event, "acceptInvitation", access::helper, access::none},
    command_rule{noun::helper, "createHelper", access::coordinator, access::none},
    command_rule{noun::helper, "editHelper", access::coordinator, access::helper},
    command_rule{noun::helper, "changeParkrunNumber", access::coordinator, access::none},
    command_rule{noun::helper, "archiveHelper", access::coordinator, access::none},
    command_rule{noun::helper, "restoreHelper", access::coordinator, access::none},
    command_rule{noun::helper, "undo", access::coordinator, access::none},
    command_rule{noun::schedule, "assign", access::run_director, access::helper},
    command_rule{noun::schedule, "unassign", access::run_director, access::helper},
    command_rule{noun::schedule, "swap", access::run_director, access::none},
    command_rule{noun::schedule, "setNeed", access::coordinator, access::none},
    command_rule{noun::schedule, "applyNeeds", access::coordinator, access::none},
    command_rule{noun::schedule, "publish", access::coordinator, access::none},
    command_rule{noun::schedule, "cancel", access::coordinator, access::none},
    command_rule{noun::schedule, "reinstate", access::coordinator, access::none},
    command_rule{noun::schedule, "undo", access::run_director, access::helper},
    command_rule{noun::account, "createAccount", access::admin, access::none},
    command_rule{noun::account, "editAccount", access::admin, access::none},
};

} // namespace

std::span<const command_rule> command_rules() { return rules; }

permission permission_for(command_noun which, std::string_view kind, access effective) {
    const auto found =
        std::ranges::find_if(rules, [&](const command_rule& each) { return each.noun == which && each.kind == kind; });
    if (found == rules.end() || effective == access::none) {
        return permission::refused;
    }
    if (effective >= found->anyone) {
        return permission::granted;
    }
    if (found->own != access::none && effective >= found->own) {
        return permission::own_only;
    }
    return permission::refused;
}

} // namespace organizer::domain
