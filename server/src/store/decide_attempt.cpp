// One attempt of the decide loop, written once for all nouns.

#include "store/decide_loop.hpp"

#include "ops/clock.hpp"
#include "store/attempt_reads.hpp"
#include "store/codec/decided_entry.hpp"
#include "store/decided_list.hpp"
#include "store/document_ids.hpp"
#include "store/keeping.hpp"
#include "store/projector.hpp"
#include "store/stored_value.hpp"
#include "store/view_cache.hpp"
#include "store/working_copies.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace organizer::store {

namespace {

constexpr int most_attempts = 500;

domain::problem simple_problem(domain::failure kind, std::string code) {
    domain::problem made;
    made.kind = kind;
    made.code = std::move(code);
    return made;
}

bool same_command(const domain::decided_entry& entry, const domain::command_header& header) {
    return entry.actor == header.actor && entry.hash == header.hash && entry.kind == header.kind;
}

} // namespace

/// Decodes what was found of a document; a document that is not stored has neither state nor entries.
template <class Noun>
domain::result<working_copy<Noun>> working_copy_of(const std::string& id, std::optional<document> found) {
    working_copy<Noun> made;
    if (!found) {
        made.stored.id = id;
        made.stored.event = parts_of(id).event;
        made.stored.format = noun<Noun>::format;
        return made;
    }
    made.present = true;
    made.stored = *std::move(found);
    if (made.stored.format > noun<Noun>::format) {
        return newer_format(made.stored);
    }
    auto state = state_of<Noun>(made.stored);
    if (!state) {
        return state.error();
    }
    made.state = *std::move(state);
    auto entries = entries_of(made.stored);
    if (!entries) {
        return entries.error();
    }
    made.entries = *std::move(entries);
    made.body_bytes = approximate_size(made.stored.body);
    made.decided_bytes = approximate_size(made.stored.decided);
    if (made.state && noun<Noun>::encode(*made.state, {}) == made.stored.body) {
        made.stored.body.clear(); // nothing in it that the state does not give
    }
    return made;
}

/// One attempt to decide a batch on a document.
template <class Noun>
class decide_loop::attempt {
public:
    /// From the copy at hand, if there is one; `from_store`: from what is stored in any case.
    attempt(decide_loop& loop, const std::string& id, std::span<command_job<Noun>* const> batch, bool from_store)
        : loop_(loop), copies_(loop.copies<Noun>()), id_(id), batch_(batch), from_store_(from_store),
          era_(copies_.era()), reads_(loop.over_, loop.alone_ ? &loop.views_ : nullptr) {}

    enum class ended { answered, again };

    domain::result<ended> run();

private:
    /// What a job ends with, unless the race is lost.
    struct verdict {
        bool left = false;                      ///< unanswered: needs a number
        std::optional<domain::problem> problem; ///< answered without a record
        bool repeated = false;
        domain::decided_entry entry;
    };

    domain::result<void> load();
    domain::result<verdict> judge(command_job<Noun>& job);
    domain::result<verdict> apply(command_job<Noun>& job);
    verdict record(command_job<Noun>& job, domain::decision<Noun> made);
    /// How long somebody must wait after too many refusals within a day; nothing if there are fewer.
    std::optional<std::chrono::seconds> wait_after_refusals(const std::string& actor) const;
    bool grows_beyond_limit(const Noun& after) const;
    domain::result<bool> store_it();
    void answer(std::vector<verdict> verdicts);
    domain::result<ended> write(std::vector<verdict> verdicts);

    decide_loop& loop_;
    working_copies<Noun>& copies_;
    const std::string& id_;
    std::span<command_job<Noun>* const> batch_;
    bool from_store_;
    std::uint64_t era_; ///< of the copies, before anything was read
    attempt_reads reads_;

    working_copy<Noun> now_;                              ///< the document, changed command by command
    std::optional<domain::parkrun_number> number_before_; ///< of a helper, as loaded
    std::size_t fresh_ = 0;                               ///< the last entries, decided by this attempt
};

