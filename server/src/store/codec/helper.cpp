#include "store/codec/helper.hpp"

#include "store/codec/stored_object.hpp"

#include <boost/json/value.hpp>

namespace organizer::store::codec {

namespace {

constexpr std::int64_t highest_number = 999'999'999;

domain::helper_level read_level(const stored_object& from) {
    domain::helper_level level;
    level.role = from.text("role");
    level.level = from.word("level", &domain::role_level_from_text, domain::role_level::none);
    if (from.has("expires")) {
        level.expires = from.date("expires");
    }
    return level;
}

void put_level(boost::json::object& into, const domain::helper_level& level) {
    into["role"] = level.role;
    into["level"] = to_text(level.level);
    put_text(into, "expires", level.expires ? domain::to_text(*level.expires) : "");
}

void put_absence(boost::json::object& into, const domain::absence& absence) {
    into["from"] = domain::to_text(absence.from);
    into["to"] = domain::to_text(absence.to);
}

} // namespace

void put_values(boost::json::object& into, const domain::helper_values& values) {
    put_text(into, "name", values.name);
    into.erase("number");
    if (values.number) {
        into["number"] = static_cast<std::int64_t>(*values.number);
    }
    put_text(into, "phone", values.phone);
    put_text(into, "email", values.email);
    put_text(into, "notes", values.notes);
    put_list(into, "levels", {"role"}, values.levels, put_level);
    put_texts(into, "prefers", values.prefers);
    put_texts(into, "avoids", values.avoids);
    put_list(into, "absences", {"from", "to"}, values.absences, put_absence);
    into["wishWeeks"] = values.wish_weeks;
    into["ageBand"] = to_text(values.age);
    auto& stored = into["consents"];
    boost::json::object& consents = stored.is_object() ? stored.get_object() : stored.emplace_object();
    consents["contact"] = values.consents.contact;
    consents["phoneToTeam"] = values.consents.phone_to_team;
}

domain::helper_values read_values(const stored_object& from) {
    domain::helper_values values;
    values.name = from.text_or_empty("name");
    if (const auto number = from.optional_integer("number", 1, highest_number)) {
        values.number = static_cast<domain::parkrun_number>(*number);
    }
    values.phone = from.text_or_empty("phone");
    values.email = from.text_or_empty("email");
    values.notes = from.text_or_empty("notes");
    values.levels = from.list("levels", read_level);
    values.prefers = from.texts("prefers");
    values.avoids = from.texts("avoids");
    values.absences = from.list("absences", [](const stored_object& each) {
        return domain::absence{each.date("from"), each.date("to")};
    });
    values.wish_weeks = static_cast<int>(from.integer_or("wishWeeks", 0, 0, 52));
    values.age = from.word("ageBand", &domain::age_band_from_text, domain::age_band::unknown);
    if (from.has("consents")) {
        const stored_object consents = from.inner("consents");
        values.consents.contact = consents.flag_or("contact", false);
        values.consents.phone_to_team = consents.flag_or("phoneToTeam", false);
    }
    return values;
}

boost::json::object encode(const domain::helper& state, boost::json::object previous) {
    boost::json::object body = std::move(previous);
    put_values(body, state);
    body["archived"] = state.archived;
    body["erased"] = state.erased;
    return body;
}

domain::result<domain::helper> decode_helper(const boost::json::object& body) {
    damage found;
    const stored_object from{body, "", found};
    domain::helper state;
    static_cast<domain::helper_values&>(state) = read_values(from);
    state.archived = from.flag("archived");
    state.erased = from.flag("erased");
    if (state.name.empty() && !state.erased) {
        from.note("name", "missing");
    }
    if (found) {
        return damaged_body("helper", found);
    }
    return state;
}

} // namespace organizer::store::codec
