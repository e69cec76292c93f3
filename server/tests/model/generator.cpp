#include "model/generator.hpp"

#include "identity/link_secret.hpp"
#include "store/ids.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstdio>

namespace organizer::testing::model {

using boost::json::array;
using boost::json::object;
using domain::access;

namespace {

constexpr std::array<std::size_t, act_count> weights{34, 8, 6, 3, 6, 2, 4, 11, 3, 5, 5, 4, 4, 4, 3, 3, 1, 2, 3, 1};
constexpr std::array<std::string_view, 3> states{"proposed", "confirmed", "declined"};
constexpr std::array accesses{access::helper, access::run_director, access::coordinator};
constexpr std::size_t turns_of_rush = 150;
constexpr std::size_t known_helpers = 14;

} // namespace

turn generator::next(const state& of, domain::local_date today) {
    if (turns_++ % turns_of_rush == 0) {
        rush_ = chance(30);
        rush_weeks_ = static_cast<int>(below(3));
    }
    turn made;
    made.wait = pause();
    made.restart = restart_every_ > 0 && below(restart_every_) == 0;
    made.asked = !sent_.empty() && chance(16) ? repeated() : fresh(of, today);
    made.viewer = below(of.accounts.size());
    made.viewer_ceiling = chance(70) ? access::coordinator : one_of(accesses);
    if (made.asked.what == act::create_helper) {
        newest_helpers_.push_back(store::creation_id("helper", slug, made.asked.op));
        if (newest_helpers_.size() > known_helpers) {
            newest_helpers_.pop_front();
        }
    }
    sent_.push_back(made.asked);
    return made;
}

std::chrono::milliseconds generator::pause() {
    if (rush_) {
        return std::chrono::milliseconds(chance(60) ? 0 : below(1000));
    }
    const auto kind = below(10'000);
    if (kind < 5000) {
        return std::chrono::milliseconds(0);
    }
    if (kind < 9000) {
        return std::chrono::milliseconds(below(20 * 60'000));
    }
    if (kind < 9950) {
        return std::chrono::minutes(below(12 * 60));
    }
    return kind < 9998 ? std::chrono::hours(24 + below(48)) : std::chrono::hours(31 * 24);
}

std::string generator::fresh_uuid() {
    std::array<char, 40> text{};
    const auto high = draw_();
    const auto low = draw_();
    std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(high >> 32U),
                  static_cast<unsigned>(high >> 16U & 0xffffU), static_cast<unsigned>(high & 0xfffU),
                  static_cast<unsigned>(low >> 52U), static_cast<unsigned long long>(low & 0xffffffffffffULL));
    return text.data();
}

wish generator::fresh(const state& of, domain::local_date today) {
    std::size_t total = 0;
    for (const auto weight : weights) {
        total += weight;
    }
    auto left = below(total);
    std::size_t chosen = 0;
    while (left >= weights.at(chosen)) {
        left -= weights.at(chosen++);
    }
    wish made;
    made.what = static_cast<act>(chosen);
    made.op = fresh_uuid();
    choose_actor(of, made);
    if (is_of_schedule(made.what)) {
        on_schedule(of, today, made);
    } else if (is_of_helper(made.what)) {
        on_helper(of, made);
    } else {
        on_event(of, made);
    }
    return made;
}

void generator::choose_actor(const state& of, wish& what) {
    what.actor = below(of.accounts.size());
    const bool for_coordinators = what.what != act::assign && what.what != act::swap &&
                                  what.what != act::undo_schedule && what.what != act::accept;
    if (for_coordinators && chance(75)) {
        std::vector<std::size_t> may;
        for (const auto& [person, membership] : of.event.members) {
            if (membership.access == access::coordinator) {
                may.push_back(person);
            }
        }
        what.actor = one_of(may);
    }
    what.ceiling = chance(80) ? access::coordinator : one_of(accesses);
    if (what.actor == of.admin && chance(50)) {
        what.ceiling = access::admin;
    } else if (chance(1)) {
        what.ceiling = access::none;
    }
}

/// An earlier request once more: as it was, with another token, by somebody else, or altered.
wish generator::repeated() {
    const auto recent = std::min<std::size_t>(sent_.size(), 40);
    auto made = chance(60) ? sent_.at(sent_.size() - 1 - below(recent)) : one_of(sent_);
    const auto how = below(100);
    if (how < 50) {
        if (chance(20)) {
            made.if_match.reset();
        }
    } else if (how < 65) {
        made.ceiling = one_of(accesses);
    } else if (how < 80) {
        made.actor = below(8);
    } else {
        alter(made);
    }
    return made;
}

void generator::alter(wish& what) {
    switch (what.what) {
    case act::assign:
        what.body["state"] = what.body.contains("state") ? "confirmed" : "proposed";
        break;
    case act::swap:
        what.body["override"] = "as agreed";
        break;
    case act::set_need:
        what.body["need"] = 2;
        break;
    case act::cancel:
        what.body["text"] = "another text";
        break;
    case act::create_helper:
    case act::edit_helper:
        what.body["phone"] = "+49 711 4711";
        break;
    case act::edit_event:
        what.body["name"] = "Monrepos parkrun once more";
        break;
    case act::change_number:
        what.body["number"] = 9;
        break;
    case act::invite:
        what.body = object{{"access", "helper"}};
        break;
    case act::undo_schedule:
    case act::undo_helper:
        what.body["op"] = fresh_uuid();
        break;
    case act::publish:
    case act::apply_needs:
    case act::reinstate:
        what.what = what.what == act::publish ? act::apply_needs : act::publish;
        break;
    case act::archive_helper:
    case act::restore_helper:
        what.what = what.what == act::archive_helper ? act::restore_helper : act::archive_helper;
        break;
    default:
        what.actor = below(8);
    }
}

domain::local_date generator::date(domain::local_date today) {
    const auto weekday = std::chrono::weekday(std::chrono::sys_days(today));
    const auto saturday = domain::add_days(today, static_cast<int>((std::chrono::Saturday - weekday).count()));
    if (rush_ && chance(80)) {
        return domain::add_days(saturday, 7 * rush_weeks_);
    }
    const auto kind = below(100);
    if (kind < 3) {
        return domain::add_days(saturday, -2); // no event day, most of the time
    }
    if (kind < 6) {
        return domain::local_date(today.year() + std::chrono::years(1), std::chrono::January, std::chrono::day(1));
    }
    return domain::add_days(saturday, 7 * (static_cast<int>(below(7)) - 2));
}

std::string generator::helper(const state& of, const wish& by) {
    if (const auto own = of.linked_to(by.actor); own && chance(of.membership_of(by.actor) == access::helper ? 60 : 5)) {
        return *own;
    }
    const auto kind = below(100);
    if (kind < 3) {
        return "nobody";
    }
    if (kind < 6 || newest_helpers_.empty()) {
        return of.helpers.empty() ? "nobody" : one_of(of.helpers).first;
    }
    return one_of(newest_helpers_);
}

std::string generator::op_in(const record& of) {
    const auto kind = below(100);
    if (kind < 75 && !of.in_document.empty()) {
        const auto last = std::min<std::size_t>(of.in_document.size(), 6);
        return of.in_document.at(of.in_document.size() - 1 - below(last)).op;
    }
    return kind < 95 && !of.ever.empty() ? one_of(of.ever).first : fresh_uuid();
}

boost::json::value generator::or_null(const std::string& text) {
    return text.empty() ? boost::json::value() : boost::json::value(text);
}

void generator::on_schedule(const state& of, domain::local_date today, wish& what) {
    const auto on = date(today);
    what.key = domain::to_text(on);
    const auto roster = of.roster_on(on).value_or(model::roster());
    switch (what.what) {
    case act::assign:
        assign(of, roster, what);
        break;
    case act::swap: {
        array slots;
        array expect;
        for (int at = 0; at < 2; ++at) {
            const auto& [place, held] =
                roster.places.empty() ? std::pair<const place_id, std::optional<assigned>>() : one_of(roster.places);
            slots.emplace_back(place_text({place.first, std::max(place.second, 1)}));
            const auto holder = held ? held->helper : std::string();
            expect.push_back(or_null(chance(88) ? holder : helper(of, what)));
        }
        what.body = object{{"slots", std::move(slots)}, {"expect", std::move(expect)}};
        if (chance(10)) {
            what.body["override"] = "they asked for it";
        }
        break;
    }
    case act::set_need: {
        const auto role = below(roles.size());
        what.part = chance(3) ? std::string("juggler") : std::string(roles.at(role).id);
        const auto row = roster.needs.find(role);
        const auto now = row == roster.needs.end() ? std::pair(0, 0) : row->second;
        const auto expect = chance(85) ? now : std::pair(static_cast<int>(below(3)), static_cast<int>(below(3)));
        const bool wild = chance(1);
        what.body = object{{"need", wild ? 60 : static_cast<int>(below(4))},
                           {"prefer", wild ? 60 : static_cast<int>(below(3))},
                           {"expect", {{"need", expect.first}, {"prefer", expect.second}}}};
        break;
    }
    case act::cancel: {
        static constexpr std::array<std::string_view, 3> reasons{"weather", "flooding", "tooFewHelpers"};
        what.body = object{{"reason", one_of(reasons)}};
        if (chance(40)) {
            what.body["text"] = chance(50) ? "storm" : "the lake is over the path";
        }
        break;
    }
    case act::undo_schedule: {
        const auto record = of.dates.find(on);
        what.body = object{{"op", op_in(record == of.dates.end() ? date_record() : record->second)}};
        break;
    }
    default:
        break;
    }
}

void generator::assign(const state& of, const roster& on, wish& what) {
    const auto& [place, held] =
        on.places.empty() ? std::pair<const place_id, std::optional<assigned>>() : one_of(on.places);
    what.part = on.places.empty() || chance(2) ? "marshal-99" : place_text(place);
    const auto holder = held ? held->helper : std::string();
    const bool empties = !holder.empty() && chance(40);
    const auto who = empties ? std::string() : !holder.empty() && chance(25) ? holder : helper(of, what);
    what.body = object{{"helper", or_null(who)},
                       {"expect", or_null(chance(85)   ? holder
                                          : chance(50) ? helper(of, what)
                                                       : "")}};
    if (!empties && chance(35)) {
        what.body["state"] = one_of(states);
    }
    if (!empties && chance(10)) {
        what.body["override"] = "no other wants to";
    }
}

object generator::values(const state& of) {
    object made;
    const auto number = std::to_string(below(1000));
    if (chance(40)) {
        made["name"] = "Helper " + number;
    }
    if (chance(40)) {
        made["phone"] = "+49 711 " + std::to_string(1000 + below(9000));
    }
    if (chance(20)) {
        made["email"] = "helper" + number + "@example.org";
    }
    if (chance(20)) {
        made["notes"] = "note " + number;
    }
    if (chance(15)) {
        made["wishedEveryWeeks"] = static_cast<std::int64_t>(1 + below(6));
    }
    if (chance(15) || made.empty()) {
        made["consents"] = object{{"contact", chance(50)}, {"phoneToTeam", chance(50)}};
    }
    static_cast<void>(of);
    return made;
}

std::optional<std::int64_t> generator::rev_like(std::int64_t rev) {
    const auto kind = below(100);
    if (kind < 8) {
        return std::nullopt;
    }
    return kind < 25 ? std::max<std::int64_t>(rev - 1, 0) : rev;
}

void generator::on_helper(const state& of, wish& what) {
    if (what.what == act::create_helper) {
        what.body = values(of);
        what.body["name"] = "Helper " + std::to_string(below(1000));
        if (chance(50)) {
            what.body["parkrunNumber"] = static_cast<std::int64_t>(1 + below(9));
        }
        return;
    }
    what.key = helper(of, what);
    const auto found = of.helpers.find(what.key);
    const auto record = found == of.helpers.end() ? helper_record() : found->second;
    if (what.what == act::edit_helper) {
        what.body = values(of);
        if (what.ceiling < access::coordinator || of.membership_of(what.actor) < access::coordinator) {
            if (chance(70)) {
                what.body = object{{"phone", "+49 711 " + std::to_string(1000 + below(9000))}};
            }
        }
        what.if_match = record.state ? rev_like(record.rev) : std::optional<std::int64_t>(0);
    } else if (what.what == act::change_number) {
        const auto number = record.state ? record.state->number : std::nullopt;
        const auto value_of = [](std::optional<std::int64_t> each) {
            return each ? boost::json::value(*each) : boost::json::value();
        };
        std::optional<std::int64_t> wanted;
        if (chance(80)) {
            wanted = static_cast<std::int64_t>(1 + below(9));
        }
        what.body = object{{"number", value_of(wanted)}, {"expect", value_of(chance(88) ? number : wanted)}};
    } else if (what.what == act::undo_helper) {
        what.body = object{{"op", op_in(record)}};
    }
}

array generator::needs() {
    array made;
    for (const auto& each : roles) {
        if (chance(80)) {
            made.push_back(object{{"role", each.id},
                                  {"need", static_cast<std::int64_t>(below(3))},
                                  {"prefer", static_cast<std::int64_t>(below(2))}});
        }
    }
    return made;
}

void generator::on_event(const state& of, wish& what) {
    const auto someone = below(of.accounts.size());
    const auto membership = [](const member& each) {
        return object{{"access", domain::to_text(each.access)},
                      {"helper", each.helper ? boost::json::value(*each.helper) : boost::json::value()}};
    };
    switch (what.what) {
    case act::edit_event: {
        const auto kind = below(4);
        if (kind == 0) {
            what.body["name"] = "Monrepos parkrun " + std::to_string(below(10));
        } else if (kind == 1) {
            what.body["startTime"] = chance(50) ? "09:00" : "09:30";
        } else if (kind == 2) {
            what.body["needs"] = needs();
        } else {
            array pairs;
            pairs.push_back(object{{"first", "finish-tokens"}, {"second", "run-director"}});
            if (chance(50)) {
                pairs.push_back(object{{"first", "timekeeper"}, {"second", "marshal"}});
            }
            what.body["allowedPairs"] = std::move(pairs);
        }
        what.if_match = rev_like(of.event.rev);
        break;
    }
    case act::set_membership: {
        what.part = of.accounts.at(someone);
        const auto found = of.event.members.find(someone);
        const auto now = found == of.event.members.end() ? member{access::helper, {}} : found->second;
        member wanted{one_of(accesses), now.helper};
        if (chance(50)) {
            const auto linked = chance(60) ? helper(of, what) : std::string();
            wanted.helper = linked.empty() ? std::nullopt : std::optional(linked);
        }
        what.body = membership(wanted);
        what.body["expect"] = membership(chance(88) ? now : wanted);
        break;
    }
    case act::end_membership:
        what.part = of.accounts.at(chance(30) ? what.actor : someone);
        break;
    case act::invite:
        what.body = object{{"access", domain::to_text(one_of(accesses))}};
        if (chance(50)) {
            what.body["helper"] = helper(of, what);
        }
        break;
    case act::accept:
    case act::revoke: {
        const auto& offers = of.event.offers;
        const auto last = std::min<std::size_t>(offers.size(), 6);
        what.part = last == 0 ? fresh_uuid() : offers.at(offers.size() - 1 - below(last)).id;
        if (what.what == act::accept) {
            what.body = object{{"secret", identity::invitation_secret(installation_key, slug, what.part)}};
        }
        break;
    }
    default:
        break;
    }
}

} // namespace organizer::testing::model
