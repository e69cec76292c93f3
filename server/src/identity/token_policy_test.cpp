// The list of hostile tokens, V1 to V14 and V18. Each is refused for the reason it was made for (so that no case passes
// because another check came first), and the client hears the same 401 every time.

#include "identity/testing/test_signer.hpp"
#include "identity/verifier.hpp"

#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace {

using namespace organizer::identity;
using namespace organizer::identity::testing;
using boost::json::array;
using boost::json::object;
using organizer::domain::access;
using organizer::domain::instant;

constexpr std::int64_t now_seconds = 1'795'000'000;
const instant now{std::chrono::seconds(now_seconds)};

const test_signer& signer() { return test_signer::shared(); }

verifier make_verifier(token_rules rules = test_rules()) {
    return verifier(std::move(rules), std::make_shared<published_keys>(signer().keys()));
}

std::string verdict(const verifier& with, std::string_view token, instant at = now) {
    const auto outcome = with.verify(token, at);
    return outcome ? "ok" : std::string(to_string(outcome.error()));
}
std::string verdict(std::string_view token, instant at = now) { return verdict(make_verifier(), token, at); }

object claims() { return right_claims(now_seconds); }
object claims_with(std::string_view name, const boost::json::value_ref& value) {
    auto made = claims();
    made[name] = boost::json::value(value);
    return made;
}
object claims_without(std::string_view name) {
    auto made = claims();
    made.erase(name);
    return made;
}
object header_with(std::string_view name, const boost::json::value_ref& value) {
    auto made = signer().header();
    made[name] = boost::json::value(value);
    return made;
}
std::string verdict_of(const object& of) { return verdict(signer().token_of(of)); }
std::string verdict_of(const object& header, const object& of) { return verdict(signer().token_of(header, of)); }

std::string bytes_of_bio(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string text(data, static_cast<std::size_t>(size));
    BIO_free(bio);
    return text;
}

TEST(token_policy, V00_a_right_token_passes_so_that_the_others_mean_something) {
    const auto with = make_verifier();
    const auto outcome = with.verify(signer().token_of(claims()), now);
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ((*outcome)->oid, test_person);
    EXPECT_EQ((*outcome)->tid, test_tenant);
    EXPECT_EQ((*outcome)->account, account_id(test_tenant, test_person));
    EXPECT_EQ((*outcome)->name, "Anna Example");
    EXPECT_EQ(ceiling_of((*outcome)->roles), access::coordinator);
}

TEST(token_policy, V01_alg_none_in_every_spelling) {
    for (const auto* alg : {"none", "None", "NONE", "nOnE"}) {
        const auto header = boost::json::serialize(header_with("alg", alg));
        const auto payload = boost::json::serialize(claims());
        EXPECT_EQ(verdict(signer().token_of(header, payload)), "algorithm") << alg;
        EXPECT_EQ(verdict(to_base64url(header) + "." + to_base64url(payload) + "."), "algorithm") << alg;
    }
    auto header = signer().header();
    header.erase("alg");
    EXPECT_EQ(verdict_of(header, claims()), "algorithm");
    EXPECT_EQ(verdict_of(header_with("alg", 5), claims()), "algorithm");
    EXPECT_EQ(verdict_of(header_with("alg", array{"RS256"}), claims()), "algorithm");
}

TEST(token_policy, V02_hs256_keyed_with_what_is_public) {
    auto* pem_bio = BIO_new(BIO_s_mem());
    ASSERT_EQ(PEM_write_bio_PUBKEY(pem_bio, signer().key()), 1);
    auto* der_bio = BIO_new(BIO_s_mem());
    ASSERT_EQ(i2d_PUBKEY_bio(der_bio, signer().key()), 1);
    const std::vector<std::string> secrets{bytes_of_bio(pem_bio),
                                           bytes_of_bio(der_bio),
                                           boost::json::serialize(signer().jwk()),
                                           signer().jwks(),
                                           *from_base64url(signer().modulus()),
                                           signer().modulus()};
    for (const auto* alg : {"HS256", "RS256"}) {
        for (const auto& secret : secrets) {
            auto text = to_base64url(boost::json::serialize(header_with("alg", alg))) + "." +
                        to_base64url(boost::json::serialize(claims()));
            text += "." + to_base64url(as_bytes(hmac_sha256(secret, text)));
            EXPECT_EQ(verdict(text), std::string_view(alg) == "HS256" ? "algorithm" : "signature");
        }
    }
}

