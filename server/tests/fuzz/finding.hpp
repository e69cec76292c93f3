#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// What the fuzzers share.
namespace organizer::fuzz {

/// The program ends here with `what`; libFuzzer keeps the input that led to it.
[[noreturn]] inline void finding(std::string_view what) {
    std::fprintf(stderr, "finding: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

/// A promise of the code under test: `holds`, or it is a finding.
inline void require(bool holds, std::string_view what) {
    if (!holds) {
        finding(what);
    }
}

/// libFuzzer's bytes as text.
inline std::string_view text_of(const unsigned char* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace organizer::fuzz
