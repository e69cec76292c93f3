#include "domain/role.hpp"

#include "domain/text.hpp"
#include "domain/words.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace organizer::domain {

namespace {

using names = std::string_view;
using enum role_phase;

constexpr std::array event_director{names{"Standortleitung"}, names{"Standortleiter"}};
constexpr std::array run_director{names{"Veranstaltungsleiter"}, names{"Veranstaltungsleitung"}, names{"RD"}};
constexpr std::array coordinator{names{"Volunteer Coordinator"}, names{"Helfer Koordinator"},
                                 names{"Helferkoordination"}, names{"Koordination Helfer:innen"}};
constexpr std::array ambassador{names{"parkrun Ambassador"}};
constexpr std::array setup{names{"Setup"}, names{"Veranstaltung Aufbau"}, names{"Aufbau"}};
constexpr std::array course_check{names{"Course Check"}, names{"Streckenprüfung"}, names{"Streckenkontrolle"}};
constexpr std::array welcome{names{"First Timers Briefing"}, names{"First Timers' Welcome"}, names{"First Timers"},
                             names{"Einweiser für Erstläufer"}, names{"Einweisung Erstläufer"}};
constexpr std::array sign_language{names{"Zeichensprache Unterstützung"}, names{"Sign Language"}};
constexpr std::array warm_up{names{"Warm Up"}, names{"Warm-Up Leader"}};
constexpr std::array marshal{names{"Marshall"}, names{"Course Marshal"}};
constexpr std::array car_park{names{"Parkplatz"}};
constexpr std::array lead_bike{names{"Führungsfahrrad"}};
constexpr std::array pacer{names{"Tempoläufer"}, names{"Tempoläuferin"}, names{"Pacer (5k only)"}};
constexpr std::array vi_guide{names{"Guide Runner"}, names{"VI Guide (Guide Runner)"},
                              names{"Begleiter für Sehbehinderte"}};
constexpr std::array parkwalker{names{"parkwalk"}, names{"parkwanderin"}};
constexpr std::array tail_walker{names{"Tail Runner"}, names{"Schlussläufer"}};
constexpr std::array funnel{names{"Leiter Einlaufgasse"}, names{"Einlaufgasse"}};
constexpr std::array timekeeper{names{"Timer"}, names{"Backup Timer"}, names{"Zeitnehmer"}, names{"Zeitnehmer*in"},
                                names{"Timekeeping"}};
constexpr std::array tokens{names{"Finish Token"}, names{"Platzierungskarten Ausgabe"}, names{"Zielmarken"}};
constexpr std::array token_support{names{"Helfer Platzierungskarten Ausgabe"}};
constexpr std::array scanning{names{"Barcode Scanner"}, names{"Barcode Einleser"}, names{"Scanner"}, names{"Scannen"}};
constexpr std::array number_checker{names{"Nummern-Kontrolleur"}, names{"Nummernkontrolle"}};
constexpr std::array token_sorting{names{"Platzierungskarten Verwaltung"}, names{"Zielmarken sortieren"}};
constexpr std::array photographer{names{"Fotograf"}, names{"Fotografin"}, names{"Photos"}};
constexpr std::array close_down{names{"Close Down"}, names{"Veranstaltung Abbau"}, names{"Abbau"}};
constexpr std::array results{names{"Results"}, names{"Ergebnis Auswerter"}, names{"Ergebnisse"}};
constexpr std::array report{names{"Run Report Writer"}, names{"Run Report"}, names{"Bericht"}};
constexpr std::array communications{names{"Communications"}, names{"Social Media"}};
constexpr std::array storage{names{"Equipment Storage"}, names{"Ausrüstung Lagerung"}};
constexpr std::array other{names{"Sonstiges"}, names{"andere Aufgabe"}};

// id, English, German, aliases, phase, group, 5k, junior, skilled
constexpr std::array catalogue{
    role{"run-director", "Run Director", "Laufleitung", run_director, during, role_group::lead, true, true, true},
    role{"event-director", "Event Director", "Standortleitung (Event Director)", event_director, other_day,
         role_group::lead, true, true, false},
    role{"volunteer-coordinator", "Volunteer Co-ordinator", "Koordination Helfer*innen", coordinator, other_day,
         role_group::lead, true, true, false},
    role{"ambassador", "Ambassador", "Ambassador", ambassador, other_day, role_group::lead, true, true, false},
    role{"pre-event-setup", "Pre-event Setup", "Ausrüstung Aufbau", setup, before, role_group::start, true, true,
         false},
    role{"event-day-course-check", "Event Day Course Check", "Streckenprüfung am parkrun-Tag", course_check, before,
         role_group::start, true, true, false},
    role{"first-timers-welcome", "First Timers Welcome", "Einweisung für Erstläufer*innen", welcome, before,
         role_group::start, true, true, false},
    role{"sign-language-support", "Sign Language Support", "Gebärdensprache Unterstützung", sign_language, before,
         role_group::start, true, true, true},
    role{"warm-up-leader", "Warm Up Leader", "Aufwärmgymnastik", warm_up, before, role_group::start, false, true,
         false},
    role{"car-park-marshal", "Car Park Marshal", "Parkplatzeinweisung", car_park, before, role_group::start, true, true,
         false},
    role{"marshal", "Marshal", "Streckenposten", marshal, during, role_group::course, true, true, false},
    role{"lead-bike", "Lead Bike", "Führungs-Fahrrad", lead_bike, during, role_group::course, true, true, false},
    role{"pacer", "Pacer", "Tempoläufer*in", pacer, during, role_group::course, true, false, false},
    role{"vi-guide", "VI Guide", "Begleitung für Sehbehinderte", vi_guide, during, role_group::course, true, true,
         true},
    role{"parkwalker", "parkwalker", "parkwanderer", parkwalker, during, role_group::course, true, false, false},
    role{"tail-walker", "Tail Walker", "Schlussbegleitung", tail_walker, during, role_group::course, true, true, false},
    role{"photographer", "Photographer", "Fotos", photographer, during, role_group::course, true, true, false},
    role{"timekeeper", "Timekeeper", "Zeitnahme", timekeeper, during, role_group::finish, true, true, true},
    role{"funnel-manager", "Funnel Manager", "Leitung Einlaufgasse", funnel, during, role_group::finish, true, true,
         false},
    role{"finish-tokens", "Finish Tokens", "Zielmarkenausgabe", tokens, during, role_group::finish, true, true, false},
    role{"finish-token-support", "Finish Token Support", "Zielmarken Unterstützung", token_support, during,
         role_group::finish, true, true, false},
    role{"barcode-scanning", "Barcode Scanning", "Barcode einlesen", scanning, during, role_group::finish, true, true,
         false},
    role{"number-checker", "Number Checker", "Nummern-Kontrolle", number_checker, during, role_group::finish, true,
         true, false},
    role{"token-sorting", "Token Sorting", "Zielmarkenverwaltung", token_sorting, after, role_group::close, true, true,
         false},
    role{"post-event-close-down", "Post-event Close Down", "Ausrüstung Abbau", close_down, after, role_group::close,
         true, true, false},
    role{"results-processor", "Results Processor", "Ergebnisauswertung", results, after, role_group::close, true, true,
         true},
    role{"report-writer", "Report Writer", "Berichterstattung", report, after, role_group::more, true, true, false},
    role{"communications-person", "Communications Person", "Kommunikation", communications, other_day, role_group::more,
         true, true, false},
    role{"equipment-storage-and-delivery", "Equipment Storage and Delivery", "Ausrüstung Lagerung und Lieferung",
         storage, other_day, role_group::more, true, true, false},
    role{"other", "Other", "andere Aufgaben", other, during, role_group::more, true, true, false},
};

constexpr words<role_phase, 4> phase_words{
    {{before, "before"}, {during, "during"}, {after, "after"}, {other_day, "otherDay"}}};

constexpr words<role_group, 6> group_words{{{role_group::lead, "lead"},
                                            {role_group::start, "start"},
                                            {role_group::course, "course"},
                                            {role_group::finish, "finish"},
                                            {role_group::close, "close"},
                                            {role_group::more, "more"}}};

} // namespace

std::span<const role> role_catalogue() { return catalogue; }

const role* find_role(std::string_view id) {
    const auto found = std::ranges::find(catalogue, id, &role::id);
    return found == catalogue.end() ? nullptr : &*found;
}

std::size_t role_order(std::string_view id) {
    return static_cast<std::size_t>(std::ranges::find(catalogue, id, &role::id) - catalogue.begin());
}

const role* find_role_by_name(std::string_view name) {
    const std::string wanted = ascii_lower(trimmed(name));
    const auto same = [&](std::string_view other_name) { return ascii_lower(other_name) == wanted; };
    const auto found = std::ranges::find_if(catalogue, [&](const role& each) {
        return same(each.name_en) || same(each.name_de) || std::ranges::any_of(each.aliases, same);
    });
    return found == catalogue.end() ? nullptr : &*found;
}

std::string_view to_text(role_phase phase) { return word_of(phase_words, phase); }

std::string_view to_text(role_group group) { return word_of(group_words, group); }

} // namespace organizer::domain
