#include "domain/demo_event.hpp"

#include "domain/calendar.hpp"
#include "domain/role.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace organizer::domain {

namespace {

constexpr int weeks_behind = 12;
constexpr std::size_t dates_ahead = 6;

struct person {
    std::string_view name;
    std::string_view mail;
    std::array<std::string_view, 3> signed_off; ///< roles, empty ones do not count
    std::string_view training;
    std::string_view prefers;
    std::string_view avoids;
    int wish_weeks;
};

constexpr std::string_view rd = "run-director";
constexpr std::string_view timing = "timekeeper";
constexpr std::string_view results = "results-processor";
constexpr std::string_view scanning = "barcode-scanning";
constexpr std::string_view tokens = "finish-tokens";
constexpr std::string_view marshal = "marshal";
constexpr std::string_view tail = "tail-walker";
constexpr std::string_view welcome = "first-timers-welcome";
constexpr std::string_view setup = "pre-event-setup";
constexpr std::string_view photos = "photographer";

constexpr std::array people{
    person{"Anna BECKER", "anna.becker", {rd, results, timing}, "", rd, "", 4},
    person{"Jörg MÜLLER", "joerg.mueller", {timing, scanning, ""}, rd, timing, "", 3},
    person{"Ulla MÜLLER", "ulla.mueller", {timing, "", ""}, "", tail, marshal, 6},
    person{"Kim MULDER", "kim.mulder", {"", "", ""}, timing, scanning, "", 2},
    person{"Zoë WINTER", "zoe.winter", {rd, results, ""}, "", "", "", 4},
    person{"Amir HADDAD", "amir.haddad", {timing, "", ""}, results, marshal, "", 4},
    person{"Bláithín O'BRIEN", "blaithin.obrien", {scanning, "", ""}, "", welcome, "", 8},
    person{"Peter SOMMER", "peter.sommer", {rd, timing, ""}, "", setup, "", 3},
    person{"Sabine GROSS", "sabine.gross", {results, timing, ""}, "", results, marshal, 4},
    person{"Lukas BAUM", "lukas.baum", {"", "", ""}, "", marshal, "", 2},
    person{"Mia STEIN", "mia.stein", {"", "", ""}, "", photos, timing, 6},
    person{"Thomas FELD", "thomas.feld", {timing, "", ""}, "", "", "", 0},
    person{"Claire BROOK", "claire.brook", {tokens, "", ""}, timing, tokens, "", 4},
    person{"Dieter WALD", "dieter.wald", {rd, results, timing}, "", "", "", 8},
    person{"Emma HILL", "emma.hill", {"", "", ""}, "", tail, "", 3},
    person{"Frank SEE", "frank.see", {"", "", ""}, "", setup, tail, 4},
    person{"Greta LANG", "greta.lang", {scanning, "", ""}, "", scanning, "", 4},
    person{"Hakan YILMAZ", "hakan.yilmaz", {timing, "", ""}, rd, marshal, "", 5},
    person{"Ines KLEIN", "ines.klein", {"", "", ""}, "", welcome, "", 0},
    person{"Jan WEISS", "jan.weiss", {"", "", ""}, "", marshal, scanning, 6},
    person{"Karin ROT", "karin.rot", {results, "", ""}, "", "", "", 4},
    person{"Liam FIELD", "liam.field", {"", "", ""}, "", photos, "", 8},
    person{"Maria SCHWARZ", "maria.schwarz", {timing, "", ""}, "", tokens, "", 3},
    person{"Nils BERG", "nils.berg", {"", "", ""}, scanning, "", "", 0},
    person{"Olga NEUMANN", "olga.neumann", {"", "", ""}, "", tail, "", 5},
    person{"Paul ACKER", "paul.acker", {"", "", ""}, "", marshal, "", 4},
    person{"Ruth GREEN", "ruth.green", {tokens, "", ""}, "", tokens, "", 12},
    person{"Stefan QUELLE", "stefan.quelle", {"", "", ""}, timing, setup, "", 4},
    person{"Tanja HEIDE", "tanja.heide", {scanning, "", ""}, "", scanning, setup, 6},
    person{"Wiebke von der HEIDE-SCHÖNFELDER", "wiebke.heide", {"", "", ""}, "", "", "", 0},
};

create_event wanted_event() {
    create_event wish;
    wish.slug = std::string{demo_slug};
    wish.settings.name = "Monrepos parkrun";
    wish.settings.time_zone = std::string{demo_time_zone};
    wish.settings.country = "DE";
    wish.settings.languages = {"de", "en"};
    wish.settings.needs = usual_needs(event_series::five_k);
    wish.settings.special_days = usual_special_days("DE");
    wish.settings.allowed_pairs = usual_pairs();
    return wish;
}

event made_by(const command_header& header, const create_event& wish) {
    return decide(std::nullopt, header, event_command{wish}, event_context{}).after.value_or(event{});
}

class writer {
public:
    explicit writer(const demo_options& options) : options_(options) {}

