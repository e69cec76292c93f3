#pragma once

// Draws what people could ask for: mostly what makes sense on what is there, often late, doubled or altered.

#include "model/state.hpp"
#include "model/wish.hpp"

#include <deque>
#include <random>

namespace organizer::testing::model {

/// One turn of a run: time passes, perhaps the server starts anew, somebody asks, somebody looks.
struct turn {
    std::chrono::milliseconds wait{0};
    bool restart = false;
    wish asked;
    std::size_t viewer = 0;
    domain::access viewer_ceiling = domain::access::coordinator;
};

class generator {
public:
    /// `restart_every`: turns between two restarts on average; 0: none.
    generator(std::uint64_t seed, std::size_t restart_every) : draw_(seed), restart_every_(restart_every) {}

    turn next(const state& of, domain::local_date today);

private:
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(draw_() % bound); }
    bool chance(std::size_t percent) { return below(100) < percent; }
    template <class List>
    const auto& one_of(const List& list) {
        return *std::next(list.begin(), static_cast<std::ptrdiff_t>(below(list.size())));
    }

    std::chrono::milliseconds pause();
    std::string fresh_uuid();
    wish fresh(const state& of, domain::local_date today);
    wish repeated();
    void alter(wish& what);
    void choose_actor(const state& of, wish& what);
    domain::local_date date(domain::local_date today);
    std::string helper(const state& of, const wish& by);
    std::string op_in(const record& of);
    boost::json::value or_null(const std::string& text);
    void on_schedule(const state& of, domain::local_date today, wish& what);
    void assign(const state& of, const roster& on, wish& what);
    void on_helper(const state& of, wish& what);
    void on_event(const state& of, wish& what);
    boost::json::object values(const state& of);
    boost::json::array needs();
    std::optional<std::int64_t> rev_like(std::int64_t rev);

    std::mt19937_64 draw_;
    std::size_t restart_every_;
    std::vector<wish> sent_;
    std::deque<std::string> newest_helpers_;
    std::size_t turns_ = 0;
    bool rush_ = false; ///< nearly no time passes, and most ask about one date
    int rush_weeks_ = 0;
};

} // namespace organizer::testing::model
