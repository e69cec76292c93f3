#include "store/nouns.hpp"

#include "ops/clock.hpp"
#include "store/attempt_reads.hpp"
#include "store/codec/account.hpp"
#include "store/codec/event.hpp"
#include "store/codec/helper.hpp"
#include "store/codec/schedule.hpp"
#include "store/document_ids.hpp"
#include "store/stored_value.hpp"
#include "store/view_cache.hpp"

namespace organizer::store {

namespace {

constexpr std::string_view newer_format_code = "newerFormat";

std::optional<domain::decided_entry> entry_of(const std::string& op, const kept_entries& entries) {
    const auto* found = find_entry(entries, op);
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

/// The event's own day; the epoch's first for an event that is not there, which no rule then uses.
domain::local_date today_of(const domain::event* event, domain::instant now) {
    if (event == nullptr || !ops::zone_exists(event->time_zone)) {
        return domain::local_date(std::chrono::floor<std::chrono::days>(now));
    }
    return ops::local_date_in(event->time_zone, now);
}

/// Places from `today` on that the helper holds.
std::size_t places_from(const event_view& view, domain::local_date today, std::string_view helper) {
    std::size_t places = 0;
    for (auto at = view.schedules->lower_bound(today); at != view.schedules->end(); ++at) {
        for (const auto& place : at->second->value.slots) {
            if (place.assignment && place.assignment->helper == helper && !domain::is_open(place)) {
                ++places;
            }
        }
    }
    return places;
}

} // namespace

std::optional<domain::decided_entry> undone_entry(const domain::helper_command& wanted, const kept_entries& entries) {
    const auto* undo = std::get_if<domain::undo_helper>(&wanted);
    return undo != nullptr ? entry_of(undo->op, entries) : std::nullopt;
}

domain::problem newer_format(const document& of) {
    return unavailable(std::string(newer_format_code),
                       of.id + " was written by a newer program (format " + std::to_string(of.format) + ")");
}

bool worth_trying_again(const domain::problem& of) {
    return of.kind == domain::failure::unavailable && of.code != newer_format_code;
}

const int noun<domain::event>::format = codec::event_format;
const int noun<domain::helper>::format = codec::helper_format;
const int noun<domain::schedule>::format = codec::schedule_format;
const int noun<domain::account>::format = codec::account_format;

domain::result<domain::event> noun<domain::event>::decode(const boost::json::object& body) {
    return codec::decode_event(body);
}

boost::json::object noun<domain::event>::encode(const domain::event& state, boost::json::object previous) {
    return codec::encode(state, std::move(previous));
}

domain::result<domain::decision<domain::event>> noun<domain::event>::decide(const std::optional<domain::event>& before,
                                                                            const domain::command_header& header,
                                                                            const command& wanted,
                                                                            const rule_input& given) {
    domain::event_context context;
    context.rev = given.rev;
    context.now = given.now;
    context.helper = given.reads->helpers_of(std::string(parts_of(given.id).key));
    const auto* accept = std::get_if<domain::accept_invitation>(&wanted);
    if (accept != nullptr && before) {
        const auto* offered = domain::find_invitation(*before, accept->invitation);
        context.inviter_is_admin = offered != nullptr && given.reads->is_admin(offered->invited_by);
    }
    return domain::decide(before, header, wanted, context);
}

domain::result<domain::helper> noun<domain::helper>::decode(const boost::json::object& body) {
    return codec::decode_helper(body);
}

boost::json::object noun<domain::helper>::encode(const domain::helper& state, boost::json::object previous) {
    return codec::encode(state, std::move(previous));
}

domain::result<domain::decision<domain::helper>>
noun<domain::helper>::decide(const std::optional<domain::helper>& before, const domain::command_header& header,
                             const command& wanted, const rule_input& given) {
    const auto name = parts_of(given.id);
    domain::helper_context context;
    context.id = name.key;
    context.event = given.reads->event(name.event);
    context.rev = given.rev;
    context.today = today_of(context.event, given.now);
    context.number_taken_by = given.number_taken_by;
    context.undone = undone_entry(wanted, *given.entries);
    const bool creates = std::holds_alternative<domain::create_helper>(wanted);
    const bool archives = std::holds_alternative<domain::archive_helper>(wanted);
    if (context.event != nullptr && (creates || archives)) {
        auto view = given.views->load(name.event);
        if (!view) {
            return view.error();
        }
        if (*view) {
            context.directory_size = (*view)->helpers->size();
            context.coming_slots = places_from(**view, context.today, name.key);
        }
    }
    return domain::decide(before, header, wanted, context);
}

domain::result<domain::schedule> noun<domain::schedule>::decode(const boost::json::object& body) {
    return codec::decode_schedule(body);
}

boost::json::object noun<domain::schedule>::encode(const domain::schedule& state, boost::json::object previous) {
    return codec::encode(state, std::move(previous));
}

domain::result<domain::decision<domain::schedule>>
noun<domain::schedule>::decide(const std::optional<domain::schedule>& before, const domain::command_header& header,
                               const command& wanted, const rule_input& given) {
    const auto name = parts_of(given.id);
    const auto date = domain::date_from_text(name.key);
    domain::schedule_context context;
    context.event = given.reads->event(name.event);
    if (!date || context.event == nullptr) {
        return domain::decision<domain::schedule>::refuse(domain::failure::absent, "noSuchEvent");
    }
    context.date = *date;
    context.helper = given.reads->helpers_of(std::string(name.event));
    context.today = today_of(context.event, given.now);
    if (const auto* undo = std::get_if<domain::undo_schedule>(&wanted)) {
        context.undone = entry_of(undo->op, *given.entries);
    }
    return domain::decide(before, header, wanted, context);
}

domain::result<domain::account> noun<domain::account>::decode(const boost::json::object& body) {
    return codec::decode_account(body);
}

boost::json::object noun<domain::account>::encode(const domain::account& state, boost::json::object previous) {
    return codec::encode(state, std::move(previous));
}

domain::result<domain::decision<domain::account>>
noun<domain::account>::decide(const std::optional<domain::account>& before, const domain::command_header& header,
                              const command& wanted, const rule_input& given) {
    domain::account_context context;
    context.rev = given.rev;
    auto all = given.views->all_accounts();
    if (!all) {
        return all.error();
    }
    for (const auto& other : *all) {
        if (other->id != given.id && other->value.admin && !other->value.disabled) {
            ++context.other_admins;
        }
    }
    return domain::decide(before, header, wanted, context);
}

} // namespace organizer::store
