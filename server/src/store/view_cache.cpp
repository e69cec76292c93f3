#include "store/view_cache.hpp"

#include "ops/clock.hpp"
#include "store/decide_loop.hpp"
#include "store/document_ids.hpp"
#include "store/keeping.hpp"
#include "store/view_bytes.hpp"

#include <algorithm>

namespace organizer::store {

namespace {

constexpr std::size_t page_size = 500;
constexpr int most_readings = 2;

/// Decided entries stay this long, so older documents have nothing to undo and are kept as lists give them.
constexpr std::chrono::days undo_window{30};

std::uint64_t next_generation() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

domain::problem forgotten() { return store_busy("what was read was forgotten meanwhile"); }

std::string key_of(const std::string& id) { return std::string(parts_of(id).key); }

} // namespace

view_cache::view_cache(document_store& from, const ops::clock& time, std::size_t most_bytes,
                       std::chrono::milliseconds deadline)
    : from_(from), time_(time), most_bytes_(most_bytes), deadline_(deadline) {}

std::shared_ptr<const event_view> view_cache::view_if_loaded(std::string_view slug) const {
    const std::shared_lock lock(mutex_);
    const auto found = slots_.find(slug);
    if (found == slots_.end() || !found->second->view) {
        return nullptr;
    }
    found->second->used = true;
    return found->second->view;
}

kept<domain::account> view_cache::account_if_loaded(std::string_view id) const {
    const std::shared_lock lock(mutex_);
    const auto found = accounts_.find(id);
    return found == accounts_.end() ? nullptr : found->second.value;
}

domain::result<std::shared_ptr<const event_view>> view_cache::load(std::string_view slug) {
    if (auto loaded = view_if_loaded(slug)) {
        return loaded;
    }
    // Only an event gets a place here.
    const auto known = read_one<domain::event>(event_document_id(slug));
    if (!known) {
        return known.error();
    }
    if (!known->value) {
        return std::shared_ptr<const event_view>();
    }
    const auto into = slot_of(slug);
    const std::lock_guard building(into->building);
    if (into->view) {
        return into->view;
    }
    return build(slug, into);
}

domain::result<kept<domain::account>> view_cache::account(std::string_view id) {
    if (auto loaded = account_if_loaded(id)) {
        return loaded;
    }
    const auto epoch = epoch_now();
    auto read = read_one<domain::account>(account_document_id(id));
    if (!read) {
        return read.error();
    }
    if (read->value) {
        put(read->value, read->v, epoch);
    }
    return read->value;
}

domain::result<std::vector<kept<domain::account>>> view_cache::all_accounts() {
    auto learned = learn(reading_accounts_, all_accounts_known_, [this](std::uint64_t epoch) -> domain::result<void> {
        auto read = read_all<domain::account>(installation, "account");
        if (!read) {
            return read.error();
        }
        for (const auto& each : *read) {
            put(each.value, each.v, epoch);
        }
        return {};
    });
    if (!learned) {
        return learned.error();
    }
    const std::shared_lock lock(mutex_);
    if (!all_accounts_known_) {
        return forgotten();
    }
    std::vector<kept<domain::account>> all;
    all.reserve(accounts_.size());
    for (const auto& [id, known] : accounts_) {
        all.push_back(known.value);
    }
    return all;
}

domain::result<std::vector<kept<domain::event>>> view_cache::all_events() {
    std::vector<kept<domain::event>> all;
    auto read = each_of<domain::event>(installation, "event", [&](const kept<domain::event>& event, std::int64_t) {
        // A view in memory may be newer than what was read, and never older.
        const auto view = view_if_loaded(event->value.slug);
        all.push_back(view ? view->event : event);
    });
    if (!read) {
        return read.error();
    }
    return all;
}

domain::result<std::vector<kept<domain::event>>> view_cache::events_of(std::string_view account) {
    auto learned = learn(reading_members_, members_known_, [this](std::uint64_t /*epoch*/) {
        return each_of<domain::event>(
            installation, "event", [this](const kept<domain::event>& each, std::int64_t v) { note_members(each, v); });
    });
    if (!learned) {
        return learned.error();
    }
    std::set<std::string> slugs;
    {
        const std::shared_lock lock(mutex_);
        if (!members_known_) {
            return forgotten();
        }
        slugs = members_.events_of(account);
    }
    std::vector<kept<domain::event>> all;
    for (const auto& slug : slugs) {
        auto read = event(slug);
        if (!read) {
            return read.error();
        }
        if (*read && domain::find_membership((*read)->value, account) != nullptr) {
            all.push_back(*std::move(read));
        }
    }
    return all;
}

/// The event as it is now.
domain::result<kept<domain::event>> view_cache::event(std::string_view slug) {
    if (const auto view = view_if_loaded(slug)) {
        return view->event;
    }
    auto read = read_one<domain::event>(event_document_id(slug));
    if (!read) {
        return read.error();
    }
    return read->value;
}

void view_cache::publish(const kept<domain::event>& written, std::int64_t v) {
    note_members(written, v);
    change_view(parts_of(written->id).key, written->id, v, [&](event_view& view) {
        const std::size_t before = bytes_of(*view.event);
        view.event = written;
        return std::pair(before, bytes_of(*written));
    });
}

void view_cache::publish(const kept<domain::helper>& written, std::int64_t v) {
    const auto name = parts_of(written->id);
    change_view(name.event, written->id, v, [&](event_view& view) {
        auto helpers = std::make_shared<helper_map>(*view.helpers);
        auto& known = (*helpers)[std::string(name.key)];
        const std::size_t before = known ? bytes_of(*known) : 0;
        known = written;
        view.helpers = std::move(helpers);
        return std::pair(before, bytes_of(*written));
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
        auto& known = (*schedules)[*date];
        const std::size_t before = known ? bytes_of(*known) : 0;
        known = written;
        view.schedules = std::move(schedules);
        return std::pair(before, bytes_of(*written));
    });
}

void view_cache::publish(const kept<domain::account>& written, std::int64_t v) { put(written, v, epoch_now()); }

void view_cache::forget() {
    const std::unique_lock lock(mutex_);
    ++epoch_;
    slots_.clear();
    bytes_ = 0;
    accounts_.clear();
    all_accounts_known_ = false;
    members_ = {};
    members_known_ = false;
}

std::size_t view_cache::bytes() const {
    const std::shared_lock lock(mutex_);
    return bytes_;
}

std::uint64_t view_cache::epoch_now() const {
    const std::shared_lock lock(mutex_);
    return epoch_;
}

void view_cache::put(const kept<domain::account>& written, std::int64_t v, std::uint64_t epoch) {
    const std::unique_lock lock(mutex_);
    if (epoch != epoch_) {
        return;
    }
    auto& known = accounts_[key_of(written->id)];
    if (known.v < v) {
        known = {written, v};
    }
}

/// Has all of a kind read by `read` and notes that it is `known`. What was read before `forget` is gone; twice in a row
/// means that writes are in doubt over and over, and somebody may try when the store is well again.
domain::result<void> view_cache::learn(shared_reading& by, bool& known,
                                       const std::function<domain::result<void>(std::uint64_t epoch)>& read) {
    const auto is_known = [&] {
        const std::shared_lock lock(mutex_);
        return known;
    };
    return by.ensure(deadline_, is_known, [&]() -> domain::result<void> {
        for (int tries = 0; tries < most_readings; ++tries) {
            const auto epoch = epoch_now();
            if (auto done = read(epoch); !done) {
                return done;
            }
            const std::unique_lock lock(mutex_);
            known = epoch == epoch_;
            if (known) {
                return {};
            }
        }
        return forgotten();
    });
}

void view_cache::note_members(const kept<domain::event>& of, std::int64_t v) {
    std::vector<std::string> accounts;
    accounts.reserve(of->value.memberships.size());
    for (const auto& each : of->value.memberships) {
        accounts.push_back(each.account);
    }
    const std::unique_lock lock(mutex_);
    members_.note(key_of(of->id), v, std::move(accounts));
}

/// Calls `each` with every noun of the kind that has a state and its version; without what can be undone.
template <class Noun, class Each>
domain::result<void> view_cache::each_of(std::string_view event, std::string_view kind, Each each) {
    std::string after;
    while (true) {
        auto page = from_.list(event, kind, after, page_size);
        if (!page) {
            return page.error();
        }
        for (const auto& listed : *page) {
            after = listed.id;
            auto made = kept_from<Noun>(listed);
            if (!made) {
                return made.error();
            }
            if (*made) {
                each(*std::move(made), listed.v);
            }
        }
        if (page->size() < page_size) {
            return {};
        }
    }
}

template <class Noun>
domain::result<std::vector<view_cache::versioned<Noun>>> view_cache::read_all(std::string_view event,
                                                                              std::string_view kind) {
    std::vector<versioned<Noun>> all;
    auto listed = each_of<Noun>(event, kind, [&](kept<Noun> each, std::int64_t v) {
        all.push_back({std::move(each), v});
    });
    if (!listed) {
        return listed.error();
    }
    const auto undoable_since = time_.now() - undo_window;
    for (auto& each : all) {
        if (each.value->updated_at >= undoable_since) {
            // Lists do not load `decided`, which tells what can be undone.
            auto whole = read_one<Noun>(each.value->id);
            if (!whole) {
                return whole.error();
            }
            each = *std::move(whole);
        }
    }
    std::erase_if(all, [](const auto& each) { return each.value == nullptr; });
    return all;
}

/// The noun of that document; null if it has none.
template <class Noun>
domain::result<view_cache::versioned<Noun>> view_cache::read_one(const std::string& id) {
    const auto found = from_.find(id);
    if (!found) {
        return found.error();
    }
    versioned<Noun> read;
    if (*found) {
        auto made = kept_from<Noun>(**found);
        if (!made) {
            return made.error();
        }
        read.value = *std::move(made);
        read.v = (*found)->v;
    }
    return read;
}

domain::result<std::shared_ptr<const event_view>> view_cache::build(std::string_view slug,
                                                                    const std::shared_ptr<slot>& into) {
    // Read when the place is there: what is written from now on is published into it.
    auto event = read_one<domain::event>(event_document_id(slug));
    if (!event) {
        return event.error();
    }
    if (!event->value) {
        return std::shared_ptr<const event_view>();
    }
    auto helpers = read_all<domain::helper>(slug, "helper");
    if (!helpers) {
        return helpers.error();
    }
    auto schedules = read_all<domain::schedule>(slug, "schedule");
    if (!schedules) {
        return schedules.error();
    }
    into->versions[event->value->id] = event->v;
    auto directory = std::make_shared<helper_map>();
    for (auto& each : *helpers) {
        into->versions[each.value->id] = each.v;
        directory->insert_or_assign(key_of(each.value->id), std::move(each.value));
    }
    auto dates = std::make_shared<schedule_map>();
    for (auto& each : *schedules) {
        into->versions[each.value->id] = each.v;
        if (const auto date = domain::date_from_text(parts_of(each.value->id).key)) {
            dates->insert_or_assign(*date, std::move(each.value));
        }
    }
    auto view = std::make_shared<event_view>();
    view->event = std::move(event->value);
    view->helpers = std::move(directory);
    view->schedules = std::move(dates);
    view->generation = next_generation();
    const std::size_t bytes = bytes_of(*view);
    show(slug, into, view, bytes);
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
    const auto [before, after] = change(*next);
    next->generation = next_generation();
    show(slug, of, std::move(next), of->bytes - std::min(of->bytes, before) + after);
}

std::shared_ptr<view_cache::slot> view_cache::slot_of(std::string_view slug) {
    const std::unique_lock lock(mutex_);
    auto& found = slots_[std::string(slug)];
    if (!found) {
        found = std::make_shared<slot>();
    }
    return found;
}

/// Puts the view into its place, and lets go of views that were not used for long while there are too many.
void view_cache::show(std::string_view slug, const std::shared_ptr<slot>& in, std::shared_ptr<const event_view> view,
                      std::size_t bytes) {
    const std::unique_lock lock(mutex_);
    in->view = std::move(view);
    const auto place = slots_.find(slug);
    if (place == slots_.end() || place->second != in) {
        return; // it was let go of or forgotten meanwhile: whoever holds it has it alone
    }
    bytes_ = bytes_ - in->bytes + bytes;
    in->bytes = bytes;
    in->used = true;
    // A hand goes round: who was used since it passed stays for another round.
    while (bytes_ > most_bytes_ && slots_.size() > 1) {
        auto next = slots_.upper_bound(hand_);
        if (next == slots_.end()) {
            next = slots_.begin();
        }
        hand_ = next->first;
        if (next->second == in || next->second->used.exchange(false)) {
            continue;
        }
        bytes_ -= next->second->bytes;
        slots_.erase(next);
    }
}

} // namespace organizer::store
