#pragma once

#include "identity/issuer/database.hpp"
#include "identity/issuer/signing_keys.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace organizer::bench {

/// Signs access tokens with the key that lies in a data directory's `issuer.db`: the very tokens that its issuer would
/// give, only many at once. Thread-safe.
class minter {
public:
    /// `like` is a token of that issuer; those to come have its claims but person, times and id. Throws if it is none.
    minter(const std::filesystem::path& issuer_file, std::string_view like, std::int64_t now);

    /// A token for that person, valid for an hour, unlike any before.
    std::string mint(std::string_view oid, std::string_view name) const;

    /// The `tid` of the tokens.
    std::string tenant() const;

private:
    identity::issuer::database file_;
    identity::issuer::signing_keys keys_;
    boost::json::object like_;
    std::int64_t now_;
};

} // namespace organizer::bench
