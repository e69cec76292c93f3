#include "store/view_cache.hpp"

#include "ops/clock.hpp"
#include "store/document_ids.hpp"
#include "store/keeping.hpp"

#include <algorithm>

namespace organizer::store {

namespace {

constexpr std::size_t page_size = 500;

/// Decided entries stay this long, so older documents have nothing to undo and are kept as lists give them.
constexpr std::chrono::days undo_window{30};

std::uint64_t next_generation() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

template <class Noun>
std::string_view kind_for();
template <>
std::string_view kind_for<domain::event>() {
    return "event";
}
template <>
std::string_view kind_for<domain::account>() {
    return "account";
}

std::string key_of(const std::string& id) { return std::string(parts_of(id).key); }

} // namespace

view_cache::view_cache(document_store& from, const ops::clock& time, std::size_t most_events)
    : from_(from), time_(time), most_events_(most_events) {}

std::shared_ptr<const event_view> view_cache::view_if_loaded(std::string_view slug) const {
    const std::shared_lock lock(mutex_);
    const auto found = slots_.find(slug);
    if (found == slots_.end() || !found->second->view) {
        return nullptr;
    }
    found->second->used = ++ticks_;
    return found->second->view;
}

kept<domain::account> view_cache::account_if_loaded(std::string_view id) const {
    const std::shared_lock lock(mutex_);
    const auto found = accounts_.by_key.find(id);
    return found == accounts_.by_key.end() ? nullptr : found->second.value;
}

domain::result<std::shared_ptr<const event_view>> view_cache::load(std::string_view slug) {
    if (auto loaded = view_if_loaded(slug)) {
        return loaded;
    }
    const auto known = one_of(events_, event_document_id(slug));
    if (!known) {
        return known.error();
    }
    if (!*known) {
        return std::shared_ptr<const event_view>();
    }
    const auto into = slot_of(slug);
    const std::lock_guard building(into->building);
    if (into->view) {
        return into->view;
    }
    return build(slug, *into);
}

domain::result<kept<domain::account>> view_cache::account(std::string_view id) {
    return one_of(accounts_, account_document_id(id));
}

domain::result<std::vector<kept<domain::account>>> view_cache::all_accounts() { return all_of(accounts_); }

domain::result<std::vector<kept<domain::event>>> view_cache::all_events() { return all_of(events_); }

void view_cache::publish(const kept<domain::event>& written, std::int64_t v) {
    put(events_, written, v, epoch_now());
    const auto slug = parts_of(written->id).key;
    change_view(slug, written->id, v, [&](event_view& view) {
        // A later version may be in the register already, and was in the view when it was built.
        const std::shared_lock lock(mutex_);
        const auto newest = events_.by_key.find(slug);
        view.event = newest != events_.by_key.end() ? newest->second.value : written;
    });
}

void view_cache::publish(const kept<domain::helper>& written, std::int64_t v) {
    const auto name = parts_of(written->id);
    change_view(name.event, written->id, v, [&](event_view& view) {
        auto helpers = std::make_shared<helper_map>(*view.helpers);
        helpers->insert_or_assign(std::string(name.key), written);
        view.helpers = std::move(helpers);
    });
}

void view_cache::publish(const kept<domain::schedule>& written, std::int64_t v) {
    const auto name = parts_of(written->id);
    const auto date = domain::date_from_text(name.key);
    if (!date) {
        return;
    }
    change_view(name.event, written->id, v, [&](event_view& view) {
        auto schedules = std::make_shared<schedule_map>(*view.schedules);
        schedules->insert_or_assign(*date, written);
        view.schedules = std::move(schedules);
    });
}

void view_cache::publish(const kept<domain::account>& written, std::int64_t v) {
    put(accounts_, written, v, epoch_now());
}

void view_cache::forget() {
    const std::unique_lock lock(mutex_);
    ++epoch_;
    slots_.clear();
    events_ = {};
    accounts_ = {};
}

std::uint64_t view_cache::epoch_now() const {
    const std::shared_lock lock(mutex_);
    return epoch_;
}

template <class Noun>
domain::result<std::vector<kept<Noun>>> view_cache::all_of(register_of<Noun>& all) {
    const auto values = [&all] {
        std::vector<kept<Noun>> each;
        each.reserve(all.by_key.size());
        for (const auto& [key, known] : all.by_key) {
            each.push_back(known.value);
        }
        return each;
    };
    std::uint64_t epoch = 0;
    {
        const std::shared_lock lock(mutex_);
        if (all.complete) {
            return values();
        }
        epoch = epoch_;
    }
    auto read = read_all<Noun>(installation, kind_for<Noun>());
    if (!read) {
        return read.error();
    }
    for (const auto& each : *read) {
        put(all, each.value, each.v, epoch);
    }
    std::unique_lock lock(mutex_);
    if (epoch != epoch_) {
        lock.unlock();
        return all_of(all);
    }
    all.complete = true;
    return values();
}

template <class Noun>
domain::result<kept<Noun>> view_cache::one_of(register_of<Noun>& all, const std::string& id) {
    std::uint64_t epoch = 0;
    {
        const std::shared_lock lock(mutex_);
        const auto found = all.by_key.find(parts_of(id).key);
        if (found != all.by_key.end()) {
            return found->second.value;
        }
        epoch = epoch_;
    }
    const auto read = from_.find(id);
    if (!read) {
        return read.error();
    }
    if (!*read) {
        return kept<Noun>();
    }
    auto made = kept_from<Noun>(**read);
    if (made && *made) {
        put(all, *made, (*read)->v, epoch);
    }
    return made;
}

template <class Noun>
void view_cache::put(register_of<Noun>& all, const kept<Noun>& written, std::int64_t v, std::uint64_t epoch) {
    const std::unique_lock lock(mutex_);
    if (epoch != epoch_) {
        return;
    }
    auto& known = all.by_key[key_of(written->id)];
    if (known.v < v) {
        known = {written, v};
    }
}

template <class Noun>
domain::result<std::vector<view_cache::versioned<Noun>>> view_cache::read_all(std::string_view event,
                                                                              std::string_view kind) {
    std::vector<versioned<Noun>> all;
    const auto undoable_since = time_.now() - undo_window;
    std::string after;
    while (true) {
        auto page = from_.list(event, kind, after, page_size);
        if (!page) {
            return page.error();
        }
        for (auto& listed : *page) {
            after = listed.id;
            std::optional<document> whole = std::move(listed);
            if (whole->updated_at >= undoable_since) {
                // Lists do not load `decided`, which tells what can be undone.
                auto found = from_.find(after);
                if (!found) {
                    return found.error();
                }
                whole = std::move(*found);
            }
            if (!whole) {
                continue;
            }
            auto made = kept_from<Noun>(*whole);
            if (!made) {
                return made.error();
            }
            if (*made) {
                all.push_back({std::move(*made), whole->v});
            }
        }
        if (page->size() < page_size) {
            return all;
        }
    }
}

domain::result<std::shared_ptr<const event_view>> view_cache::build(std::string_view slug, slot& into) {
    auto event = one_of(events_, event_document_id(slug));
    if (!event) {
        return event.error();
    }
    auto helpers = read_all<domain::helper>(slug, "helper");
    if (!helpers) {
        return helpers.error();
    }
    auto schedules = read_all<domain::schedule>(slug, "schedule");
    if (!schedules) {
        return schedules.error();
    }
    auto directory = std::make_shared<helper_map>();
    for (auto& each : *helpers) {
        into.versions[each.value->id] = each.v;
        directory->insert_or_assign(key_of(each.value->id), std::move(each.value));
    }
    auto dates = std::make_shared<schedule_map>();
    for (auto& each : *schedules) {
        into.versions[each.value->id] = each.v;
        if (const auto date = domain::date_from_text(parts_of(each.value->id).key)) {
            dates->insert_or_assign(*date, std::move(each.value));
        }
    }
    auto view = std::make_shared<event_view>();
    view->event = *event;
    view->helpers = std::move(directory);
    view->schedules = std::move(dates);
    view->generation = next_generation();
    const std::unique_lock lock(mutex_);
    into.view = view;
    into.used = ++ticks_;
    return std::shared_ptr<const event_view>(std::move(view));
}

template <class Change>
void view_cache::change_view(std::string_view slug, const std::string& id, std::int64_t v, Change change) {
    std::shared_ptr<slot> of;
    {
        const std::shared_lock lock(mutex_);
        const auto found = slots_.find(slug);
        if (found == slots_.end()) {
            return;
        }
        of = found->second;
    }
    const std::lock_guard building(of->building);
    if (!of->view) {
        return;
    }
    auto& known = of->versions[id];
    if (known >= v) {
        return;
    }
    known = v;
    auto next = std::make_shared<event_view>(*of->view);
    change(*next);
    next->generation = next_generation();
    const std::unique_lock lock(mutex_);
    of->view = std::move(next);
}

std::shared_ptr<view_cache::slot> view_cache::slot_of(std::string_view slug) {
    const std::unique_lock lock(mutex_);
    if (const auto found = slots_.find(slug); found != slots_.end()) {
        return found->second;
    }
    if (slots_.size() >= most_events_) {
        const auto oldest = std::min_element(slots_.begin(), slots_.end(), [](const auto& one, const auto& other) {
            return one.second->used < other.second->used;
        });
        slots_.erase(oldest);
    }
    auto made = std::make_shared<slot>();
    made->used = ++ticks_;
    slots_.emplace(slug, made);
    return made;
}

} // namespace organizer::store
