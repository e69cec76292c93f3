#include "identity/issuer/passwords.hpp"

#include "domain/text.hpp"
#include "identity/crypto.hpp"

#include <argon2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace organizer::identity::issuer {
namespace {

constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;

/// What common passwords are made of, in lower case. A password is common if only repeats, sequences, digits and signs
/// are left around these, so one entry stands for its many variants.
constexpr std::array<std::string_view, 112> common_words{
    "password",   "passwort",   "passwd",      "kennwort",  "geheim",        "secret",      "letmein",     "welcome",
    "willkommen", "hallo",      "hello",       "admin",     "administrator", "root",        "login",       "master",
    "parkrun",    "organizer",  "organiser",   "helper",    "helfer",        "coordinator", "koordinator", "volunteer",
    "saturday",   "samstag",    "sunday",      "sonntag",   "running",       "laufen",      "qwerty",      "qwertz",
    "qwertyuiop", "qwertzuiop", "asdf",        "asdfgh",    "asdfghjkl",     "yxcvbnm",     "zxcvbn",      "zxcvbnm",
    "qazwsx",     "azerty",     "iloveyou",    "loveyou",   "ichliebedich",  "schatz",      "schatzi",     "sunshine",
    "princess",   "dragon",     "monkey",      "football",  "fussball",      "baseball",    "basketball",  "soccer",
    "superman",   "batman",     "spiderman",   "pokemon",   "starwars",      "trustno",     "michael",     "jessica",
    "charlie",    "jennifer",   "michelle",    "daniel",    "thomas",        "andreas",     "stefan",      "christian",
    "alexander",  "sebastian",  "florian",     "mercedes",  "ferrari",       "porsche",     "corvette",    "mustang",
    "liverpool",  "chelsea",    "arsenal",     "barcelona", "bayern",        "dortmund",    "schalke",     "hamburg",
    "berlin",     "muenchen",   "deutschland", "england",   "computer",      "internet",    "samsung",     "google",
    "facebook",   "whatever",   "nothing",     "freedom",   "summer",        "sommer",      "winter",      "spring",
    "autumn",     "flower",     "cheese",      "chocolate", "butterfly",     "killer",      "hunter",      "shadow"};

/// Letters that stand in for others are read as those.
char plain(char c) {
    switch (c) {
    case '0':
        return 'o';
    case '1':
    case '!':
        return 'i';
    case '3':
        return 'e';
    case '4':
    case '@':
        return 'a';
    case '5':
    case '$':
        return 's';
    case '7':
        return 't';
    default:
        return c;
    }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

/// How many letters are left when every occurrence of `word` is cut out, or nothing if it does not occur.
std::optional<std::size_t> letters_beside(std::string text, std::string_view word) {
    bool found = false;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        text.erase(at, word.size());
        found = true;
    }
    if (!found) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_letter));
}

/// True if the text is one of few characters over and over, or goes up or down by ones (`12345…`, `abcdef…`).
bool is_sequence(std::string_view text) {
    std::size_t steps = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const int step = text[i] - text[i - 1];
        steps += step == 0 || step == 1 || step == -1 ? 1U : 0U;
    }
    // All but two of the steps: `1234567890` turns round once, `111222333` twice.
    if (steps + 2 >= text.size() - 1) {
        return true;
    }
    for (std::size_t period = 1; period <= 3; ++period) {
        bool repeats = true;
        for (std::size_t i = period; i < text.size() && repeats; ++i) {
            repeats = text[i] == text[i - period];
        }
        if (repeats) {
            return true;
        }
    }
    return false;
}

bool is_common(std::string_view lower) {
    std::string disguised(lower);
    std::transform(disguised.begin(), disguised.end(), disguised.begin(), plain);
    if (is_sequence(lower)) {
        return true;
    }
    return std::any_of(common_words.begin(), common_words.end(), [&](std::string_view word) {
        const auto open = letters_beside(std::string(lower), word);
        const auto hidden = letters_beside(disguised, word);
        return (open && *open <= 1) || (hidden && *hidden <= 1);
    });
}

/// The number after `name=` in a PHC text.
std::uint32_t phc_number(std::string_view phc, std::string_view name) {
    const auto at = phc.find(name);
    std::uint32_t value = 0;
    if (at != std::string_view::npos) {
        std::from_chars(phc.data() + at + name.size(), phc.data() + phc.size(), value);
    }
    return value;
}

/// Base64 as PHC texts have it: the usual alphabet, not padded.
std::string to_base64(std::string_view bytes) {
    auto text = to_base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    return text;
}

} // namespace

std::string hash_password(std::string_view password, const password_cost& cost) {
    const auto salt = random_bytes(salt_bytes);
    std::string phc(argon2_encodedlen(cost.passes, cost.memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id), '\0');
    const int outcome = argon2id_hash_encoded(cost.passes, cost.memory_kib, lanes, password.data(), password.size(),
                                              salt.data(), salt.size(), hash_bytes, phc.data(), phc.size());
    if (outcome != ARGON2_OK) {
        throw std::runtime_error(std::string("argon2id failed: ") + argon2_error_message(outcome));
    }
    phc.resize(phc.find('\0'));
    return phc;
}

std::string unmatched_hash(const password_cost& cost) {
    return "$argon2id$v=" + std::to_string(ARGON2_VERSION_NUMBER) + "$m=" + std::to_string(cost.memory_kib) +
           ",t=" + std::to_string(cost.passes) + ",p=" + std::to_string(lanes) + "$" +
           to_base64(random_bytes(salt_bytes)) + "$" + to_base64(random_bytes(hash_bytes));
}

bool check_password(std::string_view password, const std::string& phc) {
    const int outcome = argon2id_verify(phc.c_str(), password.data(), password.size());
    if (outcome == ARGON2_MEMORY_ALLOCATION_ERROR || outcome == ARGON2_THREAD_FAIL) {
        throw std::runtime_error(std::string("argon2id failed: ") + argon2_error_message(outcome));
    }
    return outcome == ARGON2_OK;
}

bool weaker_than(const std::string& phc, const password_cost& cost) {
    return phc_number(phc, "$m=") < cost.memory_kib || phc_number(phc, ",t=") < cost.passes;
}

std::optional<password_fault> judge_password(std::string_view password, std::string_view user_name) {
    if (password.size() > most_password) {
        return password_fault::too_long;
    }
    // Bytes that are not UTF-8 count one by one: nobody types them, and they are kept as they are.
    if (domain::code_points(password).value_or(password.size()) < least_password) {
        return password_fault::too_short;
    }
    const auto lower = domain::ascii_lower(password);
    const auto name = domain::ascii_lower(domain::trimmed(user_name));
    if (name.size() >= 3) {
        const auto beside = letters_beside(lower, name);
        const auto local = std::string_view(name).substr(0, name.find('@'));
        const auto beside_local = local.size() >= 3 ? letters_beside(lower, local) : std::nullopt;
        if ((beside && *beside <= 3) || (beside_local && *beside_local <= 3)) {
            return password_fault::like_user_name;
        }
    }
    if (is_common(lower)) {
        return password_fault::common;
    }
    return std::nullopt;
}

} // namespace organizer::identity::issuer
