#include "serve_demo.hpp"

#include "domain/demo_event.hpp"
#include "store/ids.hpp"
#include "store/sqlite/data_lock.hpp"

#include <fstream>
#include <optional>

namespace organizer {
namespace {

using boost::asio::awaitable;

constexpr std::string_view demo_user = "demo";
constexpr std::string_view demo_name = "Demo Coordinator";

/// In a data directory that `serve --demo` began: the day on which it did.
constexpr const char* demo_mark = "demo";

domain::problem unusable(std::string detail) {
    domain::problem made;
    made.kind = domain::failure::unavailable;
    made.code = "dataDirectoryUnusable";
    made.detail = std::move(detail);
    return made;
}

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

/// The day on which the demo made what lies in the directory, if it did.
std::optional<domain::local_date> day_of_demo(const std::filesystem::path& directory) {
    std::ifstream file(directory / demo_mark);
    std::string day;
    std::getline(file, day);
    return domain::date_from_text(day);
}

} // namespace

domain::result<bool> renew_demo(const std::filesystem::path& directory, domain::instant now) {
    // The lock is given back at the end; whoever opens the directory next finds it whole or empty.
    const auto lock = store::data_lock::take(directory.string());
    if (!lock) {
        return lock.error();
    }
    const auto today = ops::local_date_in(domain::demo_time_zone, now);
    const auto made = day_of_demo(directory);
    const bool aged = made && domain::demo_has_aged(*made, today);
    try {
        bool begins = true;
        for (const auto& entry : std::filesystem::directory_iterator(directory)) {
            const auto name = entry.path().filename();
            // The mark goes last, by being written anew, so that a removal that broke off is taken up again.
            if (name == store::data_lock::file_name || (aged && name == demo_mark)) {
                continue;
            }
            if (aged) {
                std::filesystem::remove_all(entry.path());
            } else {
                begins = false;
            }
        }
        if (begins) {
            std::ofstream mark(directory / demo_mark, std::ios::trunc);
            mark << domain::to_text(today) << '\n' << std::flush;
            if (!mark) {
                return unusable((directory / demo_mark).string() + " cannot be written");
            }
        }
    } catch (const std::filesystem::filesystem_error& wrong) {
        return unusable(wrong.what());
    }
    return aged;
}

domain::result<void> keep_demo(const std::filesystem::path& directory) {
    std::error_code failed;
    std::filesystem::remove(directory / demo_mark, failed); // nothing there is no failure
    if (failed) {
        return unusable((directory / demo_mark).string() + " cannot be removed: " + failed.message());
    }
    return {};
}

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
