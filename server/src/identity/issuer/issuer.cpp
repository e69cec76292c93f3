#include "identity/issuer/issuer.hpp"

#include "domain/text.hpp"
#include "identity/crypto.hpp"
#include "identity/issuer/parts.hpp"

namespace organizer::identity::issuer {
namespace {

domain::problem problem_of(domain::failure kind, std::string_view code) {
    domain::problem made;
    made.kind = kind;
    made.code = code;
    return made;
}

domain::problem too_busy() { return problem_of(domain::failure::unavailable, "issuerBusy"); }

std::string link_to(const parts& with, std::string_view secret) {
    return with.settings.endpoint("/oidc/link/") + std::string(secret);
}

awaitable<domain::result<std::string>> account_link(parts& with, std::string account, link_purpose purpose,
                                                    std::string op, seconds life) {
    const auto found = co_await with.accounts.account(account);
    if (!found) {
        co_return found.error();
    }
    if (!*found) {
        co_return problem_of(domain::failure::absent, "noSuchAccount");
    }
    if ((*found)->value.disabled) {
        co_return problem_of(domain::failure::conflict, "accountDisabled");
    }
    const auto now = with.now();
    const auto make = [&with, &account, &op, purpose, life, now] {
        return with.one_time.make(purpose, account, op, now, life.count());
    };
    const auto secret = co_await run_on(with.blocking, make);
    co_return link_to(with, secret);
}

/// Runs a coroutine; a full pool becomes a problem.
template <class Value>
awaitable<domain::result<Value>> guarded(awaitable<domain::result<Value>> work) {
    try {
        auto made = co_await std::move(work);
        co_return made;
    } catch (const busy&) {
    }
    co_return too_busy();
}

awaitable<domain::result<std::optional<std::string>>> make_set_up_link(parts& with) {
    const auto accounts = co_await with.accounts.accounts();
    if (!accounts) {
        co_return accounts.error();
    }
    std::optional<std::string> link;
    if (accounts->empty()) {
        const auto now = with.now();
        const auto make = [&with, now] { return with.one_time.make(link_purpose::set_up, "-", "", now, std::nullopt); };
        const auto secret = co_await run_on(with.blocking, make);
        link = link_to(with, secret);
    }
    co_return link;
}

awaitable<domain::result<std::string>> make_new_account(parts& with, issuer::new_account wanted) {
    if (!is_user_name(wanted.user_name) || !is_uuid(wanted.oid)) {
        co_return problem_of(domain::failure::invalid, is_uuid(wanted.oid) ? "userName" : "oid");
    }
    const auto id = account_id(with.here.tenant, wanted.oid);
    const auto look = [&with, &wanted] { return with.known.find_by_name(wanted.user_name); };
    const auto holder = co_await run_on(with.blocking, look);
    if (holder && holder->account != id) {
        co_return problem_of(domain::failure::conflict, "userNameTaken");
    }
    auto made = co_await make_account(with, wanted.oid, wanted.name, wanted.user_name, wanted.admin);
    if (!made) {
        co_return made.error();
    }
    const auto now = with.now();
    const auto add = [&with, &wanted, &id, now] { return with.known.add({id, wanted.user_name, ""}, now); };
    if (co_await run_on(with.blocking, add) == credentials::outcome::name_taken) {
        co_return problem_of(domain::failure::conflict, "userNameTaken");
    }
    co_return id;
}

awaitable<domain::result<std::optional<std::string>>> find_account(parts& with, std::string user_name) {
    const auto look = [&with, &user_name] { return with.known.find_by_name(user_name); };
    const auto found = co_await run_on(with.blocking, look);
    std::optional<std::string> account;
    if (found) {
        account = found->account;
        co_return account;
    }
    // Its file may have been lost; the account itself says what signs it in.
    const auto accounts = co_await with.accounts.accounts();
    if (!accounts) {
        co_return accounts.error();
    }
    const auto wanted = domain::ascii_lower(domain::trimmed(user_name));
    for (const auto& each : *accounts) {
        if (!wanted.empty() && domain::ascii_lower(each->value.login_name) == wanted) {
            account = account_id(each->value.tid, each->value.oid);
        }
    }
    co_return account;
}

template <class Work>
awaitable<domain::result<void>> run_plain(parts& with, Work work) {
    const auto run = [&work] {
        work();
        return true;
    };
    try {
        co_await run_on(with.blocking, run);
    } catch (const busy&) {
        co_return too_busy();
    }
    co_return domain::result<void>();
}

awaitable<domain::result<void>> maintain_all(parts& with) {
    const auto accounts = co_await with.accounts.accounts();
    if (!accounts) {
        co_return accounts.error();
    }
    const auto now = with.now();
    const auto work = [&with, &accounts, now] {
        with.keys.rotate(now);
        transaction purge(with.file);
        // Whoever disabled an account need not tell the issuer: what was begun before ends here at the latest.
        for (const auto& each : *accounts) {
            if (each->value.disabled) {
                sessions::end_all(purge, account_id(each->value.tid, each->value.oid));
            }
        }
        sessions::purge(purge, now);
        grants::purge(purge, now);
        links::purge(purge, now);
        attempts::purge(purge, now);
        purge.commit();
        return true;
    };
    co_await run_on(with.blocking, work);
    co_return domain::result<void>();
}

} // namespace

issuer::issuer(issuer_settings settings, const std::filesystem::path& file, store::entities& accounts,
               const ops::clock& clock, ops::pool& blocking, ops::pool& hashing)
    : parts_(std::make_unique<parts>(std::move(settings), file, accounts, clock, blocking, hashing)) {}

issuer::~issuer() = default;

token_rules issuer::rules() const {
    token_rules rules;
    rules.issuer = parts_->settings.public_url;
    rules.audience = parts_->settings.audience;
    rules.type = "at+jwt";
    rules.tenant = parts_->here.tenant;
    rules.clients = {parts_->settings.client};
    rules.scope = api_scope_word;
    return rules;
}

std::shared_ptr<const key_source> issuer::keys() const { return parts_->keys.source(); }

const std::string& issuer::installation_key() const { return parts_->here.key; }

const std::string& issuer::tenant() const { return parts_->here.tenant; }

awaitable<domain::result<std::optional<std::string>>> issuer::set_up_link() {
    return guarded(make_set_up_link(*parts_));
}

awaitable<domain::result<std::string>> issuer::sign_in_link(std::string account) {
    return guarded(account_link(*parts_, std::move(account), link_purpose::sign_in, random_uuid(), sign_in_link_life));
}

awaitable<domain::result<std::string>> issuer::reset_link(std::string account, std::string op) {
    return guarded(account_link(*parts_, std::move(account), link_purpose::reset, std::move(op), reset_link_life));
}

std::string issuer::invitation_link(std::string_view secret) const { return link_to(*parts_, secret); }

awaitable<domain::result<std::string>> issuer::create_account(new_account wanted) {
    return guarded(make_new_account(*parts_, std::move(wanted)));
}

awaitable<domain::result<std::optional<std::string>>> issuer::account_of_user_name(std::string user_name) {
    return guarded(find_account(*parts_, std::move(user_name)));
}

awaitable<domain::result<void>> issuer::end_sessions(std::string account) {
    auto& with = *parts_;
    return run_plain(with, [&with, account = std::move(account)] { with.signed_in.end_all(account); });
}

awaitable<domain::result<void>> issuer::maintain() { return guarded(maintain_all(*parts_)); }

} // namespace organizer::identity::issuer
