#pragma once

#include "http/router.hpp"
#include "ops/metrics.hpp"
#include "ops/readiness.hpp"

#include <vector>

namespace organizer::http {

/// `/healthz` (the process lives) and `/readyz` (it may take traffic; 503 and what is missing otherwise).
std::vector<route> health_routes(const ops::readiness& ready);

/// `/metrics`, for the operations address only.
route metrics_route(const ops::metrics& measures);

} // namespace organizer::http