TEST(token_policy, V03_other_algorithms_on_the_rsa_key) {
    for (const auto* alg :
         {"RS384", "RS512", "PS256", "PS384", "ES256", "ES384", "EdDSA", "HS384", "rs256", "RS256 "}) {
        EXPECT_EQ(verdict_of(header_with("alg", alg), claims()), "algorithm") << alg;
    }
    const auto text = to_base64url(boost::json::serialize(header_with("alg", "ES256"))) + "." +
                      to_base64url(boost::json::serialize(claims()));
    EXPECT_EQ(verdict(text + "." + to_base64url(std::string(64, '\0'))), "algorithm");
    const auto rsa_text =
        to_base64url(boost::json::serialize(signer().header())) + "." + to_base64url(boost::json::serialize(claims()));
    EXPECT_EQ(verdict(rsa_text + "." + to_base64url(std::string(256, '\0'))), "signature");
}

TEST(token_policy, V04_kid_missing_unknown_hostile_or_of_another_key) {
    auto header = signer().header();
    header.erase("kid");
    EXPECT_EQ(verdict_of(header, claims()), "keyUnknown");
    for (const std::string& kid :
         {std::string("../../dev/null"), std::string("/etc/passwd"), std::string("http://attacker.example/keys"),
          std::string("' OR 1=1 --"), std::string(), std::string("unknown"), signer().kid() + std::string(1, '\0'),
          std::string(1, '\0') + signer().kid(), signer().kid() + " ", std::string(3000, 'k')}) {
        EXPECT_EQ(verdict_of(header_with("kid", kid), claims()), "keyUnknown") << kid;
    }
    // Ten kilobytes of it are refused for their size already.
    EXPECT_EQ(verdict_of(header_with("kid", std::string(10 * 1024, 'k')), claims()), "size");
    EXPECT_EQ(verdict_of(header_with("kid", 1), claims()), "keyUnknown");
    EXPECT_EQ(verdict_of(header_with("kid", nullptr), claims()), "keyUnknown");
    EXPECT_EQ(verdict_of(header_with("kid", array{signer().kid()}), claims()), "keyUnknown");

    // A key of the same issuer that did not sign, and a key that only another issuer knows.
    const auto& foreign = test_signer::foreign();
    const auto both = std::make_shared<published_keys>(
        *read_key_set(boost::json::serialize(object{{"keys", array{signer().jwk(), foreign.jwk()}}})));
    const verifier with(test_rules(), both);
    EXPECT_EQ(verdict(with, signer().token_of(header_with("kid", foreign.kid()), claims())), "signature");
    EXPECT_EQ(verdict(with, foreign.token_of(foreign.header(), claims())), "ok");
    EXPECT_EQ(verdict(foreign.token_of(foreign.header(), claims())), "keyUnknown");
}

TEST(token_policy, V05_keys_that_the_token_brings_along) {
    // The verifier has no way to fetch anything: `key_source` gives what is in memory. What is left is not to be talked
    // into a key.
    const auto& attacker = test_signer::foreign();
    for (const auto& [name, value] :
         std::initializer_list<std::pair<std::string_view, boost::json::value>>{{"jwk", attacker.jwk()},
                                                                                {"jku", "http://127.0.0.1:9/keys"},
                                                                                {"x5u", "http://127.0.0.1:9/chain"},
                                                                                {"x5c", array{"MIIB"}}}) {
        auto header = attacker.header();
        header[name] = value;
        EXPECT_EQ(verdict(attacker.token_of(header, claims())), "keyUnknown") << name;
        header["kid"] = signer().kid();
        EXPECT_EQ(verdict(attacker.token_of(header, claims())), "signature") << name;
        // Ignored, not obeyed, in a token that is right without them.
        EXPECT_EQ(verdict_of(header_with(name, value), claims()), "ok") << name;
    }
}

