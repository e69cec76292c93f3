#pragma once

#include "api/services.hpp"
#include "http/router.hpp"

#include <vector>

namespace organizer::api {

/// Every route of the contract, bound to what the handlers work with.
std::vector<http::route> api_routes(services service);

} // namespace organizer::api
