#include "model/player.hpp"

#include "identity/link_secret.hpp"
#include "ops/clock.hpp"
#include "store/document_ids.hpp"
#include "store/document_store.hpp"
#include "store/ids.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <functional>

namespace organizer::testing::model {

using boost::json::object;
using domain::access;

namespace {

const std::string event_path = "/api/v1/events/" + slug;

std::string uuid_of(int number) {
    const auto text = std::to_string(number);
    return "00000000-0000-4000-8000-" + std::string(12 - text.size(), '0') + text;
}

} // namespace

std::string text_of(const boost::json::value& value) { return boost::json::serialize(value); }

player::player(engine kept_in) : at_(kept_in, sign_in::elsewhere) { open(); }

domain::local_date player::today() { return ops::local_date_in("Europe/Berlin", at_.clock().now()); }

client player::as(std::size_t person, access ceiling) {
    auto who = persons_.at(person);
    who.roles = roles_of(ceiling);
    return {at_, who};
}

void player::open() {
    for (const auto* name : {"Ada Admin", "Clara Coordinator", "Carl Coordinator", "Rudi Director", "Rita Director",
                             "Hanna Helper", "Hugo Helper", "Otto Other"}) {
        names_.emplace_back(name);
        persons_.push_back(at_.add_person(name, persons_.empty()).who());
        model_.accounts.push_back(persons_.back().account);
    }
    // The event itself is where the model starts.
    wish made;
    made.op = uuid_of(1);
    made.ceiling = access::admin;
    boost::json::array needs;
    for (const auto& [role, need, prefer] :
         {std::tuple("run-director", 1, 0), std::tuple("pre-event-setup", 0, 1), std::tuple("marshal", 2, 1),
          std::tuple("timekeeper", 1, 1), std::tuple("finish-tokens", 1, 0), std::tuple("results-processor", 1, 0)}) {
        needs.push_back(object{{"role", role}, {"need", need}, {"prefer", prefer}});
        model_.event.needs[role_of(role)] = {need, prefer};
    }
    const auto created = as(0, access::admin)
                             .post("/api/v1/events",
                                   object{{"id", slug},
                                          {"name", "Monrepos parkrun"},
                                          {"series", "5k"},
                                          {"timeZone", "Europe/Berlin"},
                                          {"country", "DE"},
                                          {"needs", needs}},
                                   made.op);
    if (created.status != 201) {
        throw std::runtime_error("no event: " + created.text);
    }
    model_.event.name = "Monrepos parkrun";
    model_.event.pairs = {{"finish-tokens", "run-director"}};
    model_.event.members[0] = {access::coordinator, {}};
    model_.event.v = 1;
    model_.event.rev = 1;
    decided entry{.op = made.op,
                  .identity = "createEvent",
                  .actor = 0,
                  .kind = "createEvent",
                  .at = at_.clock().now(),
                  .ok = true,
                  .status = 201,
                  .code = {},
                  .changes = {{"created", "", slug}, {"members/" + model_.accounts[0], "", "coordinator"}}};
    model_.event.in_document.push_back(entry);
    model_.event.ever[made.op] = entry;
    model_.log.push_back({"event", entry});

    std::vector<std::string> helpers;
    for (int number = 0; number < 6; ++number) {
        wish create;
        create.what = act::create_helper;
        create.op = uuid_of(100 + number);
        create.ceiling = access::admin;
        create.body = object{{"name", "Helper " + std::to_string(number)}, {"parkrunNumber", 1 + number}};
        helpers.push_back(store::creation_id("helper", slug, create.op));
        must_play(create);
    }
    const std::array accesses{access::coordinator,  access::coordinator, access::run_director,
                              access::run_director, access::helper,      access::helper};
    for (std::size_t person = 1; person <= accesses.size(); ++person) {
        wish invite;
        invite.what = act::invite;
        invite.op = uuid_of(200 + static_cast<int>(person));
        invite.ceiling = access::admin;
        invite.body = object{{"access", domain::to_text(accesses.at(person - 1))}};
        if (person > 3) {
            invite.body["helper"] = helpers.at(person - 4);
        }
        must_play(invite);
        wish accept;
        accept.what = act::accept;
        accept.op = uuid_of(300 + static_cast<int>(person));
        accept.actor = person;
        accept.part = invite.op;
        accept.body = object{{"secret", identity::invitation_secret(installation_key, slug, invite.op)}};
        must_play(accept);
    }
}

void player::must_play(wish what) {
    turn one;
    one.asked = std::move(what);
    if (const auto differs = play(one)) {
        throw std::runtime_error("the opening: " + *differs);
    }
}

std::optional<std::string> player::play(const turn& what) {
    try {
        at_.clock().advance(what.wait);
        if (what.wait > std::chrono::days(7)) {
            at_.settle(); // what is old leaves a document once it is logged
        }
        if (what.restart) {
            at_.restart();
        }
        ask_for(what.asked);
        look(what);
    } catch (const difference& differs) {
        return differs.what();
    }
    return std::nullopt;
}

looking player::looking_as(std::size_t person, access ceiling, const std::string& helper) {
    looking by;
    by.as = class_of(model_.access_of(person, ceiling));
    if (!helper.empty() && by.as != looks_as::coordinator && model_.linked_to(person) == helper) {
        by.as = looks_as::self;
    }
    by.now = at_.clock().now();
    by.today = today();
    by.names = &names_;
    return by;
}

void player::ask_for(const wish& what) {
    const auto helper = is_of_helper(what.what) ? entity_of(what).substr(7) : std::string();
    // The helper's own page names them; a creation does not.
    const auto by = looking_as(what.actor, what.ceiling, what.what == act::create_helper ? std::string() : helper);
    const auto* of = record_of(model_, what, helper);
    if (of != nullptr && of->in_document.size() >= most_in_document) {
        at_.settle(); // what is too much leaves a document once it is logged
    }
    const auto expected = apply(model_, what, at_.clock().now(), today());
    const std::array one{request_of(what, at_, persons_)};
    const auto got = at_.send_together(one).front();
    if (got.status != expected.status) {
        throw difference("expected " + std::to_string(expected.status) + " " + expected.code +
                         (expected.repeated ? " (a repeat)" : "") + ", got " + std::to_string(got.status) + " " +
                         got.text);
    }
    ++statuses_[got.status];
    repeats_ += expected.repeated ? 1 : 0;
    if (got.status < 300) {
        compare_change(what, got, by);
    } else {
        compare_problem(expected, got);
    }
    if (is_of_schedule(what.what)) {
        const auto date = *domain::date_from_text(what.key);
        const auto found = model_.dates.find(date);
        compare_stored(store::schedule_document_id(slug, date), found == model_.dates.end() ? nullptr : &found->second);
    } else if (is_of_helper(what.what)) {
        const auto found = model_.helpers.find(helper);
        compare_stored(store::helper_document_id(slug, helper),
                       found == model_.helpers.end() ? nullptr : &found->second);
    } else {
        compare_stored(store::event_document_id(slug), &model_.event);
    }
}

void player::compare_problem(const answer& expected, const reply& got) const {
    if (!expected.code.empty() && got.code() != expected.code) {
        throw difference("expected the code " + expected.code + ", got " + got.text);
    }
    const bool tells = got.json.is_object() && got.json.as_object().contains("holder");
    if (tells != !expected.holder.empty() || (tells && got.text_at("/holder/helper") != expected.holder)) {
        throw difference("expected the holder '" + expected.holder + "', got " + got.text);
    }
}

void player::compare_change(const wish& what, const reply& got, const looking& by) {
    if (what.what != act::accept && got.text_at("/op") != what.op) {
        throw difference("the answer names another command: " + got.text);
    }
    shown expected;
    std::string noun;
    if (is_of_schedule(what.what)) {
        expected = show_schedule(model_, *domain::date_from_text(what.key), by);
        noun = "schedule";
    } else if (is_of_helper(what.what)) {
        expected = show_helper(model_, entity_of(what).substr(7), by);
        noun = "helper";
    } else if (what.what == act::edit_event) {
        expected = show_event(model_, by);
        noun = "event";
    } else {
        return;
    }
    const auto* body = got.json.as_object().if_contains(noun);
    if (!expected.there || body == nullptr) {
        throw difference("expected " + (expected.there ? text_of(expected.body) : "nothing of the " + noun) + ", got " +
                         got.text);
    }
    if (!same_body(expected.body, body->as_object(), by.now)) {
        throw difference("expected " + text_of(expected.body) + ", got " + text_of(*body));
    }
    compare_tag(expected, got.header("ETag"));
}

void player::compare_tag(const shown& expected, const std::string& tag) {
    if (!tag.starts_with("\"" + std::to_string(expected.rev) + "-")) {
        throw difference("the tag " + tag + " is not of rev " + std::to_string(expected.rev));
    }
    const auto stamp = std::hash<std::string>()(expected.stamp);
    const auto seen = std::hash<std::string>()(tag);
    const auto [known, fresh] = tag_of_.emplace(stamp, seen);
    const auto [back, fresh_back] = stamp_of_.emplace(seen, stamp);
    if (known->second != seen) {
        throw difference("the same values had another tag than " + tag + ": " + expected.stamp);
    }
    if (back->second != stamp) {
        throw difference("the tag " + tag + " stood for other values than " + expected.stamp);
    }
}

void player::look(const turn& what) {
    const auto person = what.viewer;
    const auto& asked = what.asked;
    const auto client = as(person, what.viewer_ceiling);
    if (is_of_schedule(asked.what)) {
        look_at(client, event_path + "/schedules/" + asked.key,
                show_schedule(model_, *domain::date_from_text(asked.key), looking_as(person, what.viewer_ceiling)));
    } else if (is_of_helper(asked.what)) {
        const auto id = entity_of(asked).substr(7);
        look_at(client, event_path + "/helpers/" + id,
                show_helper(model_, id, looking_as(person, what.viewer_ceiling, id)));
    } else {
        look_at(client, event_path, show_event(model_, looking_as(person, what.viewer_ceiling)));
    }
}

void player::look_at(const client& by, const std::string& path, const shown& expected) {
    const auto& who = by.who();
    const auto person = static_cast<std::size_t>(
        std::find(model_.accounts.begin(), model_.accounts.end(), who.account) - model_.accounts.begin());
    const auto ceiling = ceiling_of(who.roles);
    if (model_.access_of(person, ceiling) == access::none || !expected.there) {
        const auto got = by.get(path);
        if (got.status != 404) {
            throw difference("expected nothing at " + path + " for " + who.name + ", got " + got.text);
        }
        return;
    }
    auto& last = last_tag_[path + " " + std::to_string(static_cast<int>(ceiling)) + who.account];
    std::map<std::string, std::string> headers;
    if (!last.empty()) {
        headers["If-None-Match"] = last;
    }
    const auto got = by.get(path, headers);
    const auto tag = got.header("ETag");
    compare_tag(expected, tag);
    if (got.status != (tag == last ? 304U : 200U)) {
        throw difference("expected " + path + " with the tag " + tag + ", the client having " + last + ", got " +
                         std::to_string(got.status) + " " + got.text);
    }
    if (got.status == 200 && !same_body(expected.body, got.json.as_object(), at_.clock().now())) {
        throw difference(path + " for " + who.name + ": expected " + text_of(expected.body) + ", got " + got.text);
    }
    last = tag;
}

void player::compare_stored(const std::string& id, const record* expected) {
    const auto found = at_.documents().find(id);
    if (!found) {
        throw difference("the store does not answer: " + found.error().detail);
    }
    if (expected == nullptr || expected->v == 0) {
        if (*found) {
            throw difference("there should be no document " + id);
        }
        return;
    }
    if (!*found) {
        throw difference("the document " + id + " is not there");
    }
    const auto& there = **found;
    const auto says = [&](std::string_view what, auto wanted, auto got) {
        if (wanted != got) {
            throw difference(id + ": expected " + std::string(what) + " " + std::to_string(wanted) + ", stored is " +
                             std::to_string(got));
        }
    };
    says("v", expected->v, there.v);
    says("rev", expected->rev, there.rev);
    says("entries", expected->in_document.size(), there.decided.size());
    for (std::size_t at = 0; at < there.decided.size(); ++at) {
        if (there.decided.at(at).at("op") != boost::json::value(expected->in_document.at(at).op)) {
            throw difference(id + ": entry " + std::to_string(at) + " is not of the command " +
                             expected->in_document.at(at).op);
        }
    }
}

} // namespace organizer::testing::model
