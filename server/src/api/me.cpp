#include "api/me.hpp"

#include "api/etag.hpp"
#include "api/events.hpp"
#include "api/forms.hpp"
#include "identity/link_secret.hpp"
#include "ops/clock.hpp"
#include "store/document_ids.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace organizer::api {
namespace {

/// The name as the account has it now, or as the token says where accounts are kept elsewhere.
boost::asio::awaitable<std::string> own_name(const call& call) {
    auto name = co_await account_name(call, call.who.account);
    co_return name.empty() ? call.who.name : name;
}

task<boost::json::object> show_event(const call& call, const domain::event& event, etag_maker& tag) {
    const auto today = ops::local_date_in(event.time_zone, call.now);
    const auto access = domain::effective_access(call.who.ceiling, domain::membership_access(event, call.who.account));
    boost::json::object made;
    made["id"] = event.slug;
    made["name"] = event.name;
    made["series"] = domain::to_text(event.series);
    made["timeZone"] = event.time_zone;
    made["today"] = domain::to_text(today);
    made["access"] = domain::to_text(access);
    tag.add(today).add(domain::to_text(access));
    if (const auto helper = domain::linked_helper(event, call.who.account)) {
        auto view = co_await call.service.store.view(event.slug);
        if (!view) {
            co_return view.error();
        }
        if (*view) {
            made["helper"] = helper_ref(**view, *helper);
            tag.add(helper_name(**view, *helper));
        }
    }
    co_return made;
}

task<representation> show_me(const call& call) {
    auto name = co_await own_name(call);
    etag_maker tag(0, class_of(call.who.ceiling), answer_shape);
    tag.add(call.who.account).add(name).add(domain::to_text(call.who.ceiling));
    representation made;
    made.body["account"] = boost::json::object{{"account", call.who.account}, {"name", name}};
    made.body["access"] = domain::to_text(call.who.ceiling);
    made.body["builtInSignIn"] = static_cast<bool>(call.service.reset_link);
    auto& list = made.body["events"].emplace_array();
    if (call.who.ceiling != domain::access::none) {
        const auto events = co_await events_by_name(call);
        if (!events) {
            co_return events.error();
        }
        for (const auto& event : *events) {
            auto shown = co_await show_event(call, event->value, tag);
            if (!shown) {
                co_return shown.error();
            }
            tag.add(event->value.slug, event->rev);
            list.push_back(std::move(*shown));
        }
    }
    made.etag = tag.text();
    co_return made;
}

} // namespace

task<http::response> get_me(call& call) {
    const auto shown = co_await show_me(call);
    if (!shown) {
        co_return shown.error();
    }
    co_return answer(*shown);
}

task<http::response> accept_invitation(call& call) {
    const auto secret = text_or_empty(call.input.body, "secret");
    const auto named = identity::read_invitation_secret(call.service.installation_key, secret);
    if (!named) {
        co_return fail(domain::failure::absent, "noSuchInvitation");
    }
    domain::accept_invitation command{named->invitation, identity::hash_of_secret(secret)};
    auto header = call.header("acceptInvitation", store::event_document_id(named->event));
    auto outcome = co_await call.service.store.execute(std::move(header), named->event, std::move(command));
    if (!outcome) {
        co_return outcome.error();
    }
    if (!outcome->entry.ok) {
        co_return refusal_of(outcome->entry);
    }
    auto shown = co_await show_me(call);
    if (!shown) {
        co_return shown.error();
    }
    auto made = answer(*shown);
    made.status = 201;
    co_return made;
}

} // namespace organizer::api
