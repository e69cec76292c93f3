#include "cast.hpp"

#include <gtest/gtest.h>

namespace organizer::testing {

cast::cast(engine kept_in, sign_in accounts, std::string vfs)
    : at(kept_in, accounts, {0, 0}, std::move(vfs)), admin(at.add_person("Ada Admin", true, {"Organizer.Admin"})),
      coordinator(at.add_person("Clara Coordinator", false, {"Organizer.Coordinator"})),
      director(at.add_person("Rudi Director", false, {"Organizer.RunDirector"})),
      helper(at.add_person("Jörg Helper", false, {"Organizer.Helper"})),
      stranger(at.add_person("Otto Other", false, {"Organizer.Coordinator"})) {
    at.make_event(admin, "monrepos", {{"name", "Monrepos parkrun"}});
    at.make_event(admin, "elsewhere");
    at.make_member(admin, coordinator, "monrepos", "coordinator");
    anna = at.make_helper(coordinator, "monrepos",
                          {{"name", "Anna BECKER"},
                           {"parkrunNumber", 1001},
                           {"phone", "+49 711 1001"},
                           {"email", "anna@example.org"},
                           {"notes", "knows the course"}});
    jorg = at.make_helper(coordinator, "monrepos",
                          {{"name", "Jörg MÜLLER"},
                           {"parkrunNumber", 1002},
                           {"phone", "+49 711 1002"},
                           {"email", "joerg@example.org"},
                           {"notes", "asks for early dates"}});
    zoe = at.make_helper(coordinator, "monrepos", {{"name", "Zoë Weiß"}});
    at.make_member(coordinator, director, "monrepos", "runDirector");
    at.make_member(coordinator, helper, "monrepos", "helper", jorg);
    at.make_member(admin, stranger, "elsewhere", "coordinator");
}

boost::json::object cast::assignment(const std::string& helper, const std::string& expect) {
    const auto or_null = [](const std::string& id) {
        return id.empty() ? boost::json::value() : boost::json::value(id);
    };
    return {{"helper", or_null(helper)}, {"expect", or_null(expect)}};
}

void cast::publish(std::string_view date) {
    const auto made = coordinator.post(day(date, "/publish"));
    ASSERT_EQ(made.status, 200U) << made.text;
}

reply cast::assign(const client& by, std::string_view date, std::string_view place, const std::string& who) {
    return by.put(slot(date, place), assignment(who));
}

std::string cast::holder(std::string_view date, std::string_view place) {
    const auto shown = coordinator.get(day(date));
    EXPECT_EQ(shown.status, 200U) << shown.text;
    const auto& slots = shown.at("/slots").as_array();
    for (const auto& one : slots) {
        const auto& slot = one.as_object();
        if (slot.at("id").as_string() == place) {
            const auto* assigned = slot.if_contains("assignment");
            return assigned == nullptr ? std::string()
                                       : std::string(std::string_view(assigned->at("helper").as_string()));
        }
    }
    ADD_FAILURE() << "no slot " << place << " on " << date;
    return {};
}

} // namespace organizer::testing
