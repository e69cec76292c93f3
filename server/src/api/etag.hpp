#pragma once

#include "api/visibility.hpp"
#include "domain/local_date.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace organizer::api {

/// Collects what an answer is made of and gives its entity tag `"<rev>-<hash>"`: visibility class, shape, the event's
/// day where it is shown, and `(id, rev)` of every document whose values stand in the answer. Equal on all replicas.
class etag_maker {
public:
    /// `shape` is a number that changes when the answer's form does.
    etag_maker(std::int64_t rev, visibility seen_as, unsigned shape);

    etag_maker& add(std::string_view id, std::int64_t rev);
    etag_maker& add(domain::local_date today);
    etag_maker& add(std::string_view parameter);

    std::string text() const;

private:
    void mix(std::string_view bytes);
    void mix(std::uint64_t number);

    std::int64_t rev_;
    std::uint64_t hash_ = 0xcbf29ce484222325U; // FNV-1a
};

} // namespace organizer::api