template <class Noun>
domain::result<void> decide_loop::attempt<Noun>::load() {
    auto copy = from_store_ ? std::nullopt : copies_.take(id_);
    if (copy) {
        now_ = *std::move(copy);
    } else {
        from_store_ = true;
        auto found = loop_.over_.find(id_);
        if (!found) {
            return found.error();
        }
        auto decoded = working_copy_of<Noun>(id_, *std::move(found));
        if (!decoded) {
            return decoded.error();
        }
        now_ = *std::move(decoded);
    }
    if constexpr (std::is_same_v<Noun, domain::helper>) {
        number_before_ = now_.state ? now_.state->number : std::nullopt;
    }
    return {};
}

template <class Noun>
domain::result<typename decide_loop::attempt<Noun>::ended> decide_loop::attempt<Noun>::run() {
    if (auto loaded = load(); !loaded) {
        return loaded.error();
    }
    std::vector<verdict> verdicts;
    verdicts.reserve(batch_.size());
    for (auto* job : batch_) {
        auto judged = judge(*job);
        if (!judged) {
            return judged.error();
        }
        if (reads_.trouble()) {
            return *reads_.trouble();
        }
        verdicts.push_back(std::move(*judged));
    }
    if (fresh_ == 0) {
        // What changes nothing rests on no compare-and-set, so not on a copy that somebody else may have outdated.
        if (!from_store_ && !loop_.alone_) {
            return ended::again;
        }
        answer(std::move(verdicts));
        if (now_.present) {
            copies_.put(std::move(now_), era_);
        }
        return ended::answered;
    }
    return write(std::move(verdicts));
}

template <class Noun>
domain::result<typename decide_loop::attempt<Noun>::verdict> decide_loop::attempt<Noun>::judge(command_job<Noun>& job) {
    job.needs_number.reset();
    job.refused_unrecorded.reset();
    const auto* known = find_entry(now_.entries, job.header.op);
    std::optional<domain::decided_entry> logged_entry;
    if (known == nullptr && now_.stored.evicted) {
        auto logged = loop_.logged(id_, job.header.op);
        if (!logged) {
            return logged.error();
        }
        logged_entry = std::move(*logged);
        known = logged_entry ? &*logged_entry : nullptr;
    }
    if (known != nullptr) {
        verdict made;
        if (same_command(*known, job.header)) {
            made.repeated = true;
            made.entry = *known;
        } else {
            made.problem = simple_problem(domain::failure::other_command, "otherCommand");
        }
        return made;
    }
    return apply(job);
}

template <class Noun>
domain::result<typename decide_loop::attempt<Noun>::verdict> decide_loop::attempt<Noun>::apply(command_job<Noun>& job) {
    rule_input given;
    given.id = id_;
    given.rev = now_.stored.rev;
    given.entries = &now_.entries;
    given.now = loop_.time_.now();
    given.reads = &reads_;
    given.views = &loop_.views_;
    given.number_taken_by = job.number_taken_by;
    auto ruled = noun<Noun>::decide(now_.state, job.header, job.command, given);
    if (!ruled) {
        return ruled.error();
    }
    domain::decision<Noun>& made = *ruled;

    if constexpr (std::is_same_v<Noun, domain::helper>) {
        // What changes no state needs no number; it is recorded as it is.
        const bool recorded_as_is = made.ok ? !made.after : made.refusal.kind == domain::failure::conflict;
        const auto number = domain::number_to_reserve(now_.state, job.command, undone_entry(job.command, now_.entries));
        if (!job.reserved_number && number && !recorded_as_is) {
            job.needs_number = number;
            if (!made.ok) {
                job.refused_unrecorded = made.refusal;
            }
            verdict left;
            left.left = true;
            return left;
        }
        if (job.reserved_number && made.ok && number != job.reserved_number) {
            made = domain::decision<Noun>::refuse(domain::failure::conflict, "changedSince");
        }
        if (job.number_taken_by && made.ok) {
            made = domain::decision<Noun>::refuse(domain::failure::conflict, "parkrunNumberTaken",
                                                  {{"helper", *job.number_taken_by}});
        }
    }
    return record(job, std::move(made));
}

