#include "api/members.hpp"

#include "api/etag.hpp"
#include "api/events.hpp"
#include "api/folding.hpp"
#include "api/forms.hpp"
#include "store/document_ids.hpp"

#include <algorithm>

namespace organizer::api {
namespace {

/// The members of the event by name, with the tag of what stands in the list.
boost::asio::awaitable<representation> show_members(const call& call, const store::event_view& view) {
    struct row {
        std::string key;
        boost::json::object shown;
    };
    const name_order order;
    std::vector<row> rows;
    etag_maker tag(view.event->rev, call.seen_as, answer_shape);
    tag.add(call.slug, view.event->rev);
    for (const auto& member : view.event->value.memberships) {
        const auto name = co_await account_name(call, member.account);
        row made{order.key(name) + '\0' + member.account, {}};
        tag.add(name);
        made.shown["account"] = member.account;
        made.shown["name"] = name;
        made.shown["access"] = domain::to_text(member.access);
        if (member.helper) {
            made.shown["helper"] = helper_ref(view, *member.helper);
            tag.add(helper_name(view, *member.helper));
        }
        rows.push_back(std::move(made));
    }
    std::ranges::sort(rows, {}, &row::key);
    representation shown;
    auto& members = shown.body["members"].emplace_array();
    for (auto& each : rows) {
        members.push_back(std::move(each.shown));
    }
    shown.etag = tag.text();
    co_return shown;
}

/// The list after a command; nothing of it for who is no coordinator (any more).
task<http::response> change(call& call, domain::event_command command) {
    const auto view = co_await view_after(call, std::move(command));
    if (!view) {
        co_return view.error();
    }
    const auto membership = domain::membership_access((*view)->event->value, call.who.account);
    const auto access = domain::effective_access(call.who.ceiling, membership);
    representation shown;
    if (identity::granted("listMembers", access) == identity::grant::yes) {
        shown = co_await show_members(call, **view);
    }
    co_return answer_change(call, 200, std::move(shown));
}

} // namespace

task<http::response> list_members(call& call) {
    const auto shown = co_await show_members(call, *call.view);
    co_return answer(shown);
}

task<http::response> set_membership(call& call) {
    const auto& body = call.input.body;
    const auto access_of = [](const boost::json::object& from) {
        return domain::access_from_text(text_or_empty(from, "access")).value_or(domain::access::none);
    };
    domain::set_membership command;
    command.account = call.path_value("account");
    command.access = access_of(body);
    command.helper = text_of(body, "helper");
    const auto& expect = body.at("expect").as_object();
    command.expect = domain::membership_state{access_of(expect), text_of(expect, "helper")};
    co_return co_await change(call, std::move(command));
}

task<http::response> end_membership(call& call) {
    if (call.grant == identity::grant::own && call.path_value("account") != call.who.account) {
        const auto allowed = co_await allow_only_repeat(call, store::event_document_id(call.slug));
        if (!allowed) {
            co_return allowed.error();
        }
    }
    domain::end_membership command{call.path_value("account")};
    co_return co_await change(call, std::move(command));
}

} // namespace organizer::api
