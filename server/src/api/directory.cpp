#include "api/directory.hpp"

#include "domain/helper.hpp"
#include "domain/schedule.hpp"

#include <algorithm>
#include <tuple>

namespace organizer::api {
namespace {

constexpr std::uint64_t mark_factor = 0x100000001b3U;

} // namespace

std::shared_ptr<const directory::entries> directory::of(std::string_view slug, const store::event_view& view) {
    known before;
    {
        const std::scoped_lock guard(lock_);
        if (const auto found = by_event_.find(slug); found != by_event_.end()) {
            before = found->second;
        }
    }
    if (before.helpers == view.helpers) {
        return before.sorted;
    }
    std::unordered_map<const void*, std::shared_ptr<const directory_entry>> reusable;
    if (before.sorted) {
        for (const auto& entry : *before.sorted) {
            reusable.emplace(entry->helper.get(), entry);
        }
    }
    auto made = std::make_shared<entries>();
    made->reserve(view.helpers->size());
    for (const auto& [id, helper] : *view.helpers) {
        if (const auto same = reusable.find(helper.get()); same != reusable.end()) {
            made->push_back(same->second);
            continue;
        }
        auto entry = std::make_shared<directory_entry>();
        entry->id = id;
        entry->helper = helper;
        entry->sort_key = order_.key(helper->value.name);
        entry->words = fold(helper->value.name);
        made->push_back(std::move(entry));
    }
    std::ranges::sort(*made, [](const auto& left, const auto& right) {
        return std::tie(left->sort_key, left->id) < std::tie(right->sort_key, right->id);
    });
    const std::scoped_lock guard(lock_);
    if (by_event_.size() >= most_events && !by_event_.contains(slug)) {
        by_event_.clear();
    }
    by_event_.insert_or_assign(std::string(slug), known{view.helpers, made});
    return made;
}

history_map histories(const store::event_view& view, domain::local_date today) {
    history_map made;
    for (const auto& [date, stored] : *view.schedules) {
        const auto& schedule = stored->value;
        if (schedule.status == domain::schedule_status::cancelled) {
            continue;
        }
        for (const auto& place : schedule.slots) {
            if (!place.assignment) {
                continue;
            }
            const auto& assigned = *place.assignment;
            auto& history = made[assigned.helper];
            history.mark = (history.mark ^ static_cast<std::uint64_t>(stored->rev)) * mark_factor +
                           static_cast<std::uint64_t>(std::chrono::sys_days(date).time_since_epoch().count());
            if (date >= today) {
                history.coming.push_back({date, domain::slot_id(place), assigned.state});
            } else if (assigned.state != domain::assignment_state::declined && history.last != date) {
                history.last = date;
                ++history.times;
            }
        }
    }
    return made;
}

} // namespace organizer::api
