// L11: signing in as somebody unknown does the same work as with a wrong password.

#include "identity/issuer/parts.hpp"
#include "identity/issuer/testing/issuer_bed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace organizer::identity;
using namespace organizer::identity::testing;
namespace http = organizer::http;
namespace issuer = organizer::identity::issuer;
namespace ops = organizer::ops;
namespace store = organizer::store;

TEST(issuer, L11_an_unknown_name_costs_a_hash_like_a_known_one) {
    const temporary_folder folder;
    const still_clock clock;
    const auto documents = store::make_memory_store();
    store::entities_options options;
    options.threads = 1;
    options.project = false;
    const auto accounts = store::make_entities(*documents, clock, options);
    ops::pool blocking("issuer", 1, 8);
    ops::pool closed("hashing", 0, 0); // takes no work: who comes this far is seen by it
    const auto settings = issuer_bed::quick_settings();
    issuer::parts with(settings, folder.path() / "issuer.db", *accounts, clock, blocking, closed);

    // What an unknown name is checked against is a hash of the same form and cost.
    const auto real = issuer::hash_password("correct horse battery", settings.cost);
    const auto form_of_hash = [](const std::string& phc) { return phc.substr(0, phc.rfind("p=1$")); };
    EXPECT_EQ(form_of_hash(with.dummy_hash), form_of_hash(real));
    EXPECT_EQ(with.dummy_hash.size(), real.size());

    ASSERT_EQ(with.known.add({"account", "anna", real}, with.now()), issuer::credentials::outcome::stored);
    for (const std::string name : {"anna", "nobody", ""}) {
        const auto id = with.pending.add({}, "192.0.2.1", with.now());
        const auto mark = random_secret();
        const http::fake_request message(
            http::method::post, "/oidc/login",
            {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", settings.browser_cookie() + "=" + mark}},
            form_text({{"request", id}, {"token", with.form_token(mark, id)}, {"user_name", name}, {"password", "x"}}),
            "192.0.2.1");
        http::request_context context{message, "request", "trace", {}};
        EXPECT_THROW(wait_for(issuer::sign_in(with, context)), issuer::busy) << name;
    }
}

} // namespace
