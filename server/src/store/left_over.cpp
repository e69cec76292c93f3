// What the projector finds undone at a start: entries that are not in the activity log, and unfinished number
// reservations.

#include "store/codec/number_reservation.hpp"
#include "store/decide_loop.hpp"
#include "store/decided_list.hpp"
#include "store/document_ids.hpp"
#include "store/nouns.hpp"
#include "store/projector.hpp"

#include <boost/json/value.hpp>

namespace organizer::store {

namespace {

constexpr std::size_t page_size = 500;
constexpr std::string_view place_id = "projector:-:place";

} // namespace

domain::result<void> projector::look_for_left_over() {
    auto place = read_place();
    if (!place) {
        return place.error();
    }
    std::string since = *std::move(place);
    domain::result<void> fault;
    while (!stopping()) {
        const auto page = over_.changed_since(since, page_size);
        if (!page) {
            return page.error();
        }
        for (const auto& changed : page->documents) {
            if (stopping()) {
                return {};
            }
            auto looked = look_at(changed);
            if (!looked && worth_trying_again(looked.error())) {
                return looked;
            }
            if (!looked) {
                fault = looked; // the others are looked at; this one is found again at the next start
            }
        }
        if (page->damaged) {
            fault = *page->damaged;
        }
        looked_at_ += page->documents.size();
        since = page->next;
        if (page->complete) {
            break;
        }
    }
    return fault;
}

domain::result<void> projector::look_at(const document& changed) {
    const auto kind = parts_of(changed.id).kind;
    if (kind == "pid") {
        return look_at_number(changed);
    }
    const bool is_noun = kind == "event" || kind == "helper" || kind == "schedule" || kind == "account";
    return is_noun ? look_at_entries(changed.id) : domain::result<void>();
}

domain::result<void> projector::look_at_entries(const std::string& id) {
    const auto whole = over_.find(id);
    if (!whole) {
        return whole.error();
    }
    if (!*whole) {
        return {};
    }
    const auto entries = entries_of(**whole);
    if (!entries) {
        return entries.error();
    }
    for (const auto& entry : *entries) {
        if (stopping()) {
            break;
        }
        if (entry.value->logged) {
            continue;
        }
        const auto stands = over_.find(activity_document_id(activity_event_of(id), id, entry.value->op));
        if (!stands) {
            return stands.error();
        }
        if (*stands) {
            continue;
        }
        if (auto logged = log(id, std::span(&entry, 1)); !logged) {
            return logged;
        }
    }
    return {};
}

domain::result<void> projector::look_at_number(const document& changed) {
    const auto reservation = codec::decode_number_reservation(changed.body);
    if (!reservation) {
        return reservation.error();
    }
    const auto name = parts_of(changed.id);
    const auto number = domain::parkrun_number_from_text(name.key);
    if (!number || reservation->state != domain::reservation_state::reserved || !with_.finish_number) {
        return {};
    }
    return with_.finish_number(std::string(name.event), *number);
}

domain::result<std::string> projector::read_place() {
    if (!alone_) {
        return std::string();
    }
    const auto found = over_.find(place_id);
    if (!found) {
        return found.error();
    }
    const auto* since = *found ? (**found).body.if_contains("since") : nullptr;
    return since != nullptr && since->is_string() ? std::string(since->get_string()) : std::string();
}

domain::result<void> projector::note_place() {
    if (!alone_) {
        return {};
    }
    // First the place, then whether all is logged: what was written up to the place was announced before that.
    const auto place = over_.newest_change();
    if (!place) {
        return place.error();
    }
    std::uint64_t through = 0;
    {
        const std::lock_guard lock(mutex_);
        if (!may_move_place()) {
            return {};
        }
        through = logged_through_;
    }
    auto found = over_.find(place_id);
    if (!found) {
        return found.error();
    }
    document noted = *found ? *std::move(*found) : document();
    noted.id = place_id;
    noted.event = installation;
    ++noted.v;
    ++noted.rev;
    noted.body["since"] = *place;
    domain::result<void> wrote;
    if (noted.v == 1) {
        if (const auto inserted = over_.insert(noted); !inserted) {
            wrote = inserted.error();
        }
    } else if (const auto replaced = over_.replace(noted); !replaced) {
        wrote = replaced.error();
    }
    if (wrote) {
        noted_through_ = through;
        looked_at_ = 0;
    }
    return wrote;
}

} // namespace organizer::store
