#include "world.hpp"

#include "domain/account.hpp"
#include "domain/calendar.hpp"
#include "domain/event.hpp"
#include "domain/helper.hpp"
#include "domain/number_reservation.hpp"
#include "domain/schedule.hpp"
#include "identity/crypto.hpp"
#include "ops/clock.hpp"
#include "store/codec/account.hpp"
#include "store/codec/event.hpp"
#include "store/codec/helper.hpp"
#include "store/codec/number_reservation.hpp"
#include "store/codec/schedule.hpp"
#include "store/document_ids.hpp"
#include "store/ids.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace organizer::bench {
namespace {

constexpr std::string_view zone = "Europe/Berlin";
constexpr std::string_view marshal = "marshal";
constexpr std::size_t other_places = 7; ///< places that are no marshal's
constexpr std::size_t left_open = 2;    ///< places of a coming date that are always open: the last marshals
constexpr domain::parkrun_number first_number = 900'000'101;

class maker {
public:
    maker(std::size_t number, const shape& of, const std::string& tid, domain::instant now)
        : number_(number), of_(of), now_(now) {
        made_.slug = fmt::format("bench-{:05}", number);
        auto& owner = made_.coordinator;
        owner.tid = tid;
        owner.oid = store::uuid_v5("bench account " + made_.slug);
        owner.account = identity::account_id(tid, owner.oid);
        owner.name = "Coordinator " + made_.slug;
    }

    event_documents make() {
        add_account();
        for (std::size_t i = 0; i < of_.helpers; ++i) {
            add_helper(i);
        }
        add_event();
        const auto today = ops::local_date_in(zone, now_);
        const auto weeks = static_cast<int>(of_.behind);
        auto past = domain::dates_between(event_, domain::add_days(today, -7 * weeks), domain::add_days(today, -1));
        past.erase(past.begin(), past.end() - static_cast<std::ptrdiff_t>(std::min(past.size(), of_.behind)));
        for (std::size_t i = 0; i < past.size(); ++i) {
            add_schedule(past[i], i, true);
        }
        const auto coming = domain::coming_dates(event_, today, of_.ahead);
        for (std::size_t i = 0; i < coming.size(); ++i) {
            add_schedule(coming[i], past.size() + i, false);
        }
        return std::move(made_);
    }

private:
    void add(std::string id, std::string event, int format, boost::json::object body) {
        store::document fresh;
        fresh.id = std::move(id);
        fresh.event = std::move(event);
        fresh.v = 1;
        fresh.rev = 1;
        fresh.format = format;
        fresh.updated_at = now_;
        fresh.body = std::move(body);
        made_.documents.push_back(std::move(fresh));
    }

    void add_account() {
        const auto& owner = made_.coordinator;
        domain::account state;
        state.tid = owner.tid;
        state.oid = owner.oid;
        state.name = owner.name;
        state.login_name = made_.slug;
        add(store::account_document_id(owner.account), std::string(store::installation), store::codec::account_format,
            store::codec::encode(state, {}));
    }

    void add_helper(std::size_t at) {
        helpers_.push_back(store::uuid_v5(fmt::format("bench helper {} {}", made_.slug, at)));
        const auto& id = helpers_.back();
        domain::helper state;
        state.name = fmt::format("Helper {:03} BENCH-{:05}", (at * 17) % 1000, number_);
        state.number = static_cast<domain::parkrun_number>(first_number + at);
        state.email = fmt::format("helper.{}.{}@example.org", at, made_.slug);
        state.phone = fmt::format("+49 171 392{:04}", at);
        state.notes =
            "Came with a friend, knows the far end of the course, has a bicycle; rather not two weeks in a row.";
        state.levels = {{"timekeeper", domain::role_level::signed_off, std::nullopt},
                        {"run-director", domain::role_level::training, std::nullopt},
                        {"barcode-scanning", domain::role_level::signed_off, std::nullopt}};
        state.prefers = {std::string(marshal), "tail-walker"};
        state.avoids = {"photographer"};
        state.wish_weeks = static_cast<int>(at % 6);
        state.age = domain::age_band::adult;
        state.consents = {true, at % 2 == 0};
        add(store::helper_document_id(made_.slug, id), made_.slug, store::codec::helper_format,
            store::codec::encode(state, {}));
        domain::number_reservation held;
        held.helper = id;
        held.state = domain::reservation_state::held;
        add(store::number_document_id(made_.slug, *state.number), made_.slug, store::codec::number_reservation_format,
            store::codec::encode(held, {}));
    }

    void add_event() {
        event_.slug = made_.slug;
        event_.name = fmt::format("Bench {:05} parkrun", number_);
        event_.time_zone = std::string(zone);
        event_.country = "DE";
        event_.languages = {"de", "en"};
        event_.special_days = domain::usual_special_days(event_.country);
        event_.allowed_pairs = domain::usual_pairs();
        event_.needs = {
            {"run-director", 1, 0},  {std::string(marshal), static_cast<int>(of_.places - other_places - 1), 1},
            {"tail-walker", 1, 0},   {"timekeeper", 2, 0},
            {"finish-tokens", 1, 0}, {"barcode-scanning", 2, 0}};
        event_.memberships = {{made_.coordinator.account, domain::access::coordinator, helpers_.front()}};
        add(store::event_document_id(made_.slug), std::string(store::installation), store::codec::event_format,
            store::codec::encode(event_, {}));
    }

    static bool always_open(const domain::slot& place, std::size_t marshals) {
        return place.role == marshal && static_cast<std::size_t>(place.index) > marshals - left_open;
    }

    void add_schedule(domain::local_date date, std::size_t turn, bool past) {
        auto state = domain::draft_of(event_, date);
        state.status = domain::schedule_status::published;
        const auto marshals = of_.places - other_places;
        std::size_t taken = 0;
        const auto next_helper = [&] { return helpers_[(turn * 7 + taken++) % helpers_.size()]; };
        for (std::size_t i = 0; i < state.slots.size(); ++i) {
            auto& place = state.slots[i];
            const bool open = past ? false : always_open(place, marshals) || (i * 37 + turn * 11) % 100 >= 60;
            // Nobody stands twice on a date, and two always stay free.
            if (!open && taken + left_open < helpers_.size()) {
                place.assignment = domain::assignment{next_helper(), domain::assignment_state::confirmed, {}};
            }
        }
        if (!past) {
            for (const auto& place : state.slots) {
                if (always_open(place, marshals)) {
                    made_.free.push_back({domain::to_text(date), domain::slot_id(place), next_helper()});
                }
            }
        }
        add(store::schedule_document_id(made_.slug, date), made_.slug, store::codec::schedule_format,
            store::codec::encode(state, {}));
    }

    std::size_t number_;
    const shape& of_;
    domain::instant now_;
    domain::event event_;
    std::vector<std::string> helpers_;
    event_documents made_;
};

} // namespace

event_documents make_event(std::size_t number, const shape& of, const std::string& tid, domain::instant now) {
    return maker(number, of, tid, now).make();
}

} // namespace organizer::bench
