#pragma once

#include "config/settings.hpp"
#include "domain/failure.hpp"
#include "http/router.hpp"
#include "identity/authenticator.hpp"
#include "identity/issuer/issuer.hpp"
#include "identity/verifier.hpp"
#include "ops/clock.hpp"
#include "ops/log.hpp"
#include "ops/pool.hpp"
#include "ops/readiness.hpp"
#include "store/entities.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <memory>
#include <string>
#include <vector>

namespace organizer {

/// The embedded installation of one data directory: its store, the entities over it, the built-in issuer and the
/// verifier of its tokens. The server has one for its life, a console command for as long as it runs.
class installation {
public:
    /// Takes the lock of the settings' data directory. A problem's detail is one line for a person. `origin` is what
    /// links begin with.
    static domain::result<std::unique_ptr<installation>> open(const config::settings& values, std::string origin,
                                                              const ops::clock& time, ops::log& journal);
    ~installation();
    installation(const installation&) = delete;
    installation& operator=(const installation&) = delete;

    /// The contract's routes, with the limits of these settings, and the issuer's.
    std::vector<http::route> routes(const config::settings& values);
    /// Makes readiness depend on the store.
    void add_checks(ops::readiness& ready);

    store::sqlite_store& documents() { return *documents_; }
    store::entities& entities() { return *entities_; }
    identity::issuer::issuer& issuer() { return *issuer_; }
    const ops::clock& clock() const { return time_; }
    const std::string& origin() const { return origin_; }

private:
    installation(std::unique_ptr<store::sqlite_store> documents, const config::settings& values, std::string origin,
                 const ops::clock& time, ops::log& journal);

    const ops::clock& time_;
    std::string origin_;
    std::unique_ptr<store::sqlite_store> documents_;
    std::unique_ptr<store::entities> entities_;
    ops::pool issuer_work_;
    ops::pool hashing_;
    ops::pool heavy_requests_;
    ops::pool probes_;
    std::unique_ptr<identity::issuer::issuer> issuer_;
    std::unique_ptr<identity::verifier> verifier_;
    std::unique_ptr<identity::authenticator> authenticator_;
};

} // namespace organizer
