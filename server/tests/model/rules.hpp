#pragma once

// What the product answers to a command, and what stands there afterwards, said again from DESIGN and the contract.

#include "model/state.hpp"
#include "model/wish.hpp"

namespace organizer::testing::model {

struct answer {
    unsigned status = 0;
    std::string code;      ///< of a problem; empty: any
    bool repeated = false; ///< the outcome of an earlier request
    std::string holder;    ///< 409 slotTaken, the first time: who is in the place
};

/// A document that carries as many commands lets its oldest go with the next one.
constexpr std::size_t most_in_document = 128;

/// The document that a command is about, `helper` the id of one about a helper; none if there is none yet.
const record* record_of(const state& on, const wish& asked, const std::string& helper);

/// Carries the command out on `on`, as if it came at `now`, the event's day being `today`.
answer apply(state& on, const wish& asked, domain::instant now, domain::local_date today);

// ---- the pieces, one per noun -------------------------------------------------------------------------------------

/// Who asks, as a rule sees it.
struct asking {
    std::size_t person = 0;
    domain::access access = domain::access::none;
    bool own_only = false; ///< only what is the person's own
    std::optional<std::string> own;
    domain::instant now{};
    domain::local_date today{};
};

/// What a rule says: 200 with the next state if anything visible changes, or a problem.
template <class State>
struct ruling {
    unsigned status = 200;
    std::string code = {};
    std::vector<change> changes = {};
    std::optional<State> after = {};
    std::string holder = {};
    bool number_taken = false;
};

template <class State>
ruling<State> refuse(unsigned status, std::string code) {
    return {.status = status, .code = std::move(code)};
}

ruling<roster> rule_schedule(const state& on, const wish& asked, const asking& by, domain::local_date date);
ruling<person_card> rule_helper(const state& on, const wish& asked, const asking& by, const helper_record& record);
ruling<event_record> rule_event(const state& on, const wish& asked, const asking& by);

/// A member of a body.
std::string text_in(const boost::json::object& body, std::string_view name);
std::optional<std::int64_t> number_in(const boost::json::object& body, std::string_view name);
need_map needs_in(const boost::json::object& body);

} // namespace organizer::testing::model
