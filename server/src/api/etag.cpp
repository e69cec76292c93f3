#include "api/etag.hpp"

#include <array>
#include <charconv>

namespace organizer::api {

etag_maker::etag_maker(std::int64_t rev, visibility seen_as, unsigned shape) : rev_(rev) {
    mix(static_cast<std::uint64_t>(seen_as));
    mix(shape);
}

etag_maker& etag_maker::add(std::string_view id, std::int64_t rev) {
    mix(id);
    mix(static_cast<std::uint64_t>(rev));
    return *this;
}

etag_maker& etag_maker::add(domain::local_date today) {
    mix(static_cast<std::uint64_t>(std::chrono::sys_days(today).time_since_epoch().count()));
    return *this;
}

etag_maker& etag_maker::add(std::string_view parameter) {
    mix(parameter);
    return *this;
}

std::string etag_maker::text() const {
    std::array<char, 16> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), hash_, 16);
    std::string made = "\"" + std::to_string(rev_) + "-";
    made.append(digits.data(), end);
    made.push_back('"');
    return made;
}

void etag_maker::mix(std::string_view bytes) {
    mix(bytes.size());
    for (const char c : bytes) {
        hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
}

void etag_maker::mix(std::uint64_t number) {
    for (int byte = 0; byte < 8; ++byte) {
        hash_ = (hash_ ^ (number & 0xffU)) * 0x100000001b3U;
        number >>= 8U;
    }
}

} // namespace organizer::api