template <class Noun>
typename decide_loop::attempt<Noun>::verdict decide_loop::attempt<Noun>::record(command_job<Noun>& job,
                                                                                domain::decision<Noun> made) {
    verdict ends;
    const bool always_recorded = job.reserved_number.has_value();
    if (made.ok && made.after && grows_beyond_limit(*made.after)) {
        made = domain::decision<Noun>::refuse(always_recorded ? domain::failure::conflict : domain::failure::too_large,
                                              "documentFull");
    }
    if (!made.ok && !always_recorded) {
        if (made.refusal.kind != domain::failure::conflict) {
            ends.problem = std::move(made.refusal);
            return ends;
        }
        if (const auto wait = wait_after_refusals(job.header.actor)) {
            ends.problem = simple_problem(domain::failure::too_many, "tooManyRefusals");
            ends.problem->facts["retryAfter"] = std::to_string(wait->count());
            return ends;
        }
    }
    domain::decided_entry entry;
    entry.op = job.header.op;
    entry.actor = job.header.actor;
    entry.token_access = job.header.token_access;
    entry.at = job.header.at;
    entry.kind = job.header.kind;
    entry.hash = job.header.hash;
    entry.group = job.header.group;
    entry.ok = made.ok;
    ends.entry = entry;
    ends.entry.facts = made.ok ? made.facts : made.refusal.facts;
    if (made.ok) {
        entry.facts = std::move(made.facts);
        entry.changes = std::move(made.changes);
        ends.entry.changes = entry.changes;
        if (made.after) {
            now_.state = std::move(made.after);
            ++now_.stored.rev;
        }
    } else {
        // A recorded refusal keeps no more than what a repeat needs.
        entry.refused_as = ends.entry.refused_as = made.refusal.kind;
        entry.code = ends.entry.code = made.refusal.code;
    }
    now_.stored.decided.emplace_back(codec::encode_entry(entry));
    now_.decided_bytes += approximate_size(now_.stored.decided.back());
    now_.entries.push_back({std::make_shared<const domain::decided_entry>(std::move(entry)), 0});
    ++fresh_;
    return ends;
}

template <class Noun>
std::optional<std::chrono::seconds> decide_loop::attempt<Noun>::wait_after_refusals(const std::string& actor) const {
    const auto now = loop_.time_.now();
    const std::chrono::hours day(24);
    std::vector<domain::instant> refusals;
    for (const auto& entry : now_.entries) {
        const auto& value = *entry.value;
        if (!value.ok && value.actor == actor && value.at > now - day) {
            refusals.push_back(value.at);
        }
    }
    if (refusals.size() < most_refusals) {
        return std::nullopt;
    }
    // The next one is recorded as soon as the last twenty are nineteen.
    std::sort(refusals.begin(), refusals.end());
    return std::chrono::ceil<std::chrono::seconds>(refusals[refusals.size() - most_refusals] + day - now);
}

template <class Noun>
bool decide_loop::attempt<Noun>::grows_beyond_limit(const Noun& after) const {
    if (now_.body_bytes + now_.decided_bytes < full_document / 2) {
        // No single command grows a document by as much as the other half.
        return false;
    }
    const auto size_of = [&](const Noun& state) {
        return approximate_size(noun<Noun>::encode(state, now_.stored.body));
    };
    const std::size_t before = now_.state ? size_of(*now_.state) : 0;
    const std::size_t then = size_of(after);
    return then > before && then + now_.decided_bytes > full_document;
}

