#include "serve_demo.hpp"

#include "domain/demo_event.hpp"
#include "store/ids.hpp"

namespace organizer {
namespace {

using boost::asio::awaitable;

constexpr std::string_view demo_user = "demo";
constexpr std::string_view demo_name = "Demo Coordinator";

std::string demo_id(std::string_view name) { return store::uuid_v5("demo:" + std::string(name)); }

/// Ok, or the problem of a step that the rules refused: the demo's own fault.
template <class Noun>
domain::result<void> judged(const domain::result<store::command_outcome<Noun>>& outcome,
                            const domain::command_header& header) {
    if (!outcome) {
        return outcome.error();
    }
    if (!outcome->entry.ok) {
        domain::problem refused;
        refused.code = "demoRefused";
        refused.detail = "the demo's " + header.kind + " was refused: " + outcome->entry.code;
        return refused;
    }
    return {};
}

awaitable<domain::result<void>> execute(installation& here, domain::demo_step step) {
    const auto header = step.header;
    const std::string slug(domain::demo_slug);
    if (const auto* of_event = std::get_if<domain::demo_event_step>(&step.what)) {
        const auto outcome = co_await here.entities().execute(header, slug, of_event->command);
        co_return judged(outcome, header);
    }
    if (const auto* of_helper = std::get_if<domain::demo_helper_step>(&step.what)) {
        const auto outcome = co_await here.entities().execute(header, slug, of_helper->helper, of_helper->command);
        co_return judged(outcome, header);
    }
    const auto& of_schedule = std::get<domain::demo_schedule_step>(step.what);
    const auto outcome = co_await here.entities().execute(header, slug, of_schedule.date, of_schedule.command);
    co_return judged(outcome, header);
}

} // namespace

awaitable<domain::result<std::string>> make_demo(installation& here) {
    auto known = co_await here.issuer().account_of_user_name(std::string(demo_user));
    if (!known) {
        co_return known.error();
    }
    std::string account;
    if (*known) {
        account = **known;
    } else {
        identity::issuer::issuer::new_account wanted;
        wanted.oid = demo_id("account");
        wanted.name = demo_name;
        wanted.user_name = demo_user;
        wanted.admin = true;
        auto made = co_await here.issuer().create_account(std::move(wanted));
        if (!made) {
            co_return made.error();
        }
        account = *std::move(made);
    }
    const auto there = co_await here.entities().view(std::string(domain::demo_slug));
    if (!there) {
        co_return there.error();
    }
    // An event that stands is left alone: people may have worked with it since.
    domain::demo_options options;
    options.now = here.clock().now();
    options.today = ops::local_date_in(domain::demo_time_zone, options.now);
    options.account = account;
    options.uuid = demo_id;
    options.helper_id = [](std::string_view op) { return store::creation_id("helper", domain::demo_slug, op); };
    if (*there == nullptr) {
        for (auto& step : domain::demo_event(options)) {
            const auto done = co_await execute(here, std::move(step));
            if (!done) {
                co_return done.error();
            }
        }
    }
    co_return account;
}

} // namespace organizer
