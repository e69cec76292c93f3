#pragma once

// What a person is shown of the model: the contract's form, and what its entity tag must stand for.

#include "model/state.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace organizer::testing::model {

/// As whom somebody looks (DESIGN, Identity).
enum class looks_as { helper, self, run_director, coordinator };
looks_as class_of(domain::access access);

/// Who looks, when.
struct looking {
    looks_as as = looks_as::helper;
    domain::instant now{};
    domain::local_date today{};
    const std::vector<std::string>* names = nullptr; ///< of the persons
};

struct shown {
    bool there = false;
    boost::json::object body = {};
    std::int64_t rev = 0;
    /// Equal for two answers if and only if their tags have to be equal: class, days, and every document whose values
    /// stand in the answer with its rev.
    std::string stamp = {};
};

shown show_schedule(const state& of, domain::local_date date, const looking& by);
shown show_helper(const state& of, const std::string& id, const looking& by);
shown show_event(const state& of, const looking& by);
/// The members by account, without a tag.
boost::json::array show_members(const state& of, const looking& by);
/// An entry of the activity log.
boost::json::object show_entry(const state& of, const logged& entry, const looking& by);

/// True if an answer is as expected. `lastUndoable` may be missing when it is older than 30 days: it may have left the
/// document by then.
bool same_body(boost::json::object expected, boost::json::object got, domain::instant now);

} // namespace organizer::testing::model
