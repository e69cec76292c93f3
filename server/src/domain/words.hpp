#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace organizer::domain {

/// One table of an enumeration's words, read both ways.
template <class Enum, std::size_t N>
using words = std::array<std::pair<Enum, std::string_view>, N>;

/// The word of `value`; empty if the table lacks it.
template <class Enum, std::size_t N>
constexpr std::string_view word_of(const words<Enum, N>& table, Enum value) {
    for (const auto& [each, word] : table) {
        if (each == value) {
            return word;
        }
    }
    return {};
}

/// The value of `word`, or nothing.
template <class Enum, std::size_t N>
constexpr std::optional<Enum> value_of(const words<Enum, N>& table, std::string_view word) {
    for (const auto& [each, known] : table) {
        if (known == word) {
            return each;
        }
    }
    return std::nullopt;
}

} // namespace organizer::domain
