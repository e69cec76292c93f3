#include "domain/name_fold.hpp"

#include "domain/text.hpp"

namespace organizer::domain {

namespace {

/// A code point in lower case: Latin with its extensions A, Greek and Cyrillic; all else stays.
char32_t lower(char32_t value) {
    const auto within = [&](char32_t from, char32_t to) { return value >= from && value <= to; };
    if (within(U'A', U'Z') || (within(0xC0, 0xDE) && value != 0xD7) || (within(0x391, 0x3A9) && value != 0x3A2) ||
        within(0x410, 0x42F)) {
        return value + 0x20;
    }
    if (within(0x400, 0x40F)) {
        return value + 0x50;
    }
    const bool pairs_from_even = within(0x100, 0x137) || within(0x14A, 0x177);
    const bool pairs_from_odd = within(0x139, 0x148) || within(0x179, 0x17E);
    if ((pairs_from_even && value % 2 == 0) || (pairs_from_odd && value % 2 == 1)) {
        return value + 1;
    }
    return value == 0x178 ? char32_t{0xFF} : value;
}

} // namespace

std::u32string folded_name(std::string_view name) {
    std::u32string text;
    bool blank = false;
    for_each_code_point(trimmed(name), [&](char32_t each) {
        if (each == U' ' || each == U'\t' || each == 0xA0) {
            blank = true;
            return;
        }
        if (blank && !text.empty()) {
            text.push_back(U' ');
        }
        blank = false;
        text.push_back(lower(each));
    });
    return text;
}

} // namespace organizer::domain
