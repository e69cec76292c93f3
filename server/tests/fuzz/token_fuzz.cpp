// The token reader and the whole token policy, with one key of our own and one of somebody else.
//
// Input: a byte that chooses what is done, then
//   0  a token as it stands;
//   1  header and payload, one line each, signed by our key (KID stands for its id);
//   2  the same, signed by the other key or by a MAC keyed with what is public;
//   3  changes to a right token: pairs of position (two bytes) and a byte to put there;
//   4  a set of keys.
// Whatever it is, only a text that our key signed passes, and only if it says what the policy asks for.

#include "finding.hpp"

#include "identity/testing/test_signer.hpp"
#include "identity/verifier.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace organizer;
using namespace organizer::fuzz;
using namespace organizer::identity;
using identity::testing::test_signer;
namespace bj = boost::json;

constexpr std::int64_t now_seconds = 1'795'000'000;
const domain::instant now{std::chrono::seconds(now_seconds)};
constexpr std::int64_t skew = 60;

struct world {
    const test_signer& ours = test_signer::shared();
    const test_signer& foreign = test_signer::foreign();
    verifier judge{identity::testing::test_rules(), std::make_shared<published_keys>(ours.keys()), 64};
    std::string right = ours.token_of(identity::testing::right_claims(now_seconds));

    world() { require(judge.verify(right, now).has_value(), "the right token is refused"); }
};

const world& the_world() {
    static const world made;
    return made;
}

bool is(const bj::object& in, std::string_view name, std::string_view text) {
    const auto* member = in.if_contains(name);
    return member != nullptr && member->is_string() && std::string_view(member->get_string()) == text;
}

std::int64_t seconds(const bj::object& in, std::string_view name) {
    const auto* member = in.if_contains(name);
    require(member != nullptr && member->is_int64(), "a token without its times passes");
    return member->get_int64();
}

/// What must be true of a token that passed, read by another parser.
void check_passed(std::string_view header_text, std::string_view payload_text, const token_claims& told) {
    bj::error_code fault;
    const auto header = bj::parse(bj::string_view(header_text.data(), header_text.size()), fault);
    require(!fault && header.is_object(), "a header that is no JSON object passes");
    require(is(header.get_object(), "alg", "RS256"), "another algorithm passes");
    require(is(header.get_object(), "typ", "at+jwt"), "another type passes");
    require(is(header.get_object(), "kid", the_world().ours.kid()), "another key's name passes");
    require(!header.get_object().contains("crit"), "a critical header passes");
    const auto payload = bj::parse(bj::string_view(payload_text.data(), payload_text.size()), fault);
    require(!fault && payload.is_object(), "claims that are no JSON object pass");
    const auto& claims = payload.get_object();
    require(is(claims, "iss", identity::testing::test_issuer), "another issuer passes");
    require(is(claims, "tid", identity::testing::test_tenant), "another tenant passes");
    require(is(claims, "azp", "organizer-web"), "another client passes");
    require(is(claims, "azpacr", "0"), "a confidential client passes");
    require(is(claims, "ver", "2.0"), "another version passes");
    const auto* audience = claims.if_contains("aud");
    require(audience != nullptr, "a token without audience passes");
    if (audience->is_array()) {
        require(!audience->get_array().empty() &&
                    std::ranges::all_of(audience->get_array(),
                                        [](const bj::value& each) { return each == bj::value("organizer-api"); }),
                "another audience passes");
    } else {
        require(*audience == bj::value("organizer-api"), "another audience passes");
    }
    const auto* scope = claims.if_contains("scp");
    require(scope != nullptr && scope->is_string() &&
                (" " + std::string(scope->get_string()) + " ").find(" access_as_user ") != std::string::npos,
            "a token without the scope passes");
    require(seconds(claims, "exp") + skew > now_seconds, "an expired token passes");
    require(seconds(claims, "nbf") - skew <= now_seconds, "a token of tomorrow passes");
    require(seconds(claims, "iat") - skew <= now_seconds, "a token from tomorrow passes");
    require(is(claims, "oid", told.oid) && is_uuid(told.oid), "the token is another person's");
    require(told.account == account_id(identity::testing::test_tenant, told.oid), "the account is another one");
    require(told.name.size() <= 512 && told.token_id.size() <= max_kid_bytes, "a claim longer than its limit");
    const auto* roles = claims.if_contains("roles");
    for (const auto& role : told.roles) {
        require(roles != nullptr && roles->is_array() &&
                    std::ranges::find(roles->get_array(), bj::value(role)) != roles->get_array().end(),
                "a role from nowhere");
    }
}

