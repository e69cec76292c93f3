#include "serve_installation.hpp"

#include "api/routes.hpp"
#include "ops/processors.hpp"
#include "store/make_entities.hpp"

#include <exception>

namespace organizer {
namespace {

constexpr std::chrono::hours reset_link_life{24};

store::entities_options options_of(const config::settings& values, ops::log& journal) {
    store::entities_options made;
    made.most_view_bytes = values.event_memory << 20U;
    made.alone = true; // the lock of the data directory sees to that
    made.report = [&journal](std::string_view event, std::string_view detail) {
        journal.write(ops::log_level::warning, event, {{"detail", detail}});
    };
    return made;
}

} // namespace

domain::result<std::unique_ptr<installation>> installation::open(const config::settings& values, std::string origin,
                                                                 const ops::clock& time, ops::log& journal) {
    auto documents = store::open_sqlite({.directory = values.data.string()});
    if (!documents) {
        return documents.error();
    }
    if ((*documents)->stopped_uncleanly()) {
        journal.write(ops::log_level::warning, "uncleanStop", {{"detail", "the store was checked and is whole"}});
    }
    try {
        return std::unique_ptr<installation>(
            new installation(*std::move(documents), values, std::move(origin), time, journal));
    } catch (const std::exception& wrong) { // the issuer's file
        domain::problem problem;
        problem.kind = domain::failure::unavailable;
        problem.code = "issuerUnavailable";
        problem.detail = wrong.what();
        return problem;
    }
}

installation::installation(std::unique_ptr<store::sqlite_store> documents, const config::settings& values,
                           std::string origin, const ops::clock& time, ops::log& journal)
    : time_(time), origin_(std::move(origin)), documents_(std::move(documents)),
      entities_(store::make_entities(*documents_, time, options_of(values, journal))), issuer_work_("issuer", 1, 256),
      hashing_("hashing", ops::processors(), 16), heavy_requests_("requests", ops::processors(), 64),
      probes_("probes", 1, 16) {
    identity::issuer::issuer_settings settings;
    settings.public_url = origin_;
    issuer_ = std::make_unique<identity::issuer::issuer>(std::move(settings), values.data / "issuer.db", *entities_,
                                                         time, issuer_work_, hashing_);
    verifier_ = std::make_unique<identity::verifier>(issuer_->rules(), issuer_->keys());
    authenticator_ = std::make_unique<identity::authenticator>(*verifier_, entities_.get(), time);
}

installation::~installation() = default;

std::vector<http::route> installation::routes(const config::settings& values) {
    auto made = api::api_routes({
        .store = *entities_,
        .authenticator = *authenticator_,
        .clock = time_,
        .workers = heavy_requests_,
        .installation_key = issuer_->installation_key(),
        .public_url = origin_,
        .reset_link = [this](std::string account, std::string op, std::string /*actor*/,
                             domain::instant now) -> boost::asio::awaitable<domain::result<api::one_time_link>> {
            auto url = co_await issuer_->reset_link(std::move(account), std::move(op));
            if (!url) {
                co_return url.error();
            }
            api::one_time_link link;
            link.url = *std::move(url);
            link.expires_at = now + reset_link_life;
            co_return link;
        },
        .end_sessions = [this](std::string account) { return issuer_->end_sessions(std::move(account)); },
        .limits = {.changes_per_second = values.changes_per_second, .reads_per_second = values.reads_per_second},
        .answer_bytes = values.answer_memory << 20U,
    });
    for (auto& each : issuer_->routes()) {
        made.push_back(std::move(each));
    }
    return made;
}

void installation::add_checks(ops::readiness& ready) {
    ready.add_check("store", [this]() -> boost::asio::awaitable<bool> {
        bool answers = false;
        const bool ran = co_await probes_.run([&] { answers = documents_->ping().has_value(); });
        co_return ran&& answers;
    });
}

} // namespace organizer
