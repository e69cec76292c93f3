#include "api/events.hpp"

#include "api/etag.hpp"
#include "api/folding.hpp"
#include "api/forms.hpp"
#include "domain/calendar.hpp"
#include "ops/clock.hpp"
#include "store/document_ids.hpp"

#include <algorithm>

namespace organizer::api {
namespace {

domain::problem unknown_zone() {
    auto made = fail(domain::failure::invalid, "invalidRequest");
    made.faults.push_back({"/timeZone", "unknownZone"});
    return made;
}

bool speaks_german(std::string_view country) {
    return country == "DE" || country == "AT" || country == "CH" || country == "LI";
}

/// Settings from a draft; what is left out is usual for the series and the country.
domain::event_settings settings_of(const boost::json::object& body, domain::event_series series) {
    const bool junior = series == domain::event_series::junior;
    domain::event_settings made;
    made.name = text_or_empty(body, "name");
    made.time_zone = text_or_empty(body, "timeZone");
    made.country = text_or_empty(body, "country");
    const auto weekday = domain::weekday_from_text(text_or_empty(body, "weekday"));
    made.weekday = weekday.value_or(junior ? std::chrono::Sunday : std::chrono::Saturday);
    if (const auto start = text_of(body, "startTime")) {
        made.start = minutes_of(*start);
    }
    const auto* languages = list_of(body, "languages");
    made.languages = languages != nullptr          ? texts_of(*languages)
                     : speaks_german(made.country) ? std::vector<std::string>{"de", "en"}
                                                   : std::vector<std::string>{"en"};
    const auto* needs = list_of(body, "needs");
    made.needs = needs != nullptr ? needs_of(*needs) : domain::usual_needs(series);
    const auto* days = list_of(body, "specialDays");
    made.special_days = days != nullptr ? special_days_of(*days) : domain::usual_special_days(made.country);
    const auto* pairs = list_of(body, "allowedPairs");
    made.allowed_pairs = pairs != nullptr ? pairs_of(*pairs) : domain::usual_pairs();
    return made;
}

domain::edit_event patch_of(const boost::json::object& body) {
    domain::edit_event made;
    made.name = text_of(body, "name");
    if (const auto weekday = text_of(body, "weekday")) {
        made.weekday = domain::weekday_from_text(*weekday);
    }
    if (const auto start = text_of(body, "startTime")) {
        made.start = minutes_of(*start);
    }
    made.time_zone = text_of(body, "timeZone");
    made.country = text_of(body, "country");
    if (const auto* languages = list_of(body, "languages")) {
        made.languages = texts_of(*languages);
    }
    if (const auto* needs = list_of(body, "needs")) {
        made.needs = needs_of(*needs);
    }
    if (const auto* days = list_of(body, "specialDays")) {
        made.special_days = special_days_of(*days);
    }
    if (const auto* pairs = list_of(body, "allowedPairs")) {
        made.allowed_pairs = pairs_of(*pairs);
    }
    return made;
}

boost::json::object event_json(const store::stored<domain::event>& stored, visibility seen_as,
                               domain::local_date today) {
    const auto& event = stored.value;
    boost::json::object made;
    made["id"] = event.slug;
    made["rev"] = stored.rev;
    made["name"] = event.name;
    made["series"] = domain::to_text(event.series);
    made["weekday"] = domain::to_text(event.weekday);
    made["startTime"] = time_text(event.start);
    made["timeZone"] = event.time_zone;
    made["country"] = event.country;
    made["languages"] = to_json(event.languages);
    made["today"] = domain::to_text(today);
    if (sees(seen_as, field::event_rules)) {
        made["needs"] = to_json(event.needs);
        made["specialDays"] = to_json(event.special_days);
        made["allowedPairs"] = to_json(event.allowed_pairs);
    }
    return made;
}

representation show_event(const store::stored<domain::event>& stored, visibility seen_as, domain::local_date today) {
    etag_maker tag(stored.rev, seen_as, answer_shape);
    tag.add(stored.value.slug, stored.rev).add(today);
    representation made;
    made.body = event_json(stored, seen_as, today);
    made.etag = tag.text();
    return made;
}

/// What the caller is in an event that is not the path's.
visibility class_in(const call& call, const domain::event& event) {
    return class_of(domain::effective_access(call.who.ceiling, domain::membership_access(event, call.who.account)));
}

/// The event after a command, as an answer.
task<http::response> show_change(call& call, unsigned status, const store::command_outcome<domain::event>& outcome) {
    const auto& stored = *outcome.current;
    const auto today = ops::local_date_in(stored.value.time_zone, call.now);
    auto made = answer_change(call, status, "event", show_event(stored, class_in(call, stored.value), today));
    if (status == 201) {
        made.headers.emplace_back("Location", "/api/v1/events/" + stored.value.slug);
    }
    co_return made;
}

} // namespace

task<std::vector<store::kept<domain::event>>> events_by_name(const call& call) {
    const bool all = call.who.ceiling == domain::access::admin;
    std::string account; // named: a conditional within co_await is miscompiled by GCC 12
    if (!all) {
        account = call.who.account;
    }
    auto events = co_await call.service.store.events_of(std::move(account));
    if (events) {
        const name_order order;
        std::ranges::sort(*events, {}, [&order](const store::kept<domain::event>& event) {
            return std::pair(order.key(event->value.name), std::string_view(event->value.slug));
        });
    }
    co_return events;
}

task<std::shared_ptr<const store::event_view>> view_after(const call& call, domain::event_command command) {
    auto header = call.header(domain::kind_of(command), store::event_document_id(call.slug));
    const auto outcome = co_await call.service.store.execute(std::move(header), call.slug, std::move(command));
    if (!outcome) {
        co_return outcome.error();
    }
    if (!outcome->entry.ok) {
        co_return refusal_of(outcome->entry);
    }
    auto view = co_await view_now(call);
    co_return view;
}

task<http::response> list_events(call& call) {
    auto events = co_await events_by_name(call);
    if (!events) {
        co_return events.error();
    }
    etag_maker tag(0, class_of(call.who.ceiling), answer_shape);
    representation made;
    auto& list = made.body["events"].emplace_array();
    for (const auto& event : *events) {
        const auto today = ops::local_date_in(event->value.time_zone, call.now);
        const auto seen_as = class_in(call, event->value);
        tag.add(event->value.slug, event->rev).add(today).add("class", static_cast<std::int64_t>(seen_as));
        list.push_back(event_json(*event, seen_as, today));
    }
    made.etag = tag.text();
    co_return answer(made);
}

task<http::response> create_event(call& call) {
    const auto& body = call.input.body;
    domain::create_event command;
    command.slug = text_or_empty(body, "id");
    command.series =
        domain::event_series_from_text(text_or_empty(body, "series")).value_or(domain::event_series::five_k);
    command.settings = settings_of(body, command.series);
    if (!ops::zone_exists(command.settings.time_zone)) {
        co_return unknown_zone();
    }
    const auto slug = command.slug;
    auto header = call.header("createEvent", store::event_document_id(slug));
    auto outcome = co_await call.service.store.execute(std::move(header), slug, std::move(command));
    if (!outcome) {
        co_return outcome.error();
    }
    if (!outcome->entry.ok) {
        auto made = http::problem_response(refusal_of(outcome->entry), call.context);
        if (outcome->entry.code == "alreadyExists") {
            made.headers.emplace_back("Location", "/api/v1/events/" + slug);
        }
        co_return made;
    }
    co_return co_await show_change(call, 201, *outcome);
}

task<http::response> get_event(call& call) {
    co_return answer(show_event(*call.view->event, call.seen_as, call.today));
}

task<http::response> edit_event(call& call) {
    const auto entity = store::event_document_id(call.slug);
    auto command = patch_of(call.input.body);
    if (command.time_zone && !ops::zone_exists(*command.time_zone)) {
        co_return unknown_zone();
    }
    auto rev = co_await precondition(call, entity);
    if (!rev) {
        co_return rev.error();
    }
    command.if_match = *rev;
    auto outcome = co_await call.service.store.execute(call.header("editEvent", entity), call.slug, std::move(command));
    if (!outcome) {
        co_return outcome.error();
    }
    if (!outcome->entry.ok) {
        co_return refusal_of(outcome->entry);
    }
    co_return co_await show_change(call, 200, *outcome);
}

} // namespace organizer::api
