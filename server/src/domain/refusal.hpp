#pragma once

#include "domain/decision.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::domain {

/// A refusal for faulty input: `invalidInput` with its faults. Answered, never recorded.
template <class State>
decision<State> refuse_invalid(std::vector<field_fault>&& faults) {
    auto refused = decision<State>::refuse(failure::invalid, "invalidInput");
    refused.refusal.faults = std::move(faults);
    return refused;
}

template <class State>
decision<State> refuse_invalid(std::string pointer, std::string reason) {
    std::vector<field_fault> faults{{std::move(pointer), std::move(reason)}};
    return refuse_invalid<State>(std::move(faults));
}

/// `true` or `false`, as changes carry it.
inline std::string text_of(bool value) { return value ? "true" : "false"; }

} // namespace organizer::domain
