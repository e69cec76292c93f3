#pragma once

#include <boost/json/fwd.hpp>

#include <string>

namespace organizer::api {

/// The value as JSON with the members of every object in order of their names: equal for bodies that mean the same.
std::string canonical_text(const boost::json::value& value);

} // namespace organizer::api