template <class Noun>
void decide_loop::attempt<Noun>::answer(std::vector<verdict> verdicts) {
    kept<Noun> current;
    if (now_.state) {
        current = keep<Noun>(now_.stored, *now_.state, now_.entries);
        if (now_.stored.v > 0) {
            loop_.views_.publish(current, now_.stored.v);
        }
    }
    for (std::size_t at = 0; at < batch_.size(); ++at) {
        verdict& ends = verdicts[at];
        if (ends.left) {
            continue;
        }
        if (ends.problem) {
            batch_[at]->finish(std::move(*ends.problem));
        } else {
            batch_[at]->finish(command_outcome<Noun>{ends.repeated, std::move(ends.entry), current});
        }
    }
}

/// Inserts or replaces; false if the race is lost.
template <class Noun>
domain::result<bool> decide_loop::attempt<Noun>::store_it() {
    if (now_.present) {
        const auto wrote = loop_.over_.replace(now_.stored);
        if (!wrote) {
            return wrote.error();
        }
        return *wrote == replace_outcome::replaced;
    }
    const auto wrote = loop_.over_.insert(now_.stored);
    if (!wrote) {
        return wrote.error();
    }
    return *wrote == insert_outcome::inserted;
}

template <class Noun>
domain::result<typename decide_loop::attempt<Noun>::ended>
decide_loop::attempt<Noun>::write(std::vector<verdict> verdicts) {
    if (auto aged = loop_.age(now_.stored, now_.entries, now_.decided_bytes, fresh_); !aged) {
        return aged.error();
    }
    boost::json::object rest = now_.stored.body;
    if (now_.state) {
        now_.stored.body = noun<Noun>::encode(*now_.state, std::move(now_.stored.body));
        now_.stored.format = noun<Noun>::format;
    }
    now_.stored.updated_at = loop_.time_.now();
    ++now_.stored.v;
    // The log is told before and after, so that it knows at any time whether there may be more to log.
    projector::announced announced(loop_.log_);
    const auto wrote = store_it();
    if (!wrote) {
        loop_.log_.doubt();
        return wrote.error();
    }
    if (!*wrote) {
        return ended::again;
    }
    now_.present = true;
    now_.body_bytes = approximate_size(now_.stored.body);
    now_.stored.body = std::move(rest);
    if constexpr (std::is_same_v<Noun, domain::helper>) {
        if (number_before_ && (!now_.state || now_.state->number != number_before_) && loop_.number_freed) {
            loop_.number_freed(now_.stored.event, *number_before_);
        }
    }
    // The log knows of the entries before anybody has the answer, so that whoever waits for it then waits for these
    // too.
    announced.add(id_, std::span(now_.entries).last(fresh_));
    answer(std::move(verdicts));
    copies_.put(std::move(now_), era_);
    return ended::answered;
}

template <class Noun>
void decide_loop::decide(const std::string& id, std::span<command_job<Noun>* const> batch) {
    const auto fail_all = [&](const domain::problem& problem) {
        for (auto* job : batch) {
            if (!job->answer && !job->needs_number) {
                job->finish(problem);
            }
        }
    };
    auto deadline = std::chrono::steady_clock::time_point::max();
    for (const auto* job : batch) {
        deadline = std::min(deadline, job->deadline);
    }
    for (int tries = 0; tries < most_attempts; ++tries) {
        attempt<Noun> one(*this, id, batch, tries > 0);
        const auto ended = one.run();
        if (!ended) {
            for (auto* job : batch) {
                job->needs_number.reset();
            }
            fail_all(ended.error());
            return;
        }
        if (*ended == attempt<Noun>::ended::answered) {
            return;
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            break;
        }
    }
    for (auto* job : batch) {
        job->needs_number.reset();
    }
    fail_all(store_busy("the document " + id + " is written too often"));
}

template void decide_loop::decide(const std::string&, std::span<command_job<domain::event>* const>);
template void decide_loop::decide(const std::string&, std::span<command_job<domain::helper>* const>);
template void decide_loop::decide(const std::string&, std::span<command_job<domain::schedule>* const>);
template void decide_loop::decide(const std::string&, std::span<command_job<domain::account>* const>);

} // namespace organizer::store