TEST(token_policy, V06_crit_even_when_signed) {
    EXPECT_EQ(verdict_of(header_with("crit", array{"exp"}), claims()), "criticalHeader");
    EXPECT_EQ(verdict_of(header_with("crit", array{}), claims()), "criticalHeader");
    EXPECT_EQ(verdict_of(header_with("crit", nullptr), claims()), "criticalHeader");
}

TEST(token_policy, V07_forms_that_are_not_strict) {
    const auto header = boost::json::serialize(signer().header());
    const auto payload = boost::json::serialize(claims());
    const auto right = signer().token_of(header, payload);
    ASSERT_EQ(verdict(right), "ok");

    const auto kid = signer().kid();
    EXPECT_EQ(verdict(signer().token_of(R"({"alg":"RS256","typ":"at+jwt","kid":")" + kid + R"(","kid":")" + kid + "\"}",
                                        payload)),
              "header");
    EXPECT_EQ(
        verdict(signer().token_of(R"({"alg":"none","alg":"RS256","typ":"at+jwt","kid":")" + kid + "\"}", payload)),
        "header");
    const auto twice = payload.substr(0, payload.size() - 1) + R"(,"roles":["Organizer.Admin"]})";
    EXPECT_EQ(verdict(signer().token_of(header, twice)), "claims");
    const auto escaped = payload.substr(0, payload.size() - 1) + R"(,"r\u006fles":["Organizer.Admin"]})";
    EXPECT_EQ(verdict(signer().token_of(header, escaped)), "claims");

    for (const std::string& body : {std::string("[]"), std::string("\"x\""), std::string("7"), std::string("null"),
                                    std::string(), std::string("{"), payload + " x", "\xef\xbb\xbf" + payload,
                                    std::string("{\"a\":\"\xff\"}"), std::string(3000, '[')}) {
        EXPECT_EQ(verdict(signer().token_of(header, body)), "claims") << body.substr(0, 20);
        EXPECT_EQ(verdict(signer().token_of(body, payload)), "header") << body.substr(0, 20);
    }
    EXPECT_EQ(verdict(std::string(1 << 20, 'a')), "size");
    EXPECT_EQ(verdict(right + std::string(8 * 1024, 'a')), "size");

    const auto first = right.find('.');
    const auto second = right.rfind('.');
    for (const std::string& text :
         {std::string(), std::string("."), std::string(".."), std::string("..."), right.substr(0, second),
          right.substr(0, first), right + ".", right + ".x", right + ".x.y", "." + right}) {
        EXPECT_NE(verdict(text), "ok") << text.size();
    }
    // The same bytes in another spelling are not the same token.
    for (const std::string& text :
         {right + "=", right + "==", right + "\n", right + " ", " " + right, right + std::string(1, '\0'),
          right.substr(0, first) + "=" + right.substr(first), right.substr(0, 5) + "\n" + right.substr(5)}) {
        EXPECT_NE(verdict(text), "ok");
    }
    auto standard = right;
    bool differs = false;
    for (auto& c : standard) {
        if (c == '-' || c == '_') {
            c = c == '-' ? '+' : '/';
            differs = true;
        }
    }
    ASSERT_TRUE(differs);
    EXPECT_NE(verdict(standard), "ok");
    // The last character of a 256-byte signature holds four unused bits, which must be zero.
    auto loose = right;
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    loose.back() = alphabet[alphabet.find(loose.back()) + 1];
    EXPECT_EQ(verdict(loose), "signature");
}