    std::vector<demo_step> write() {
        create_the_event();
        create_helpers();
        link_coordinator();
        const auto behind =
            dates_between(event_, add_days(options_.today, -7 * weeks_behind), add_days(options_.today, -1));
        for (std::size_t i = 0; i < behind.size(); ++i) {
            // One date of the past was called off.
            fill_date(behind[i], i + 2 == behind.size() / 2 ? 0 : 100, i);
            if (i + 2 == behind.size() / 2) {
                add(behind[i], cancel{"weather", "Sturm"}, 1);
            } else {
                add(behind[i], publish{}, 5);
            }
        }
        constexpr std::array<int, dates_ahead> share{80, 60, 45, 30, 15, 0};
        const auto ahead = coming_dates(event_, options_.today, dates_ahead);
        for (std::size_t i = 0; i < ahead.size(); ++i) {
            fill_date(ahead[i], share[i], behind.size() + i);
            if (i < 2) {
                add(ahead[i], publish{}, 5);
            }
        }
        return std::move(steps_);
    }

private:
    command_header header_for(std::string_view kind, instant at) {
        command_header header;
        header.op = options_.uuid(fmt::format("demo step {}", steps_.size()));
        header.kind = std::string{kind};
        header.actor = options_.account;
        header.token_access = access::admin;
        header.at = std::min(at, options_.now);
        header.hash = "demo " + header.op;
        return header;
    }

    /// The moment `days` before a date, in the evening.
    static instant evening(local_date date, int days) {
        return instant{std::chrono::sys_days{add_days(date, -days)}} + std::chrono::hours{19};
    }

    instant start() const { return evening(options_.today, 7 * weeks_behind + 10); }

    void create_the_event() {
        const create_event wish = wanted_event();
        const command_header header = header_for("createEvent", start());
        event_ = made_by(header, wish);
        steps_.push_back({header, demo_event_step{wish}});
    }

    void create_helpers() {
        for (std::size_t i = 0; i < people.size(); ++i) {
            const person& who = people[i];
            create_helper wish;
            wish.values.name = std::string{who.name};
            wish.values.number = static_cast<parkrun_number>(900'000'101 + i * 7);
            wish.values.email = std::string{who.mail} + "@example.org";
            wish.values.phone = i % 4 == 3 ? "" : fmt::format("+49 171 39200{:02}", i);
            for (const std::string_view role : who.signed_off) {
                if (!role.empty()) {
                    const bool trains = i == 0 || (i == 8 && role == results);
                    wish.values.levels.push_back(
                        {std::string{role}, trains ? role_level::trainer : role_level::signed_off, std::nullopt});
                }
            }
            if (!who.training.empty()) {
                wish.values.levels.push_back({std::string{who.training}, role_level::training, std::nullopt});
            }
            if (i == 13) {
                wish.values.levels.front().expires = add_days(options_.today, 10);
            }
            if (i == 22) {
                wish.values.absences.push_back({add_days(options_.today, 4), add_days(options_.today, 20)});
            }
            if (!who.prefers.empty()) {
                wish.values.prefers.emplace_back(who.prefers);
            }
            if (!who.avoids.empty()) {
                wish.values.avoids.emplace_back(who.avoids);
            }
            wish.values.wish_weeks = who.wish_weeks;
            wish.values.age = i == 19 ? age_band::from_11_to_17 : age_band::adult;
            wish.values.consents = {true, i % 5 != 4};
            const command_header header = header_for("createHelper", start() + std::chrono::minutes{i});
            helpers_.push_back(options_.helper_id(header.op));
            steps_.push_back({header, demo_helper_step{helpers_.back(), std::move(wish)}});
        }
    }

    void link_coordinator() {
        set_membership wish;
        wish.account = options_.account;
        wish.access = access::coordinator;
        wish.helper = helpers_.front();
        steps_.push_back({header_for("setMembership", start() + std::chrono::hours{1}), demo_event_step{wish}});
    }

    void add(local_date date, schedule_command command, int days) {
        const std::string_view kind = kind_of(command);
        steps_.push_back({header_for(kind, evening(date, days)), demo_schedule_step{date, std::move(command)}});
    }

    static bool may_do(const person& who, const role& what) {
        return who.avoids != what.id &&
               (!what.skilled || std::ranges::find(who.signed_off, what.id) != who.signed_off.end());
    }

    /// Fills about `share` per cent of a date's places, each with somebody who is not on the date yet.
    void fill_date(local_date date, int share, std::size_t turn) {
        const schedule draft = draft_of(event_, date);
        std::set<std::size_t> used;
        for (std::size_t i = 0; i < draft.slots.size(); ++i) {
            const slot& place = draft.slots[i];
            const role* what = find_role(place.role);
            // Steps of 37 reach every remainder of 100, so that places are left open here and there.
            // A needed place is always left open on coming dates, for whoever tries the demo.
            const bool left_open = date >= options_.today && place.role == scanning;
            if (!what || left_open || static_cast<int>((i * 37 + turn * 11) % 100) >= share) {
                continue;
            }
            for (std::size_t k = 0; k < people.size(); ++k) {
                const std::size_t who = (turn * 7 + i * 11 + k) % people.size();
                if (used.contains(who) || !may_do(people[who], *what)) {
                    continue;
                }
                used.insert(who);
                assign wish;
                wish.slot = slot_id(place);
                wish.helper = helpers_[who];
                wish.state = state_of(date, i);
                add(date, std::move(wish), 4);
                break;
            }
        }
    }

    /// On coming dates a few are only asked, and one has declined.
    assignment_state state_of(local_date date, std::size_t place) const {
        if (date < options_.today) {
            return assignment_state::confirmed;
        }
        if (place % 5 == 2) {
            return assignment_state::proposed;
        }
        return place == 9 ? assignment_state::declined : assignment_state::confirmed;
    }

    const demo_options& options_;
    event event_;
    std::vector<std::string> helpers_;
    std::vector<demo_step> steps_;
};

} // namespace

std::vector<demo_step> demo_event(const demo_options& options) { return writer{options}.write(); }

bool demo_has_aged(local_date made, local_date today) {
    command_header header;
    header.token_access = access::admin;
    return !dates_between(made_by(header, wanted_event()), made, add_days(today, -1)).empty();
}

} // namespace organizer::domain
