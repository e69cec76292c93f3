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

/// One attempt to decide a batch on a document as it was loaded.
template <class Noun>
class decide_loop::attempt {
public:
    attempt(decide_loop& loop, const std::string& id, std::span<command_job<Noun>* const> batch)
        : loop_(loop), id_(id), batch_(batch), reads_(loop.over_) {}

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
    void answer(std::vector<verdict> verdicts);
    domain::result<ended> write(std::vector<verdict> verdicts);

    decide_loop& loop_;
    const std::string& id_;
    std::span<command_job<Noun>* const> batch_;
    attempt_reads reads_;

    bool present_ = false; ///< the document is stored
    document document_;
    std::optional<Noun> state_;
    std::optional<domain::parkrun_number> number_before_; ///< of a helper, as loaded
    std::vector<domain::decided_entry> entries_;
    std::vector<domain::decided_entry> fresh_; ///< decided by this attempt
};

template <class Noun>
domain::result<void> decide_loop::attempt<Noun>::load() {
    auto found = loop_.over_.find(id_);
    if (!found) {
        return found.error();
    }
    present_ = found->has_value();
    if (!present_) {
        document_.id = id_;
        document_.event = parts_of(id_).event;
        document_.format = noun<Noun>::format;
        return {};
    }
    document_ = std::move(**found);
    if (document_.format > noun<Noun>::format) {
        return newer_format(document_);
    }
    auto state = state_of<Noun>(document_);
    if (!state) {
        return state.error();
    }
    state_ = std::move(*state);
    if constexpr (std::is_same_v<Noun, domain::helper>) {
        number_before_ = state_ ? state_->number : std::nullopt;
    }
    auto entries = entries_of(document_);
    if (!entries) {
        return entries.error();
    }
    entries_ = std::move(*entries);
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
    if (fresh_.empty()) {
        answer(std::move(verdicts));
        return ended::answered;
    }
    return write(std::move(verdicts));
}

template <class Noun>
domain::result<typename decide_loop::attempt<Noun>::verdict> decide_loop::attempt<Noun>::judge(command_job<Noun>& job) {
    job.needs_number.reset();
    job.refused_unrecorded.reset();
    const auto* known = find_entry(entries_, job.header.op);
    std::optional<domain::decided_entry> logged_entry;
    if (known == nullptr && present_) {
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
    given.rev = document_.rev;
    given.entries = &entries_;
    given.now = loop_.time_.now();
    given.reads = &reads_;
    given.views = &loop_.views_;
    given.number_taken_by = job.number_taken_by;
    auto ruled = noun<Noun>::decide(state_, job.header, job.command, given);
    if (!ruled) {
        return ruled.error();
    }
    domain::decision<Noun>& made = *ruled;

    if constexpr (std::is_same_v<Noun, domain::helper>) {
        // What changes no state needs no number; it is recorded as it is.
        const bool recorded_as_is = made.ok ? !made.after : made.refusal.kind == domain::failure::conflict;
        const auto number = domain::number_to_reserve(state_, job.command, undone_entry(job.command, entries_));
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
            state_ = std::move(made.after);
            ++document_.rev;
        }
    } else {
        // A recorded refusal keeps no more than what a repeat needs.
        entry.refused_as = ends.entry.refused_as = made.refusal.kind;
        entry.code = ends.entry.code = made.refusal.code;
    }
    document_.decided.emplace_back(codec::encode_entry(entry));
    entries_.push_back(entry);
    fresh_.push_back(std::move(entry));
    return ends;
}

template <class Noun>
std::optional<std::chrono::seconds> decide_loop::attempt<Noun>::wait_after_refusals(const std::string& actor) const {
    const auto now = loop_.time_.now();
    const std::chrono::hours day(24);
    std::vector<domain::instant> refusals;
    for (const auto& entry : entries_) {
        if (!entry.ok && entry.actor == actor && entry.at > now - day) {
            refusals.push_back(entry.at);
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
    const std::size_t before = approximate_size(document_.body);
    const std::size_t decided = approximate_size(document_.decided);
    if (before + decided < full_document / 2) {
        // No single command grows a document by as much as the other half.
        return false;
    }
    const std::size_t then = approximate_size(noun<Noun>::encode(after, document_.body));
    return then > before && then + decided > full_document;
}

template <class Noun>
void decide_loop::attempt<Noun>::answer(std::vector<verdict> verdicts) {
    kept<Noun> current;
    if (state_) {
        current = keep<Noun>(document_, *state_, entries_);
        if (document_.v > 0) {
            loop_.views_.publish(current, document_.v);
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

template <class Noun>
domain::result<typename decide_loop::attempt<Noun>::ended>
decide_loop::attempt<Noun>::write(std::vector<verdict> verdicts) {
    if (present_) {
        if (auto aged = loop_.age(document_, entries_, fresh_.size()); !aged) {
            return aged.error();
        }
    }
    if (state_) {
        document_.body = noun<Noun>::encode(*state_, std::move(document_.body));
        document_.format = noun<Noun>::format;
    }
    document_.updated_at = loop_.time_.now();
    ++document_.v;
    if (present_) {
        const auto wrote = loop_.over_.replace(document_);
        if (!wrote) {
            loop_.log_.doubt();
            return wrote.error();
        }
        if (*wrote == replace_outcome::lost) {
            return ended::again;
        }
    } else {
        const auto wrote = loop_.over_.insert(document_);
        if (!wrote) {
            loop_.log_.doubt();
            return wrote.error();
        }
        if (*wrote == insert_outcome::duplicate) {
            return ended::again;
        }
    }
    if constexpr (std::is_same_v<Noun, domain::helper>) {
        if (number_before_ && (!state_ || state_->number != number_before_) && loop_.number_freed) {
            loop_.number_freed(document_.event, *number_before_);
        }
    }
    // The log knows of the entries before anybody has the answer, so that whoever waits for it then waits for these
    // too.
    loop_.log_.add(id_, std::move(fresh_));
    answer(std::move(verdicts));
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
        attempt<Noun> one(*this, id, batch);
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
