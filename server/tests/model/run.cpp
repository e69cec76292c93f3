#include "model/run.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace organizer::testing::model {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds longest_search{60};

/// What differs if these turns are played on a fresh server, with a look at everything at the end.
std::optional<std::string> replay(engine kept_in, const std::vector<turn>& turns) {
    player fresh(kept_in);
    for (const auto& each : turns) {
        if (auto differs = fresh.play(each)) {
            return differs;
        }
    }
    return fresh.check(false);
}

/// A turn left out must not make time shorter for those behind it.
std::vector<turn> without(const std::vector<turn>& turns, std::size_t from, std::size_t count) {
    std::vector<turn> left(turns.begin(), turns.begin() + static_cast<std::ptrdiff_t>(from));
    std::chrono::milliseconds owed{0};
    for (std::size_t at = from; at < turns.size(); ++at) {
        if (at < from + count) {
            owed += turns.at(at).wait;
            continue;
        }
        left.push_back(turns.at(at));
        left.back().wait += std::exchange(owed, std::chrono::milliseconds(0));
    }
    return left;
}

/// Leaves out ever smaller pieces while it still fails.
std::vector<turn> shortest(engine kept_in, std::vector<turn> turns) {
    const auto until = steady_clock::now() + longest_search;
    for (std::size_t piece = std::max<std::size_t>(turns.size() / 2, 1); piece > 0; piece /= 2) {
        for (std::size_t at = 0; at < turns.size() && steady_clock::now() < until;) {
            auto fewer = without(turns, at, std::min(piece, turns.size() - at));
            if (replay(kept_in, fewer)) {
                turns = std::move(fewer);
            } else {
                at += piece;
            }
        }
    }
    return turns;
}

std::string report(const plan& what, std::size_t step, const std::string& differs, std::vector<turn> turns,
                   const std::vector<person>& persons) {
    std::string text = "seed " + std::to_string(what.seed) + ", step " + std::to_string(step) + ": " + differs + "\n";
    const auto again = replay(what.kept_in, turns);
    if (again) {
        turns = shortest(what.kept_in, std::move(turns));
        text += "these commands show it: " + *replay(what.kept_in, turns) + "\n";
    } else {
        text += "played again it does not differ; the last commands were\n";
        turns.erase(turns.begin(), turns.end() - std::min<std::ptrdiff_t>(20, std::ssize(turns)));
    }
    for (const auto& each : turns) {
        text += "  after " + std::to_string(each.wait.count()) + " ms" + (each.restart ? ", a restart" : "") + ": " +
                to_text(each.asked, persons) + ", seen by " + persons.at(each.viewer).name + " (" +
                std::string(domain::to_text(each.viewer_ceiling)) + ")\n";
    }
    return text;
}

} // namespace

std::optional<std::string> run(const plan& what, tally& into) {
    generator draw(what.seed, what.restart_every);
    player play(what.kept_in);
    std::vector<turn> played;
    for (std::size_t step = 1; step <= what.steps; ++step) {
        played.push_back(draw.next(play.model(), play.today()));
        auto differs = play.play(played.back());
        if (!differs && step % what.check_every == 0) {
            differs = play.check(false);
        }
        if (!differs && step == what.steps) {
            differs = play.check(true);
        }
        if (differs) {
            return report(what, step, *differs, std::move(played), play.persons());
        }
        into.restarts += played.back().restart ? 1 : 0;
        if (what.progress && step % std::max<std::size_t>(what.steps / 20, 1) == 0) {
            std::printf("model: %zu of %zu steps, %zu dates, %zu helpers, %zu entries in the log\n", step, what.steps,
                        play.model().dates.size(), play.model().helpers.size(), play.model().log.size());
            std::fflush(stdout);
        }
    }
    into.steps += what.steps;
    for (const auto& [status, count] : play.statuses()) {
        into.statuses[status] += count;
    }
    into.repeats += play.repeats();
    return std::nullopt;
}

} // namespace organizer::testing::model