TEST(token_policy, V08_signatures_stripped_cut_or_bent) {
    const auto right = signer().token_of(claims());
    const auto dot = right.rfind('.');
    EXPECT_EQ(verdict(right.substr(0, dot + 1)), "signature");
    EXPECT_EQ(verdict(right.substr(0, right.size() - 4)), "signature");
    auto signature = *from_base64url(std::string_view(right).substr(dot + 1));
    for (const std::size_t at : {std::size_t{0}, signature.size() / 2, signature.size() - 1}) {
        auto bent = signature;
        bent[at] = static_cast<char>(bent[at] ^ 1);
        EXPECT_EQ(verdict(right.substr(0, dot + 1) + to_base64url(bent)), "signature") << at;
    }
    EXPECT_EQ(verdict(right.substr(0, dot + 1) + to_base64url(std::string(1, '\0') + signature)), "signature");
    const auto header = to_base64url(boost::json::serialize(signer().header()));
    const auto admin = to_base64url(boost::json::serialize(claims_with("roles", array{"Organizer.Admin"})));
    EXPECT_EQ(verdict(header + "." + admin + right.substr(dot)), "signature");
    const verifier without_keys(test_rules(), std::make_shared<published_keys>());
    EXPECT_EQ(verdict(without_keys, right), "keyUnknown");
}

TEST(token_policy, V09_times) {
    const auto token = signer().token_of(claims());
    const auto at = [](std::int64_t seconds) { return instant(std::chrono::seconds(seconds)); };
    constexpr std::int64_t exp = now_seconds + 900;
    EXPECT_EQ(verdict(token, at(exp + 59)), "ok");
    EXPECT_EQ(verdict(token, at(exp + 60)), "time");
    EXPECT_EQ(verdict(token, at(exp + 100000)), "time");
    EXPECT_EQ(verdict(token, at(now_seconds - 60)), "ok");
    EXPECT_EQ(verdict(token, at(now_seconds - 61)), "time");
    EXPECT_EQ(verdict_of(claims_with("nbf", now_seconds + 61)), "time");
    EXPECT_EQ(verdict_of(claims_with("nbf", now_seconds + 60)), "ok");
    EXPECT_EQ(verdict_of(claims_with("iat", now_seconds + 61)), "time");
    EXPECT_EQ(verdict_of(claims_with("iat", now_seconds + 1'000'000)), "time");
    for (const auto* name : {"exp", "nbf", "iat"}) {
        EXPECT_EQ(verdict_of(claims_without(name)), "time") << name;
        EXPECT_EQ(verdict_of(claims_with(name, std::to_string(now_seconds))), "time") << name;
        EXPECT_EQ(verdict_of(claims_with(name, -1)), "time") << name;
        EXPECT_EQ(verdict_of(claims_with(name, 1e300)), "time") << name;
        EXPECT_EQ(verdict_of(claims_with(name, 1795000000.5)), "time") << name;
        EXPECT_EQ(verdict_of(claims_with(name, nullptr)), "time") << name;
        EXPECT_EQ(verdict_of(claims_with(name, std::int64_t{999'999'999'999'999})), "time") << name;
    }
    const auto payload = boost::json::serialize(claims_without("exp"));
    const auto header = boost::json::serialize(signer().header());
    for (const auto* exp_text : {"1e400", "-1e400", "1795000900.0", "1.795e9", "99999999999999999999"}) {
        const auto body = payload.substr(0, payload.size() - 1) + ",\"exp\":" + exp_text + "}";
        EXPECT_NE(verdict(signer().token_of(header, body)), "ok") << exp_text;
    }
}

