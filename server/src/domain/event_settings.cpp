// Checks, words and usual values of an event's settings.

#include "domain/event.hpp"

#include "domain/role.hpp"
#include "domain/text.hpp"
#include "domain/words.hpp"

#include <algorithm>
#include <set>

namespace organizer::domain {

namespace {

constexpr std::size_t most_needs = 60;
constexpr std::size_t most_special_days = 20;
constexpr std::size_t most_pairs = 60;
constexpr int minutes_of_day = 24 * 60;

constexpr words<event_series, 2> series_words{{{event_series::five_k, "5k"}, {event_series::junior, "junior"}}};

constexpr words<invitation_state, 3> invitation_words{
    {{invitation_state::open, "open"}, {invitation_state::used, "used"}, {invitation_state::revoked, "revoked"}}};

constexpr words<std::chrono::weekday, 7> weekday_words{{{std::chrono::Monday, "monday"},
                                                        {std::chrono::Tuesday, "tuesday"},
                                                        {std::chrono::Wednesday, "wednesday"},
                                                        {std::chrono::Thursday, "thursday"},
                                                        {std::chrono::Friday, "friday"},
                                                        {std::chrono::Saturday, "saturday"},
                                                        {std::chrono::Sunday, "sunday"}}};

std::string at(std::string_view list, std::size_t index, std::string_view member) {
    return "/" + std::string{list} + "/" + std::to_string(index) + "/" + std::string{member};
}

bool is_time_of_day(int minutes) { return minutes >= 0 && minutes < minutes_of_day; }

/// The shape of an IANA name; whether the zone exists only the caller's zone database knows.
bool is_zone_name(std::string_view text) {
    return !text.empty() && text.size() <= 64 && text.front() != '/' && text.back() != '/' &&
           text.find("..") == std::string_view::npos && std::ranges::all_of(text, [](char each) {
               return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9') ||
                      std::string_view{"_+-/"}.find(each) != std::string_view::npos;
           });
}

void check_role(std::string_view id, event_series series, std::string pointer, std::vector<field_fault>& faults) {
    const role* found = find_role(id);
    if (!found) {
        faults.push_back({std::move(pointer), "unknownRole"});
    } else if (!(series == event_series::five_k ? found->five_k : found->junior)) {
        faults.push_back({std::move(pointer), "roleOfOtherSeries"});
    }
}

void check_needs(const std::vector<role_need>& needs, event_series series, std::vector<field_fault>& faults) {
    if (needs.size() > most_needs) {
        faults.push_back({"/needs", "tooMany"});
        return;
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        check_role(needs[i].role, series, at("needs", i, "role"), faults);
        if (!seen.insert(needs[i].role).second) {
            faults.push_back({at("needs", i, "role"), "twice"});
        }
        if (needs[i].need < 0 || needs[i].need > most_places_of_role) {
            faults.push_back({at("needs", i, "need"), "outOfRange"});
        } else if (needs[i].prefer < 0 || needs[i].prefer > most_places_of_role - needs[i].need) {
            faults.push_back({at("needs", i, "prefer"), "outOfRange"});
        }
    }
}

void check_special_days(const std::vector<special_day>& days, std::vector<field_fault>& faults) {
    if (days.size() > most_special_days) {
        faults.push_back({"/specialDays", "tooMany"});
        return;
    }
    std::set<std::chrono::month_day> seen;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!days[i].day.ok()) {
            faults.push_back({at("specialDays", i, "day"), "notADay"});
        } else if (!seen.insert(days[i].day).second) {
            faults.push_back({at("specialDays", i, "day"), "twice"});
        }
        if (days[i].start && !is_time_of_day(*days[i].start)) {
            faults.push_back({at("specialDays", i, "startTime"), "notATime"});
        }
    }
}

void check_pairs(const std::vector<allowed_pair>& pairs, event_series series, std::vector<field_fault>& faults) {
    if (pairs.size() > most_pairs) {
        faults.push_back({"/allowedPairs", "tooMany"});
        return;
    }
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        check_role(pairs[i].first, series, at("allowedPairs", i, "first"), faults);
        check_role(pairs[i].second, series, at("allowedPairs", i, "second"), faults);
        if (pairs[i].first == pairs[i].second) {
            faults.push_back({at("allowedPairs", i, "second"), "sameRole"});
        }
    }
}

} // namespace

std::vector<field_fault> check_settings(const event_settings& settings, event_series series) {
    std::vector<field_fault> faults;
    check_text(settings.name, name_rule, "/name", faults);
    if (!settings.weekday.ok()) {
        faults.push_back({"/weekday", "notAWeekday"});
    }
    if (!is_time_of_day(settings.start)) {
        faults.push_back({"/startTime", "notATime"});
    }
    if (!is_zone_name(settings.time_zone)) {
        faults.push_back({"/timeZone", "notATimeZone"});
    }
    const auto is_capital = [](char each) { return each >= 'A' && each <= 'Z'; };
    if (settings.country.size() != 2 || !std::ranges::all_of(settings.country, is_capital)) {
        faults.push_back({"/country", "notACountry"});
    }
    if (settings.languages.empty()) {
        faults.push_back({"/languages", "required"});
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < settings.languages.size(); ++i) {
        const std::string_view each = settings.languages[i];
        if ((each != "de" && each != "en") || !seen.insert(each).second) {
            faults.push_back({"/languages/" + std::to_string(i), "notALanguage"});
        }
    }
    check_needs(settings.needs, series, faults);
    check_special_days(settings.special_days, faults);
    check_pairs(settings.allowed_pairs, series, faults);
    return faults;
}

bool is_slug(std::string_view text) { return text.size() >= 2 && is_kebab(text, 60); }

std::vector<role_need> usual_needs(event_series series) {
    if (series == event_series::junior) {
        return {{"run-director", 1, 0},
                {"pre-event-setup", 0, 2},
                {"event-day-course-check", 1, 0},
                {"first-timers-welcome", 1, 0},
                {"warm-up-leader", 1, 0},
                {"marshal", 4, 2},
                {"tail-walker", 1, 0},
                {"timekeeper", 1, 1},
                {"finish-tokens", 1, 0},
                {"barcode-scanning", 2, 0},
                {"post-event-close-down", 0, 2},
                {"results-processor", 1, 0}};
    }
    return {{"run-director", 1, 0},
            {"pre-event-setup", 0, 1},
            {"event-day-course-check", 1, 0},
            {"first-timers-welcome", 1, 0},
            {"marshal", 1, 1},
            {"tail-walker", 1, 0},
            {"timekeeper", 1, 1},
            {"finish-tokens", 1, 0},
            {"barcode-scanning", 1, 1},
            {"photographer", 0, 1},
            {"post-event-close-down", 0, 1},
            {"results-processor", 1, 0}};
}

std::vector<allowed_pair> usual_pairs() { return {{"finish-tokens", "run-director"}}; }

std::string_view to_text(event_series series) { return word_of(series_words, series); }

std::optional<event_series> event_series_from_text(std::string_view text) { return value_of(series_words, text); }

std::string_view to_text(invitation_state state) { return word_of(invitation_words, state); }

std::optional<invitation_state> invitation_state_from_text(std::string_view text) {
    return value_of(invitation_words, text);
}

std::string_view to_text(std::chrono::weekday day) { return word_of(weekday_words, day); }

std::optional<std::chrono::weekday> weekday_from_text(std::string_view text) { return value_of(weekday_words, text); }

} // namespace organizer::domain
