#include "tokens.hpp"

#include "identity/crypto.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <stdexcept>

namespace organizer::bench {
namespace {

constexpr std::int64_t life_seconds = 3600;

boost::json::object claims_of(std::string_view token) {
    const auto begin = token.find('.');
    const auto end = token.rfind('.');
    if (begin == std::string_view::npos || end <= begin) {
        throw std::invalid_argument("not a token");
    }
    const auto text = identity::from_base64url(token.substr(begin + 1, end - begin - 1));
    if (!text) {
        throw std::invalid_argument("not a token");
    }
    return boost::json::parse(*text).as_object();
}

} // namespace

minter::minter(const std::filesystem::path& issuer_file, std::string_view like, std::int64_t now)
    : file_(issuer_file), keys_(file_), like_(claims_of(like)), now_(now) {
    keys_.rotate(now);
}

std::string minter::mint(std::string_view oid, std::string_view name) const {
    auto claims = like_;
    claims["oid"] = oid;
    claims["sub"] = oid;
    claims["name"] = name;
    claims["roles"] = boost::json::array{"Organizer.Coordinator"};
    claims["iat"] = now_;
    claims["nbf"] = now_;
    claims["exp"] = now_ + life_seconds;
    const auto id = identity::random_uuid();
    claims["uti"] = id;
    claims["jti"] = id;
    return keys_.sign("at+jwt", claims, now_);
}

std::string minter::tenant() const { return std::string(like_.at("tid").as_string()); }

} // namespace organizer::bench
