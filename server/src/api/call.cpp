#include "api/call.hpp"

#include "api/canonical.hpp"
#include "api/directory.hpp"
#include "api/etag.hpp"
#include "api/kept_answers.hpp"
#include "api/rate_limit.hpp"
#include "http/header_text.hpp"
#include "identity/authenticator.hpp"
#include "ops/clock.hpp"
#include "store/document_ids.hpp"
#include "store/ids.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace organizer::api {

/// What all requests share.
struct shared_state {
    explicit shared_state(services given)
        : service(std::move(given)), changes(service.limits.changes_per_second, remembered_accounts),
          reads(service.limits.reads_per_second, remembered_accounts), kept(service.answer_bytes) {}

    static constexpr std::size_t remembered_accounts = 10'000;

    services service;
    rate_limit changes;
    rate_limit reads;
    kept_answers kept;
    directory helpers;
};

namespace {

bool is_change(const contract::operation& operation) { return !operation.command.empty(); }

bool has_path_value(const contract::operation& operation, std::string_view name) {
    return operation.pattern.find("{" + std::string(name) + "}") != std::string_view::npos;
}

/// The document that a command of this path would change, or nothing where a command has its document from elsewhere.
std::string entity_of(const call& call) {
    const auto& operation = call.operation;
    if (has_path_value(operation, "date")) {
        const auto date = domain::date_from_text(call.path_value("date"));
        return date ? store::schedule_document_id(call.slug, *date) : "";
    }
    if (has_path_value(operation, "helper")) {
        return store::helper_document_id(call.slug, call.path_value("helper"));
    }
    if (operation.id == "createHelper") {
        return store::helper_document_id(call.slug, store::creation_id("helper", call.slug, call.input.op));
    }
    if (has_path_value(operation, "event")) {
        return store::event_document_id(call.slug);
    }
    if (has_path_value(operation, "account")) {
        return store::account_document_id(call.path_value("account"));
    }
    return "";
}

/// True if this very command was decided before: then its first outcome is answered, whatever the person may do today.
task<bool> decided_before(const call& call, std::string entity) {
    if (!is_change(call.operation) || entity.empty() || call.input.op.empty()) {
        co_return false;
    }
    auto found = co_await call.service.store.decided(std::move(entity), call.input.op);
    if (!found) {
        co_return found.error();
    }
    co_return found->has_value() && (*found)->actor == call.who.account;
}

/// Finds what the person is in the event of the loaded view: `absent` for whoever is not a member.
domain::result<void> enter_event(call& call) {
    if (!call.view) {
        return fail(domain::failure::absent, "notFound");
    }
    const auto& event = call.view->event->value;
    call.access = domain::effective_access(call.who.ceiling, domain::membership_access(event, call.who.account));
    if (call.access == domain::access::none) {
        return fail(domain::failure::absent, "notFound");
    }
    call.own_helper = domain::linked_helper(event, call.who.account);
    call.seen_as = class_of(call.access);
    if (call.own_helper && call.seen_as != visibility::coordinator && has_path_value(call.operation, "helper") &&
        call.path_value("helper") == *call.own_helper) {
        call.seen_as = visibility::self;
    }
    call.today = ops::local_date_in(event.time_zone, call.now);
    return {};
}

std::string kept_key(const call& call) {
    std::string key;
    key.reserve(128);
    key.append(call.operation.id).push_back('\n');
    key.push_back(static_cast<char>('0' + static_cast<int>(call.seen_as)));
    for (const auto& [name, value] : call.context.path_values) {
        key.push_back('\n');
        key.append(value);
    }
    key.push_back('\n');
    key.append(call.input.query_key());
    return key;
}

http::response answer_of(const kept_answer& kept) {
    http::response made;
    made.status = 200;
    made.content_type = "application/json";
    made.body = kept.body;
    made.headers.reserve(2);
    made.headers.emplace_back("ETag", kept.etag);
    made.headers.emplace_back("Cache-Control", "private, no-cache");
    return made;
}

std::string_view etag_of(const http::response& response) {
    for (const auto& [name, value] : response.headers) {
        if (name == "ETag") {
            return value;
        }
    }
    return {};
}

class shared_path {
public:
    shared_path(std::shared_ptr<shared_state> shared, const api_route& route)
        : shared_(std::move(shared)), route_(route), operation_(contract::find(route.operation)),
          policy_(identity::policy_of(route.operation)) {
        if (operation_ == nullptr || policy_ == nullptr) {
            throw std::logic_error("a route without operation or policy: " + std::string(route.operation));
        }
    }

