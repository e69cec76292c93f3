#pragma once

// What the issuer's handlers share. Private to the folder.

#include "http/router.hpp"
#include "identity/issuer/attempts.hpp"
#include "identity/issuer/credentials.hpp"
#include "identity/issuer/database.hpp"
#include "identity/issuer/forms.hpp"
#include "identity/issuer/grants.hpp"
#include "identity/issuer/links.hpp"
#include "identity/issuer/pages.hpp"
#include "identity/issuer/pending_requests.hpp"
#include "identity/issuer/sessions.hpp"
#include "identity/issuer/settings.hpp"
#include "identity/issuer/signing_keys.hpp"
#include "identity/issuer/times.hpp"
#include "ops/clock.hpp"
#include "ops/pool.hpp"
#include "store/entities.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace organizer::identity::issuer {

using boost::asio::awaitable;
using http::request_context;
using http::response;

/// A pool's queue was full. The one catch for it stands in `routes.cpp` (503).
struct busy {};

/// The installation's own secrets and names, made at first use.
struct installation {
    std::string tenant;
    std::string key;
};
/// `accounts` gives the `tid` when the file is new but accounts are there already (a restored store without its
/// issuer.db). Blocking.
installation open_installation(database& file, store::entities& accounts);

struct parts {
    parts(issuer_settings given, const std::filesystem::path& path, store::entities& accounts_,
          const ops::clock& clock_, ops::pool& blocking_, ops::pool& hashing_);

    issuer_settings settings;
    store::entities& accounts;
    const ops::clock& clock;
    ops::pool& blocking;
    ops::pool& hashing;

    database file;
    installation here;
    signing_keys keys;
    credentials known;
    sessions signed_in;
    grants granted;
    links one_time;
    attempts tried;
    pending_requests pending;
    std::string form_key;   ///< of this process: anti-forgery tokens
    std::string dummy_hash; ///< checked when there is no such user, so that it takes as long
    std::string discovery;
    std::string configuration;

    std::int64_t now() const { return unix_seconds(clock.now()); }

    /// The anti-forgery token of a form for one browser.
    std::string form_token(std::string_view browser, std::string_view request) const;
};

/// Runs `work` on a pool and gives what it returns. Throws `busy` when the queue is full.
template <class Work>
awaitable<std::invoke_result_t<Work&>> run_on(ops::pool& pool, Work work) {
    std::optional<std::invoke_result_t<Work&>> made;
    std::function<void()> job = [&made, &work] { made.emplace(work()); };
    const bool ran = co_await pool.run(std::move(job));
    if (!ran) {
        throw busy{};
    }
    co_return std::move(*made);
}

// What a request brings.

/// The browser's own secret: its cookie's, or a fresh one that must then be set.
struct browser_mark {
    std::string secret;
    bool fresh = false;
};
browser_mark browser_of(const parts& with, const http::request& message);
/// The secret of the session cookie, or empty.
std::string session_secret_of(const parts& with, const http::request& message);
language language_of(const http::request& message, std::string_view ui_locales = {});
/// Sets the browser's cookie if it is fresh.
void remember_browser(const parts& with, const browser_mark& browser, response& answer);
/// True if a POST comes from our own page as far as `Origin` and `Sec-Fetch-Site` tell.
bool same_origin_post(const parts& with, const http::request& message);
/// As much of a body as the server reads from everybody; a larger form is 413.
inline constexpr std::size_t most_form_bytes = 8 * 1024;
/// The form of a POST; nothing unless it is one, small and well-formed.
std::optional<parameters> form_of(const http::request& message);
/// True if the form's token belongs to this browser and request.
bool token_fits(const parts& with, const http::request& message, const parameters& form);

// What is answered.

response see_other(std::string location);
/// The page for a request that cannot be answered by a redirect.
response refusal_page(const parts& with, language in, unsigned status, std::string_view english,
                      std::string_view german);
response json_answer(unsigned status, std::string body);

// Accounts.

/// The account if it exists and is not disabled; with a problem of the store, that.
awaitable<domain::result<store::kept<domain::account>>> live_account(parts& with, std::string id);
/// Makes the account document of a person of this installation. Repeats meet the same document; fails as `execute`
/// does.
awaitable<domain::result<std::string>> make_account(parts& with, std::string oid, std::string name,
                                                    std::string user_name, bool admin);

// The handlers, one file each.

awaitable<response> authorize(parts& with, request_context& context);
awaitable<response> sign_in(parts& with, request_context& context);
awaitable<response> token(parts& with, request_context& context);
awaitable<response> sign_out(parts& with, request_context& context);
awaitable<response> show_link(parts& with, request_context& context);
awaitable<response> use_link(parts& with, request_context& context);

/// The address of the client's page with an authorization answer in its query or fragment.
std::string authorization_answer(const parts& with, const authorization_request& request,
                                 const std::vector<std::pair<std::string_view, std::string>>& values);

} // namespace organizer::identity::issuer
