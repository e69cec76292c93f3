#include "api/accounts.hpp"

#include "api/cursor.hpp"
#include "api/etag.hpp"
#include "api/folding.hpp"
#include "api/forms.hpp"
#include "domain/account.hpp"
#include "store/document_ids.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace organizer::api {
namespace {

constexpr std::int64_t usual_page = 100;

/// Accounts are ours only with the built-in sign-in.
domain::problem absent() { return fail(domain::failure::absent, "notFound"); }

task<representation> show_account(const call& call, std::string id) {
    auto stored = co_await call.service.store.account(id);
    if (!stored) {
        co_return stored.error();
    }
    if (!*stored) {
        co_return absent();
    }
    auto events = co_await call.service.store.events_of(id);
    if (!events) {
        co_return events.error();
    }
    const auto& account = (*stored)->value;
    etag_maker tag((*stored)->rev, visibility::coordinator, answer_shape);
    tag.add(id, (*stored)->rev);
    representation made;
    made.body["id"] = id;
    made.body["rev"] = (*stored)->rev;
    made.body["name"] = account.name;
    if (!account.login_name.empty()) {
        made.body["userName"] = account.login_name;
    }
    made.body["admin"] = account.admin;
    made.body["disabled"] = account.disabled;
    auto& list = made.body["events"].emplace_array();
    for (const auto& event : *events) {
        const auto access = domain::membership_access(event->value, id);
        list.push_back(boost::json::object{
            {"id", event->value.slug}, {"name", event->value.name}, {"access", domain::to_text(access)}});
        tag.add(event->value.slug, event->rev);
    }
    made.etag = tag.text();
    co_return made;
}

} // namespace

task<http::response> list_accounts(call& call) {
    if (!call.service.reset_link) {
        co_return absent();
    }
    std::optional<cursor> after;
    if (const auto text = call.input.parameter("cursor")) {
        after = cursor_from_text(*text);
        if (!after) {
            auto problem = fail(domain::failure::invalid, "invalidRequest");
            problem.faults.push_back({"cursor", "badFormat"});
            co_return problem;
        }
    }
    auto accounts = co_await call.service.store.accounts();
    if (!accounts) {
        co_return accounts.error();
    }
    const name_order order;
    std::vector<cursor> places;
    for (const auto& account : *accounts) {
        places.push_back({order.key(account->value.name), std::string(store::parts_of(account->id).key)});
    }
    std::ranges::sort(places);
    auto next = after ? std::ranges::upper_bound(places, *after) : places.begin();
    const auto limit = call.input.number("limit", usual_page);
    etag_maker tag(0, visibility::coordinator, answer_shape);
    tag.add(call.input.query_key());
    representation made;
    auto& list = made.body["accounts"].emplace_array();
    for (; next != places.end() && static_cast<std::int64_t>(list.size()) < limit; ++next) {
        auto shown = co_await show_account(call, next->id);
        if (!shown) {
            co_return shown.error();
        }
        tag.add(shown->etag);
        list.push_back(std::move(shown->body));
    }
    if (next != places.end()) {
        made.body["nextCursor"] = to_text(*std::prev(next));
    }
    made.etag = tag.text();
    co_return answer(made);
}

task<http::response> get_account(call& call) {
    if (!call.service.reset_link) {
        co_return absent();
    }
    const auto shown = co_await show_account(call, call.path_value("account"));
    if (!shown) {
        co_return shown.error();
    }
    co_return answer(*shown);
}

task<http::response> edit_account(call& call) {
    if (!call.service.reset_link) {
        co_return absent();
    }
    const auto& id = call.path_value("account");
    const auto entity = store::account_document_id(id);
    auto rev = co_await precondition(call, entity);
    if (!rev) {
        co_return rev.error();
    }
    domain::edit_account command;
    command.name = text_of(call.input.body, "name");
    command.admin = flag_of(call.input.body, "admin");
    command.disabled = flag_of(call.input.body, "disabled");
    command.if_match = *rev;
    auto outcome = co_await call.service.store.execute(call.header("editAccount", entity), id, std::move(command));
    if (!outcome) {
        co_return outcome.error();
    }
    if (!outcome->entry.ok) {
        co_return refusal_of(outcome->entry);
    }
    if (outcome->current->value.disabled && call.service.end_sessions) {
        // The account is refused on each call from now on; a session that stays open for a while opens nothing.
        [[maybe_unused]] const auto ended = co_await call.service.end_sessions(id);
    }
    auto shown = co_await show_account(call, id);
    if (!shown) {
        co_return shown.error();
    }
    co_return answer_change(call, 200, "account", std::move(*shown));
}

task<http::response> create_reset_link(call& call) {
    if (!call.service.reset_link) {
        co_return absent();
    }
    const auto& id = call.path_value("account");
    auto stored = co_await call.service.store.account(id);
    if (!stored) {
        co_return stored.error();
    }
    if (!*stored) {
        co_return absent();
    }
    auto link = co_await call.service.reset_link(id, call.input.op, call.who.account, call.now);
    if (!link) {
        co_return link.error();
    }
    const boost::json::object body{{"link", link->url}, {"expiresAt", domain::to_text(link->expires_at)}};
    auto made = http::response::text(201, "application/json", boost::json::serialize(body));
    made.headers.emplace_back("Cache-Control", "no-store");
    co_return made;
}

} // namespace organizer::api