    boost::asio::awaitable<http::response> operator()(http::request_context& context) const {
        call made(shared_->service, shared_->helpers, context, *operation_, shared_->service.clock.now());
        auto answered = co_await run(made);
        if (!answered) {
            co_return http::problem_response(answered.error(), context);
        }
        co_return *std::move(answered);
    }

private:
    /// The order of checks, once for all requests. What needs no waiting is apart from the coroutines: their frames are
    /// allocated for each request, and beyond 1 KiB the allocator is slow.
    task<http::response> run(call& made) const {
        auto passed = co_await identify(made);
        if (passed) {
            passed = take_in(made);
        }
        if (passed) {
            passed = co_await admit(made);
        }
        if (!passed) {
            co_return passed.error();
        }
        if (auto kept = kept_for(made)) {
            co_return *std::move(kept);
        }
        auto answered = co_await route_.handle(made);
        if (answered) {
            keep(made, *answered);
            leave_out_if_known(made, *answered);
        }
        co_return answered;
    }

    /// Who asks?
    task<void> identify(call& made) const {
        auto who = co_await shared_->service.authenticator.authenticate(made.context.message);
        if (!who) {
            co_return who.error();
        }
        made.who = *std::move(who);
        made.access = made.who.ceiling;
        co_return domain::result<void>();
    }

    /// Too often? Any role at all? Well formed?
    domain::result<void> take_in(call& made) const {
        auto& limit = is_change(*operation_) ? shared_->changes : shared_->reads;
        if (!limit.take(made.who.account, made.now)) {
            return fail(domain::failure::too_many, "tooManyRequests");
        }
        if (made.who.ceiling == domain::access::none &&
            identity::granted(*policy_, domain::access::none) == identity::grant::no) {
            return fail(domain::failure::forbidden, "noRole");
        }
        auto input = read_request(*operation_, made.context);
        if (!input) {
            return input.error();
        }
        made.input = *std::move(input);
        return {};
    }

    /// May read? Decided before? May change?
    task<void> admit(call& made) const {
        if (policy_->measured_by == identity::scope::event) {
            made.slug = made.path_value("event");
            made.view = made.service.store.view_if_loaded(made.slug);
            if (!made.view) {
                auto loaded = co_await made.service.store.view(made.slug);
                if (!loaded) {
                    co_return loaded.error();
                }
                made.view = *std::move(loaded);
            }
            if (auto entered = enter_event(made); !entered) {
                co_return entered.error();
            }
        }
        made.grant = identity::granted(*policy_, made.access);
        if (made.grant != identity::grant::no) {
            co_return domain::result<void>();
        }
        co_return co_await allow_only_repeat(made, entity_of(made));
    }

    std::optional<http::response> kept_for(const call& made) const {
        const auto kept = route_.kept ? shared_->kept.find(kept_key(made), made.view->generation, made.today) : nullptr;
        if (!kept) {
            return std::nullopt;
        }
        auto answer = answer_of(*kept);
        leave_out_if_known(made, answer);
        return answer;
    }

    void keep(const call& made, const http::response& answer) const {
        if (route_.kept && answer.status == 200 && answer.body && answer.body->size() <= largest_kept) {
            auto kept = std::make_shared<kept_answer>();
            kept->body = answer.body;
            kept->etag = std::string(etag_of(answer));
            shared_->kept.keep(kept_key(made), made.view->generation, made.today, std::move(kept));
        }
    }

    /// 304 if the reader has this very answer already.
    void leave_out_if_known(const call& made, http::response& answer) const {
        const auto known = made.context.message.header("If-None-Match");
        const auto tag = etag_of(answer);
        if (route_.verb == http::method::get && answer.status == 200 && known && !tag.empty() &&
            http::none_match_hits(*known, tag)) {
            answer.status = 304;
            answer.content_type = {};
            answer.body = nullptr;
        }
    }

    static constexpr std::size_t largest_kept = 1U << 20U;

    std::shared_ptr<shared_state> shared_;
    api_route route_;
    const contract::operation* operation_;
    const identity::policy_row* policy_;
};

} // namespace

