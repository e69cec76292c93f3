#include "domain/account.hpp"

#include "domain/command_access.hpp"
#include "domain/refusal.hpp"
#include "domain/text.hpp"

namespace organizer::domain {

namespace {

using made = decision<account>;

made create(const std::optional<account>& before, const create_account& wish) {
    if (before) {
        return made::refuse(failure::conflict, "alreadyExists");
    }
    std::vector<field_fault> faults;
    check_text(wish.name, name_rule, "/name", faults);
    check_text(wish.login_name, short_rule, "/loginName", faults);
    check_text(wish.tid, {1, 64, false}, "/tid", faults);
    check_text(wish.oid, {1, 64, false}, "/oid", faults);
    if (!faults.empty()) {
        return refuse_invalid<account>(std::move(faults));
    }
    account after{wish.tid,   wish.oid, std::string{trimmed(wish.name)}, std::string{trimmed(wish.login_name)},
                  wish.admin, false};
    return made::accept(std::move(after), {{"created", "", ""}, {"admin", "", text_of(wish.admin)}});
}

made edit(const account& before, const edit_account& wish, const account_context& context) {
    if (wish.if_match && *wish.if_match != context.rev) {
        return made::refuse(failure::stale, "stale");
    }
    std::vector<field_fault> faults;
    if (wish.name) {
        check_text(*wish.name, name_rule, "/name", faults);
    }
    if (!faults.empty()) {
        return refuse_invalid<account>(std::move(faults));
    }
    account after = before;
    std::vector<value_change> changes;
    if (wish.name && trimmed(*wish.name) != before.name) {
        after.name = trimmed(*wish.name);
        changes.push_back({"name", "", ""});
    }
    if (wish.admin && *wish.admin != before.admin) {
        after.admin = *wish.admin;
        changes.push_back({"admin", text_of(before.admin), text_of(after.admin)});
    }
    if (wish.disabled && *wish.disabled != before.disabled) {
        after.disabled = *wish.disabled;
        changes.push_back({"disabled", text_of(before.disabled), text_of(after.disabled)});
    }
    if (changes.empty()) {
        return made::unchanged();
    }
    const bool was_admin = before.admin && !before.disabled;
    const bool is_admin = after.admin && !after.disabled;
    if (was_admin && !is_admin && context.other_admins == 0) {
        return made::refuse(failure::conflict, "lastAdmin");
    }
    return made::accept(std::move(after), std::move(changes));
}

} // namespace

std::string_view kind_of(const account_command& command) {
    return std::holds_alternative<create_account>(command) ? "createAccount" : "editAccount";
}

decision<account> decide(const std::optional<account>& before, const command_header& header,
                         const account_command& command, const account_context& context) {
    if (permission_for(command_noun::account, kind_of(command), header.token_access) != permission::granted) {
        return made::refuse(failure::forbidden, "forbidden");
    }
    if (const auto* wish = std::get_if<create_account>(&command)) {
        return create(before, *wish);
    }
    if (!before) {
        return made::refuse(failure::absent, "noSuchAccount");
    }
    return edit(*before, std::get<edit_account>(command), context);
}

} // namespace organizer::domain
