#pragma once

#include "domain/local_date.hpp"

#include <string_view>

namespace organizer::ops {

/// The injected clock: the only source of "now". Thread-safe.
class clock {
public:
    virtual ~clock() = default;
    virtual domain::instant now() const = 0;
};

/// The machine's clock.
class system_clock final : public clock {
public:
    domain::instant now() const override;
};

/// For tests of a running server: starts at a given moment and runs on with the machine's clock.
class shifted_clock final : public clock {
public:
    explicit shifted_clock(domain::instant start);
    domain::instant now() const override;

private:
    std::chrono::milliseconds ahead_;
};

/// The calendar day in an IANA zone at a moment, and the other way round (`ops/zones.cpp`, the one file that knows
/// zones).
domain::local_date local_date_in(std::string_view zone, domain::instant moment);
/// True if the zone is in the database.
bool zone_exists(std::string_view zone);
/// The moment of a local date and time of day (minutes after midnight); a time that a clock change skips counts as its
/// end.
domain::instant instant_of(std::string_view zone, domain::local_date date, int minutes);

} // namespace organizer::ops
