#include "http/front.hpp"

#include "http/header_text.hpp"
#include "http/path.hpp"

#include <algorithm>
#include <exception>

namespace organizer::http {
namespace {

constexpr std::string_view file_label = "file";
constexpr std::string_view unmatched_label = "unmatched";

/// Answered whatever `Host` says: probes ask by address.
bool exempt_from_host_check(std::string_view path) {
    return path == "/healthz" || path == "/readyz" || path == "/metrics";
}

bool below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

/// Paths that are never a page of the SPA.
bool not_a_page(std::string_view path) {
    return below(path, "/api") || below(path, "/oidc") || below(path, "/.well-known") || below(path, "/assets");
}

bool reads(method verb) { return verb == method::get || verb == method::head; }

} // namespace

front::front(router table, static_files files, front_options options, ops::log& journal, ops::metrics& measures)
    : table_(std::move(table)), files_(files), options_(std::move(options)), journal_(journal),
      file_series_(&measures.route("GET", file_label)), unmatched_(&measures.route("-", unmatched_label)) {
    for (const auto& each : table_.routes()) {
        series_.push_back(&measures.route(to_text(each.verb), each.pattern));
    }
    const std::string_view url = options_.public_url;
    secure_ = url.starts_with("https://");
    if (const auto after_scheme = url.find("://"); after_scheme != std::string_view::npos) {
        hosts_.emplace_back(url.substr(after_scheme + 3));
        // Clients leave the scheme's own port out, but need not.
        if (hosts_.front().find(':', hosts_.front().rfind(']') == std::string::npos ? 0 : hosts_.front().rfind(']')) ==
            std::string::npos) {
            hosts_.push_back(hosts_.front() + (secure_ ? ":443" : ":80"));
        }
    }
    const auto port = std::to_string(options_.port);
    for (const std::string address : {"127.0.0.1", "[::1]"}) {
        loopback_hosts_.push_back(address + ":" + port);
        if (options_.port == 80) {
            loopback_hosts_.push_back(address);
        }
    }
}

bool front::knows_host(std::string_view host) const {
    return hosts_.empty() ||
           std::ranges::any_of(hosts_, [&](const auto& known) { return equal_ignoring_case(known, host); });
}

bool front::is_loopback_host(std::string_view host) const {
    return std::ranges::find(loopback_hosts_, host) != loopback_hosts_.end();
}

plan front::refuse(domain::failure kind, std::string code) const {
    plan made;
    made.refusal.kind = kind;
    made.refusal.code = std::move(code);
    made.label = unmatched_label;
    made.series = unmatched_;
    return made;
}

plan front::plan_for(const request& message) const {
    const auto path = message.path();
    if (!well_formed_path(path)) {
        return refuse(domain::failure::invalid, "badPath");
    }
    if (!exempt_from_host_check(path)) {
        const auto host = message.header("Host").value_or("");
        if (!knows_host(host)) {
            if (is_loopback_host(host) && reads(message.verb()) && !below(path, "/api") &&
                !below(path, "/.well-known") && !below(path, "/assets")) {
                auto made = refuse(domain::failure::wrong_host, "wrongHost");
                made.what = plan::kind::redirect;
                return made;
            }
            return refuse(domain::failure::wrong_host, "wrongHost");
        }
    }
    auto found = table_.find(message.verb(), path);
    if (found.found != nullptr) {
        plan made;
        made.what = plan::kind::route;
        made.chosen = found.found;
        made.path_values = std::move(found.path_values);
        made.body_limit = found.found->body_limit;
        made.label = found.found->pattern;
        made.series = series_[static_cast<std::size_t>(found.found - table_.routes().data())];
        return made;
    }
    if (!found.allow.empty()) {
        auto made = refuse(domain::failure::method_not_allowed, "methodNotAllowed");
        made.allow = std::move(found.allow);
        return made;
    }
    const asset* file = files_.find(path);
    if (file == nullptr && !not_a_page(path)) {
        file = files_.find("/index.html");
    }
    if (file == nullptr) {
        return refuse(domain::failure::absent, "notFound");
    }
    if (!reads(message.verb())) {
        auto made = refuse(domain::failure::method_not_allowed, "methodNotAllowed");
        made.allow = "GET, HEAD";
        return made;
    }
    plan made;
    made.what = plan::kind::file;
    made.file = file;
    made.label = file_label;
    made.series = file_series_;
    return made;
}

boost::asio::awaitable<response> front::answer(plan& planned, request_context& context) const {
    domain::problem failed;
    switch (planned.what) {
    case plan::kind::file:
        co_return static_files::answer(*planned.file, context.message);
    case plan::kind::redirect: {
        response made;
        made.status = 308;
        made.headers.emplace_back("Location", options_.public_url + std::string(context.message.target()));
        co_return made;
    }
    case plan::kind::refusal: {
        auto made = problem_response(planned.refusal, context);
        if (!planned.allow.empty()) {
            made.headers.emplace_back("Allow", planned.allow);
        }
        co_return made;
    }
    case plan::kind::route:
        break;
    }
    try {
        context.path_values = std::move(planned.path_values);
        response made = co_await planned.chosen->handle(context);
        co_return made;
    } catch (...) {
        failed = internal_problem(planned, context);
    }
    co_return problem_response(failed, context);
}

boost::asio::awaitable<domain::result<void>> front::admit_body(const plan& planned,
                                                               const request_context& context) const {
    if (planned.what != plan::kind::route) {
        if (planned.what == plan::kind::refusal) {
            co_return planned.refusal;
        }
        domain::problem no_body_is_due;
        no_body_is_due.kind = domain::failure::invalid;
        no_body_is_due.code = "badRequest";
        co_return no_body_is_due;
    }
    if (!planned.chosen->gate) {
        co_return domain::result<void>();
    }
    domain::problem failed;
    try {
        auto admitted = co_await planned.chosen->gate(context.message);
        co_return admitted;
    } catch (...) {
        failed = internal_problem(planned, context);
    }
    co_return failed;
}

domain::problem front::internal_problem(const plan& planned, const request_context& context) const {
    std::string why;
    try {
        throw;
    } catch (const std::exception& failed) {
        why = failed.what();
    } catch (...) {
        why = "an exception of no known type";
    }
    journal_.write(ops::log_level::error, "handlerFailed",
                   {{"requestId", context.request_id},
                    {"traceId", context.trace_id},
                    {"operation", planned.chosen->operation},
                    {"detail", why}});
    domain::problem made;
    made.kind = domain::failure::unexpected;
    made.code = "internal";
    return made;
}

} // namespace organizer::http