TEST(token_policy, V10_audience) {
    EXPECT_EQ(verdict_of(claims_with("aud", array{"organizer-api"})), "ok");
    for (const auto* aud : {"organizer-web", "00000003-0000-0000-c000-000000000000", "api://organizer-api",
                            "organizer-api ", "Organizer-api", ""}) {
        EXPECT_EQ(verdict_of(claims_with("aud", aud)), "audience") << aud;
    }
    EXPECT_EQ(verdict_of(claims_with("aud", array{"organizer-api", "organizer-web"})), "audience");
    EXPECT_EQ(verdict_of(claims_with("aud", array{})), "audience");
    EXPECT_EQ(verdict_of(claims_with("aud", array{7})), "audience");
    EXPECT_EQ(verdict_of(claims_with("aud", object{{"organizer-api", true}})), "audience");
    EXPECT_EQ(verdict_of(claims_without("aud")), "audience");
}

TEST(token_policy, V11_issuer_and_tenant) {
    for (const auto* iss :
         {"http://localhost:8080/", "https://localhost:8080", "HTTP://LOCALHOST:8080", "http://localhost:8081",
          "http://localhost", "https://sts.windows.net/6f9c1d2e-3b4a-4c5d-8e6f-7a8b9c0d1e2f/", "common", ""}) {
        EXPECT_EQ(verdict_of(claims_with("iss", iss)), "issuer") << iss;
    }
    EXPECT_EQ(verdict_of(claims_with("iss", array{test_issuer})), "issuer");
    EXPECT_EQ(verdict_of(claims_without("iss")), "issuer");
    EXPECT_EQ(verdict_of(claims_with("tid", "11111111-2222-4333-8444-555555555555")), "tenant");
    EXPECT_EQ(verdict_of(claims_with("tid", "{tenantid}")), "tenant");
    EXPECT_EQ(verdict_of(claims_without("tid")), "tenant");

    // A key that names its issuer serves that issuer only.
    const auto with_issuer = [](std::string_view named) {
        auto jwk = signer().jwk();
        jwk["issuer"] = named;
        auto keys = read_key_set(boost::json::serialize(object{{"keys", array{jwk}}}));
        return verifier(test_rules(), std::make_shared<published_keys>(std::move(*keys)));
    };
    const auto token = signer().token_of(claims());
    EXPECT_EQ(verdict(with_issuer(test_issuer), token), "ok");
    EXPECT_EQ(verdict(with_issuer("https://other.example/{tenantid}/v2.0"), token), "issuer");
    auto rules = test_rules();
    rules.issuer = "https://login.example/" + std::string(test_tenant) + "/v2.0";
    auto jwk = signer().jwk();
    jwk["issuer"] = "https://login.example/{tenantid}/v2.0";
    const verifier shared(
        rules, std::make_shared<published_keys>(*read_key_set(boost::json::serialize(object{{"keys", array{jwk}}}))));
    EXPECT_EQ(verdict(shared, signer().token_of(claims_with("iss", rules.issuer))), "ok");
}

TEST(token_policy, V12_other_kinds_of_tokens) {
    // An ID token: its own type, the client as audience, no scope.
    auto id_token = claims_without("scp");
    id_token["aud"] = "organizer-web";
    id_token["nonce"] = "n";
    EXPECT_EQ(verdict_of(header_with("typ", "JWT"), id_token), "type");
    EXPECT_EQ(verdict_of(id_token), "audience");
    auto dressed = id_token;
    dressed["aud"] = "organizer-api";
    EXPECT_EQ(verdict_of(dressed), "scope");
    for (const auto* typ : {"JWT", "jwt", "AT+JWT", "application/at+jwt", "logout+jwt", ""}) {
        EXPECT_EQ(verdict_of(header_with("typ", typ), claims()), "type") << typ;
    }
    auto header = signer().header();
    header.erase("typ");
    EXPECT_EQ(verdict_of(header, claims()), "type");
    // A refresh token is no JWT at all.
    EXPECT_EQ(verdict(random_secret()), "structure");
}

