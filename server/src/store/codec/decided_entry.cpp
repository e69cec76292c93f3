#include "store/codec/decided_entry.hpp"

#include "domain/words.hpp"
#include "store/codec/stored_object.hpp"

#include <boost/json/value.hpp>

namespace organizer::store::codec {

namespace {

using domain::failure;

/// The failures that may be recorded: rules refuse with a conflict; a command that holds a number has 403 and 404
/// recorded too, and a journalled intent any outcome.
constexpr domain::words<failure, 16> failure_words{{{failure::invalid, "invalid"},
                                                    {failure::unauthenticated, "unauthenticated"},
                                                    {failure::forbidden, "forbidden"},
                                                    {failure::absent, "absent"},
                                                    {failure::method_not_allowed, "methodNotAllowed"},
                                                    {failure::conflict, "conflict"},
                                                    {failure::stale, "stale"},
                                                    {failure::too_large, "tooLarge"},
                                                    {failure::unsupported_type, "unsupportedType"},
                                                    {failure::wrong_host, "wrongHost"},
                                                    {failure::other_command, "otherCommand"},
                                                    {failure::precondition_missing, "preconditionMissing"},
                                                    {failure::too_many, "tooMany"},
                                                    {failure::header_too_large, "headerTooLarge"},
                                                    {failure::unavailable, "unavailable"},
                                                    {failure::unexpected, "unexpected"}}};

std::optional<failure> failure_from_text(std::string_view text) { return value_of(failure_words, text); }

domain::decided_entry read_entry(const stored_object& from) {
    domain::decided_entry entry;
    entry.op = from.text("op");
    entry.actor = from.text("actor");
    entry.token_access = from.word("access", &domain::access_from_text, domain::access::none);
    entry.at = from.moment("at");
    entry.kind = from.text("kind");
    entry.hash = from.text_or_empty("hash");
    entry.group = from.text_or_empty("group");
    entry.ok = from.flag("ok");
    if (!entry.ok) {
        entry.refused_as = from.word("refusedAs", &failure_from_text, failure::conflict);
        entry.code = from.text("code");
    }
    entry.facts = from.text_map("facts");
    entry.changes = from.list("changes", [](const stored_object& each) {
        return domain::value_change{each.text("what"), each.text_or_empty("before"), each.text_or_empty("after")};
    });
    entry.logged = from.flag_or("logged", false);
    return entry;
}

} // namespace

boost::json::object encode_entry(const domain::decided_entry& entry) {
    boost::json::object stored;
    stored["op"] = entry.op;
    stored["actor"] = entry.actor;
    stored["access"] = to_text(entry.token_access);
    put_moment(stored, "at", entry.at);
    stored["kind"] = entry.kind;
    put_text(stored, "hash", entry.hash);
    put_text(stored, "group", entry.group);
    stored["ok"] = entry.ok;
    if (!entry.ok) {
        stored["refusedAs"] = word_of(failure_words, entry.refused_as);
        stored["code"] = entry.code;
    }
    if (!entry.facts.empty()) {
        boost::json::object& facts = stored["facts"].emplace_object();
        for (const auto& [name, value] : entry.facts) {
            facts[name] = value;
        }
    }
    if (!entry.changes.empty()) {
        put_list(stored, "changes", {"what"}, entry.changes,
                 [](boost::json::object& element, const domain::value_change& each) {
                     element["what"] = each.what;
                     put_text(element, "before", each.before);
                     put_text(element, "after", each.after);
                 });
    }
    if (entry.logged) {
        stored["logged"] = true;
    }
    return stored;
}

domain::result<domain::decided_entry> decode_entry(const boost::json::object& stored) {
    damage found;
    domain::decided_entry entry = read_entry(stored_object{stored, "", found});
    if (found) {
        return damaged_body("decided entry", found);
    }
    return entry;
}

boost::json::object encode(const domain::activity_entry& line, boost::json::object previous) {
    boost::json::object body = std::move(previous);
    body["event"] = line.event;
    body["entity"] = line.entity;
    body["entry"] = encode_entry(line.entry);
    return body;
}

domain::result<domain::activity_entry> decode_activity(const boost::json::object& body) {
    damage found;
    const stored_object from{body, "", found};
    domain::activity_entry line;
    line.event = from.text("event");
    line.entity = from.text("entity");
    line.entry = read_entry(from.inner("entry"));
    if (found) {
        return damaged_body("activity", found);
    }
    return line;
}

} // namespace organizer::store::codec
