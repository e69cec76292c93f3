#include "serve_accounts.hpp"

#include "serve_blocking.hpp"
#include "store/ids.hpp"

#include <optional>

namespace organizer {
namespace {

using boost::asio::awaitable;

/// Who acts when somebody at the machine's console does.
constexpr std::string_view console_actor = "console";

ops::control_answer failed(std::string text) { return {1, std::move(text)}; }

ops::control_answer failed(const domain::problem& problem) {
    if (problem.code == "lastAdmin") {
        return failed("this is the last administrator who may sign in");
    }
    if (problem.code == "accountDisabled") {
        return failed("the account is disabled; enable it first");
    }
    if (problem.code == "noSuchAccount") {
        return failed("there is no such account");
    }
    if (problem.code == "noAccountYet") {
        return failed("there is no account that may sign in; the set-up link that the server prints makes the first");
    }
    if (problem.code == "severalAccounts") {
        return failed("several accounts may sign in: name the user (organizer account list shows them)");
    }
    return failed(problem.code + (problem.detail.empty() ? "" : ": " + problem.detail));
}

std::string account_key(const store::kept<domain::account>& account) {
    // `account:-:<id>`: the key follows the last colon.
    return account->id.substr(account->id.rfind(':') + 1);
}

awaitable<ops::control_answer> list_accounts(installation& here) {
    const auto accounts = co_await here.entities().accounts();
    if (!accounts) {
        co_return failed(accounts.error());
    }
    std::string text;
    for (const auto& each : *accounts) {
        text += each->value.login_name + "\t" + each->value.name + (each->value.admin ? "\tadministrator" : "") +
                (each->value.disabled ? "\tdisabled" : "") + "\n";
    }
    co_return ops::control_answer{0, text.empty() ? "There are no accounts yet.\n" : text};
}

/// The account of a user name; without a name the only one that may sign in.
awaitable<domain::result<std::string>> chosen_account(installation& here, std::string user) {
    domain::problem unclear;
    unclear.kind = domain::failure::absent;
    if (!user.empty()) {
        auto found = co_await here.issuer().account_of_user_name(user);
        if (!found) {
            co_return found.error();
        }
        if (!*found) {
            unclear.code = "noSuchAccount";
            co_return unclear;
        }
        co_return **std::move(found);
    }
    const auto accounts = co_await here.entities().accounts();
    if (!accounts) {
        co_return accounts.error();
    }
    std::vector<std::string> able;
    for (const auto& each : *accounts) {
        if (!each->value.disabled) {
            able.push_back(account_key(each));
        }
    }
    if (able.size() != 1) {
        unclear.code = able.empty() ? "noAccountYet" : "severalAccounts";
        co_return unclear;
    }
    co_return able.front();
}

awaitable<ops::control_answer> set_disabled(installation& here, std::string account, bool disabled) {
    domain::account_command command = domain::edit_account{{}, {}, disabled, {}};
    domain::command_header header;
    header.op = store::random_uuid();
    header.kind = std::string(kind_of(command));
    header.actor = console_actor;
    header.token_access = domain::access::admin;
    header.at = here.clock().now();
    header.hash =
        store::command_hash(here.issuer().installation_key(), header.kind, account, disabled ? "disable" : "enable");
    const auto outcome = co_await here.entities().execute(std::move(header), account, std::move(command));
    if (!outcome) {
        co_return failed(outcome.error());
    }
    if (!outcome->entry.ok) {
        domain::problem refused;
        refused.code = outcome->entry.code;
        co_return failed(refused);
    }
    if (disabled) {
        const auto ended = co_await here.issuer().end_sessions(account);
        if (!ended) {
            co_return failed(ended.error());
        }
    }
    co_return ops::control_answer{0, disabled ? "The account is disabled and signed out everywhere.\n"
                                              : "The account is enabled.\n"};
}

awaitable<ops::control_answer> run(installation& here, std::vector<std::string> words) {
    const std::string verb = words.empty() ? "" : words[0];
    const bool known = verb == "link" || verb == "reset" || verb == "disable" || verb == "enable" || verb == "list";
    if (!known || words.size() > (verb == "list" ? 1U : 2U)) {
        co_return ops::control_answer{2, "account link|reset|disable|enable [USER], or account list"};
    }
    if (verb == "list") {
        auto listed = co_await list_accounts(here);
        co_return listed;
    }
    std::string user;
    if (words.size() > 1) {
        user = words[1];
    }
    const auto account = co_await chosen_account(here, user);
    if (!account) {
        co_return failed(account.error());
    }
    if (verb == "disable" || verb == "enable") {
        auto done = co_await set_disabled(here, *account, verb == "disable");
        co_return done;
    }
    domain::result<std::string> link = std::string();
    if (verb == "link") {
        link = co_await here.issuer().sign_in_link(*account);
    } else {
        link = co_await here.issuer().reset_link(*account, store::random_uuid());
    }
    if (!link) {
        co_return failed(link.error());
    }
    co_return ops::control_answer{0, *link + "\n"};
}

} // namespace

ops::control_answer account_command(installation& here, const boost::asio::any_io_executor& on,
                                    const std::vector<std::string>& words) {
    return run_blocking(on, run(here, words));
}

} // namespace organizer