TEST(token_policy, V13_version_client_scope_and_roles) {
    EXPECT_EQ(verdict_of(claims_with("ver", "1.0")), "version");
    EXPECT_EQ(verdict_of(claims_with("ver", 2)), "version");
    EXPECT_EQ(verdict_of(claims_without("ver")), "version");
    EXPECT_EQ(verdict_of(claims_with("azp", "another-client")), "client");
    EXPECT_EQ(verdict_of(claims_with("azp", "organizer-api")), "client");
    EXPECT_EQ(verdict_of(claims_without("azp")), "client");
    EXPECT_EQ(verdict_of(claims_with("azpacr", "1")), "client");
    EXPECT_EQ(verdict_of(claims_with("azpacr", 0)), "client");
    EXPECT_EQ(verdict_of(claims_without("azpacr")), "client");
    EXPECT_EQ(verdict_of(claims_without("scp")), "scope");
    for (const auto* scp :
         {"access_as_user_x", "xaccess_as_user", "access_as_user,openid", "ACCESS_AS_USER", "", " ", "other"}) {
        EXPECT_EQ(verdict_of(claims_with("scp", scp)), "scope") << scp;
    }
    EXPECT_EQ(verdict_of(claims_with("scp", array{"access_as_user"})), "scope");
    EXPECT_EQ(verdict_of(claims_with("scp", "other access_as_user")), "ok");

    // Without a known role the token is right and the person may do nothing (403, not 401).
    const auto with = make_verifier();
    const auto ceiling = [&](const object& of) {
        const auto outcome = with.verify(signer().token_of(of), now);
        EXPECT_TRUE(outcome.has_value());
        return outcome ? ceiling_of((*outcome)->roles) : access::admin;
    };
    EXPECT_EQ(ceiling(claims_without("roles")), access::none);
    EXPECT_EQ(ceiling(claims_with("roles", array{})), access::none);
    EXPECT_EQ(ceiling(claims_with("roles", "Organizer.Admin")), access::none);
    EXPECT_EQ(ceiling(claims_with("roles", object{{"Organizer.Admin", true}})), access::none);
    EXPECT_EQ(ceiling(claims_with("roles", array{7, "Organizer.Admin"})), access::none);
    EXPECT_EQ(ceiling(claims_with("roles", array{array{"Organizer.Admin"}})), access::none);
    for (const auto* role : {"Admin", "organizer.admin", "Organizer.Admin ", "Organizer.Administrator"}) {
        EXPECT_EQ(ceiling(claims_with("roles", array{role})), access::none) << role;
    }
    EXPECT_EQ(ceiling(claims_with("roles", array{"Organizer.Helper"})), access::helper);
    EXPECT_EQ(ceiling(claims_with("roles", array{"Organizer.RunDirector"})), access::run_director);
    EXPECT_EQ(ceiling(claims_with("roles", array{"Organizer.Helper", "Organizer.Coordinator", "Other"})),
              access::coordinator);
    EXPECT_EQ(ceiling(claims_with("roles", array{"Organizer.Admin", "Organizer.Helper"})), access::admin);
}

TEST(token_policy, V14_a_person_is_tid_and_oid_and_nothing_else) {
    const auto with = make_verifier();
    auto first = claims();
    first["preferred_username"] = "anna@example.org";
    first["email"] = "anna@example.org";
    auto second = first;
    second["oid"] = "99999999-4f5a-4b6c-8d7e-9f0a1b2c3d4e";
    const auto one = with.verify(signer().token_of(first), now);
    const auto other = with.verify(signer().token_of(second), now);
    ASSERT_TRUE(one && other);
    EXPECT_NE((*one)->account, (*other)->account);
    auto renamed = first;
    renamed["preferred_username"] = "anna.married@example.org";
    renamed["sub"] = "another";
    EXPECT_EQ((*with.verify(signer().token_of(renamed), now))->account, (*one)->account);

    auto rules = test_rules();
    rules.tenant = "11111111-2222-4333-8444-555555555555";
    const verifier elsewhere(rules, std::make_shared<published_keys>(signer().keys()));
    const auto there = elsewhere.verify(signer().token_of(claims_with("tid", rules.tenant)), now);
    ASSERT_TRUE(there.has_value());
    EXPECT_NE((*there)->account, (*one)->account);

    for (const auto* oid :
         {"", "anna", "0B1C2D3E-4F5A-4B6C-8D7E-9F0A1B2C3D4E", "0b1c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e "}) {
        EXPECT_EQ(verdict_of(claims_with("oid", oid)), "person") << oid;
    }
    EXPECT_EQ(verdict_of(claims_without("oid")), "person");
    EXPECT_EQ(verdict_of(claims_with("oid", 7)), "person");
}

