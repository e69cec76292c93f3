#pragma once

#include "identity/verifier.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::testing {

/// Somebody who can sign in.
struct person {
    std::string oid;
    std::string account;
    std::string name;
    std::vector<std::string> roles; ///< of the token; they count where accounts are kept elsewhere
};

/// An issuer for tests: one RSA key made when the program starts, and tokens as the product's rules want them.
class test_tokens {
public:
    static const test_tokens& instance();

    /// A person with an id of their own, derived from the name.
    person make_person(std::string_view name, std::vector<std::string> roles = {}) const;
    /// A right token that holds from 2020 to 2040.
    std::string token(const person& who) const;

    const identity::token_rules& rules() const { return rules_; }
    std::shared_ptr<const identity::key_source> keys() const { return keys_; }

private:
    test_tokens();

    identity::token_rules rules_;
    std::shared_ptr<EVP_PKEY> key_;
    std::shared_ptr<const identity::key_source> keys_;
};

} // namespace organizer::testing