domain::command_header call::header(std::string_view kind, std::string_view entity) const {
    domain::command_header made;
    made.op = input.op;
    made.kind = std::string(kind);
    made.actor = who.account;
    made.token_access = who.ceiling;
    made.at = now;
    std::string payload;
    for (const auto& [name, value] : context.path_values) {
        payload.append(value).push_back('\n');
    }
    payload += canonical_text(input.body);
    made.hash = store::command_hash(service.installation_key, kind, entity, payload);
    return made;
}

std::vector<http::route> bind_routes(std::span<const api_route> table, services service) {
    const auto shared = std::make_shared<shared_state>(std::move(service));
    std::vector<http::route> routes;
    routes.reserve(table.size());
    for (const auto& line : table) {
        http::route route;
        route.verb = line.verb;
        route.pattern = std::string(line.pattern);
        route.operation = std::string(line.operation);
        route.handle = shared_path(shared, line);
        route.body_limit = line.body_limit;
        route.gate = [shared](const http::request& message) -> boost::asio::awaitable<domain::result<void>> {
            auto who = co_await shared->service.authenticator.authenticate(message);
            if (!who) {
                co_return who.error();
            }
            co_return domain::result<void>();
        };
        routes.push_back(std::move(route));
    }
    return routes;
}

http::response answer(const representation& shown) {
    auto made = http::response::text(200, "application/json", boost::json::serialize(shown.body));
    made.headers.emplace_back("ETag", shown.etag);
    made.headers.emplace_back("Cache-Control", "private, no-cache");
    return made;
}

http::response answer_change(const call& call, unsigned status, std::string_view noun, representation shown,
                             boost::json::array warnings) {
    representation more;
    more.body["warnings"] = std::move(warnings);
    more.body[noun] = std::move(shown.body);
    more.etag = std::move(shown.etag);
    return answer_change(call, status, std::move(more));
}

http::response answer_change(const call& call, unsigned status, representation more) {
    more.body["op"] = call.input.op;
    if (!more.body.contains("warnings")) {
        more.body["warnings"].emplace_array();
    }
    auto made = http::response::text(status, "application/json", boost::json::serialize(more.body));
    if (!more.etag.empty()) {
        made.headers.emplace_back("ETag", std::move(more.etag));
    }
    made.headers.emplace_back("Cache-Control", "private, no-cache");
    return made;
}

domain::problem fail(domain::failure kind, std::string code, std::map<std::string, std::string> facts) {
    domain::problem made;
    made.kind = kind;
    made.code = std::move(code);
    made.facts = std::move(facts);
    return made;
}

domain::problem refusal_of(const domain::decided_entry& entry) {
    return fail(entry.refused_as, entry.code, entry.facts);
}

task<std::shared_ptr<const store::event_view>> view_now(const call& call) {
    if (auto loaded = call.service.store.view_if_loaded(call.slug)) {
        co_return loaded;
    }
    auto loaded = co_await call.service.store.view(call.slug);
    if (loaded && *loaded == nullptr) {
        co_return fail(domain::failure::unavailable, "storeBusy");
    }
    co_return loaded;
}

task<void> allow_only_repeat(const call& call, std::string entity) {
    const auto repeated = co_await decided_before(call, std::move(entity));
    if (!repeated) {
        co_return repeated.error();
    }
    if (!*repeated) {
        co_return fail(domain::failure::forbidden, "notAllowed");
    }
    co_return domain::result<void>();
}

task<std::optional<std::int64_t>> precondition(const call& call, std::string entity) {
    auto rev = if_match_rev(call.context.message);
    if (rev) {
        co_return std::optional<std::int64_t>(*rev);
    }
    auto repeated = co_await decided_before(call, std::move(entity));
    if (!repeated) {
        co_return repeated.error();
    }
    if (*repeated) {
        co_return std::optional<std::int64_t>();
    }
    co_return rev.error();
}

boost::asio::awaitable<std::string> account_name(const call& call, std::string account) {
    auto known = call.service.store.account_if_loaded(account);
    if (!known) {
        auto loaded = co_await call.service.store.account(std::move(account));
        if (loaded) {
            known = *loaded;
        }
    }
    co_return known ? known->value.name : std::string();
}

} // namespace organizer::api