TEST(token_policy, V15_rollover_of_published_keys) {
    // The half of V15 that needs no network: a new key counts at once, a removed one no longer, for remembered tokens
    // too.
    const auto& next = test_signer::foreign();
    const auto source = std::make_shared<published_keys>(signer().keys());
    const verifier with(test_rules(), source);
    const auto old_token = signer().token_of(claims());
    const auto new_token = next.token_of(next.header(), claims());
    EXPECT_EQ(verdict(with, old_token), "ok");
    EXPECT_EQ(verdict(with, new_token), "keyUnknown");
    source->publish(*read_key_set(boost::json::serialize(object{{"keys", array{signer().jwk(), next.jwk()}}})));
    EXPECT_EQ(verdict(with, old_token), "ok");
    EXPECT_EQ(verdict(with, new_token), "ok");
    source->publish(next.keys());
    EXPECT_EQ(verdict(with, old_token), "keyUnknown");
    EXPECT_EQ(verdict(with, new_token), "ok");

    // The old `kid` on another key does not bring the old token back.
    auto renamed = next.jwk();
    renamed["kid"] = signer().kid();
    source->publish(signer().keys());
    EXPECT_EQ(verdict(with, old_token), "ok");
    source->publish(*read_key_set(boost::json::serialize(object{{"keys", array{renamed}}})));
    EXPECT_EQ(verdict(with, old_token), "keyUnknown");
    EXPECT_EQ(verdict(with, old_token), "signature");
}

TEST(token_policy, V18_a_remembered_token_is_judged_again_each_time) {
    const auto with = make_verifier();
    const auto token = signer().token_of(claims());
    EXPECT_EQ(verdict(with, token, now), "ok");
    EXPECT_EQ(verdict(with, token, now + std::chrono::seconds(959)), "ok");
    EXPECT_EQ(verdict(with, token, now + std::chrono::seconds(960)), "time");
    EXPECT_EQ(verdict(with, token, now - std::chrono::seconds(61)), "time");
    EXPECT_EQ(verdict(with, token, now), "ok");
    auto bent = token;
    bent[bent.size() / 2] = bent[bent.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_NE(verdict(with, bent, now), "ok");
}

TEST(token_policy, rules_that_leave_something_open_are_a_fault_of_the_program) {
    const auto keys = std::make_shared<published_keys>(signer().keys());
    for (const auto& spoil : std::initializer_list<std::function<void(token_rules&)>>{
             [](token_rules& rules) { rules.issuer.clear(); }, [](token_rules& rules) { rules.audience.clear(); },
             [](token_rules& rules) { rules.type.clear(); }, [](token_rules& rules) { rules.tenant.clear(); },
             [](token_rules& rules) { rules.clients.clear(); }, [](token_rules& rules) { rules.scope.clear(); },
             [](token_rules& rules) { rules.skew = std::chrono::seconds(301); }}) {
        auto rules = test_rules();
        spoil(rules);
        EXPECT_THROW(verifier(rules, keys), std::invalid_argument);
    }
    EXPECT_THROW(verifier(test_rules(), nullptr), std::invalid_argument);
}

} // namespace