void must_fail(std::string_view token, std::string_view what) {
    const auto outcome = the_world().judge.verify(token, now);
    require(!outcome, what);
    require(identity::to_string(outcome.error()) != "unknown", "a fault without a word");
}

struct two_texts {
    std::string header;
    std::string payload;
};

two_texts texts_of(std::string_view input) {
    const auto end = std::min(input.find('\n'), input.size());
    two_texts made{std::string(input.substr(0, end)), std::string(input.substr(std::min(end + 1, input.size())))};
    if (const auto at = made.header.find("KID"); at != std::string::npos) {
        made.header.replace(at, 3, the_world().ours.kid());
    }
    return made;
}

void signed_by_us(std::string_view input) {
    const auto [header, payload] = texts_of(input);
    const auto token = the_world().ours.token_of(header, payload);
    const auto& judge = the_world().judge;
    const auto first = judge.verify(token, now);
    const auto second = judge.verify(token, now); // from what is remembered of it
    require(first.has_value() == second.has_value(), "a token is judged otherwise the second time");
    if (!first) {
        require(first.error() == second.error(), "a token is refused for another reason the second time");
        require(first.error() != token_fault::signature, "our own signature is refused");
        return;
    }
    require(token.size() <= max_token_bytes, "a token larger than the limit passes");
    check_passed(header, payload, **first);
    const auto end = domain::instant(std::chrono::seconds((*first)->expires + skew));
    require(!judge.verify(token, end), "a remembered token passes after its end");
}

void signed_by_others(std::string_view input) {
    const auto [header, payload] = texts_of(input);
    must_fail(the_world().foreign.token_of(header, payload), "a token that another key signed passes");
    const auto text = to_base64url(header) + "." + to_base64url(payload);
    const auto mac = hmac_sha256(the_world().ours.jwks(), text);
    must_fail(text + "." + to_base64url(as_bytes(mac)), "a MAC passes for a signature");
    must_fail(text + ".", "a token without signature passes");
}

/// A token has one form: a changed text is another token, which nobody signed.
void changed(std::string_view input) {
    auto token = the_world().right;
    while (input.size() >= 3) {
        const auto at =
            static_cast<std::size_t>(static_cast<unsigned char>(input[0])) * 256 + static_cast<unsigned char>(input[1]);
        const auto inside = at % (token.size() + 1);
        if (inside == token.size()) {
            token.push_back(input[2]);
        } else {
            token[inside] = input[2];
        }
        input.remove_prefix(3);
    }
    if (token != the_world().right) {
        must_fail(token, "a changed token passes");
    }
}

void key_set_of(std::string_view input) {
    const auto set = read_key_set(input);
    if (set) {
        require(set->size() > 0, "a key set without a key");
        // Whatever keys these are, ours is not among them (it was made after the input).
        require(!open_token(the_world().right, "at+jwt", *set), "a foreign key set opens our token");
    }
}

} // namespace

/// Making keys takes longer than any input may.
extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    the_world();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 1) {
        return 0;
    }
    const auto input = text_of(data + 1, size - 1);
    switch (data[0] % 5) {
    case 0:
        must_fail(input, "a token that nobody signed passes");
        break;
    case 1:
        signed_by_us(input);
        break;
    case 2:
        signed_by_others(input);
        break;
    case 3:
        changed(input);
        break;
    default:
        key_set_of(input);
        break;
    }
    return 0;
}
