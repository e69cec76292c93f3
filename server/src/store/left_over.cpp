// What the projector finds undone at a start: entries that are not in the activity log, and unfinished number
// reservations.

#include "store/codec/number_reservation.hpp"
#include "store/decide_loop.hpp"
#include "store/decided_list.hpp"
#include "store/document_ids.hpp"
#include "store/projector.hpp"

#include <boost/json/value.hpp>

namespace organizer::store {

namespace {

constexpr std::size_t page_size = 500;

} // namespace

domain::result<void> projector::look_for_left_over() {
    std::string after;
    for (const std::string_view kind : {"event", "account"}) {
        if (auto looked = look_at_kind(installation, kind); !looked) {
            return looked;
        }
    }
    while (!stopping()) {
        const auto events = over_.list(installation, "event", after, page_size);
        if (!events) {
            return events.error();
        }
        for (const auto& event : *events) {
            after = event.id;
            const auto slug = parts_of(event.id).key;
            for (const std::string_view kind : {"helper", "schedule"}) {
                if (auto looked = look_at_kind(slug, kind); !looked) {
                    return looked;
                }
            }
            if (auto looked = look_at_numbers(slug); !looked) {
                return looked;
            }
        }
        if (events->size() < page_size) {
            break;
        }
    }
    return {};
}

domain::result<void> projector::look_at_kind(std::string_view event, std::string_view kind) {
    std::string after;
    while (!stopping()) {
        const auto page = over_.list(event, kind, after, page_size);
        if (!page) {
            return page.error();
        }
        for (const auto& listed : *page) {
            after = listed.id;
            const auto whole = over_.find(listed.id);
            if (!whole) {
                return whole.error();
            }
            if (!*whole) {
                continue;
            }
            const auto entries = entries_of(**whole);
            if (!entries) {
                return entries.error();
            }
            for (const auto& entry : *entries) {
                if (entry.logged) {
                    continue;
                }
                const auto stands = over_.find(activity_document_id(activity_event_of(listed.id), listed.id, entry.op));
                if (!stands) {
                    return stands.error();
                }
                if (*stands) {
                    continue;
                }
                if (auto logged = log(listed.id, entry); !logged) {
                    return logged;
                }
            }
        }
        if (page->size() < page_size) {
            break;
        }
    }
    return {};
}

domain::result<void> projector::look_at_numbers(std::string_view event) {
    std::string after;
    while (!stopping()) {
        const auto page = over_.list(event, "pid", after, page_size);
        if (!page) {
            return page.error();
        }
        for (const auto& listed : *page) {
            after = listed.id;
            const auto reservation = codec::decode_number_reservation(listed.body);
            if (!reservation) {
                return reservation.error();
            }
            const auto number = domain::parkrun_number_from_text(parts_of(listed.id).key);
            if (!number || reservation->state != domain::reservation_state::reserved || !with_.finish_number) {
                continue;
            }
            if (auto finished = with_.finish_number(std::string(event), *number); !finished) {
                return finished;
            }
        }
        if (page->size() < page_size) {
            break;
        }
    }
    return {};
}

} // namespace organizer::store
