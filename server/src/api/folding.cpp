#include "api/folding.hpp"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace organizer::api {
namespace {

void require(UErrorCode status, const char* what) {
    if (U_FAILURE(status) != 0) {
        throw std::runtime_error(std::string(what) + ": " + u_errorName(status));
    }
}

/// Letters that decomposition does not take apart, and how people write them without their own key.
struct spelling {
    UChar32 letter;
    const char16_t* plain;
    const char16_t* spelled;
};
constexpr std::array spellings{
    spelling{u'ä', u"a", u"ae"},  spelling{u'ö', u"o", u"oe"},  spelling{u'ü', u"u", u"ue"},
    spelling{u'ß', u"ss", u"ss"}, spelling{u'æ', u"ae", u"ae"}, spelling{u'ø', u"o", u"oe"},
    spelling{u'å', u"a", u"aa"},  spelling{u'œ', u"oe", u"oe"}, spelling{u'ł', u"l", u"l"},
    spelling{u'đ', u"d", u"d"},   spelling{u'ð', u"d", u"d"},   spelling{u'þ', u"th", u"th"},
    spelling{u'ı', u"i", u"i"},
};

icu::UnicodeString respelled(const icu::UnicodeString& text, bool spelled) {
    icu::UnicodeString made;
    for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const auto letter = text.char32At(at);
        const auto found = std::ranges::find(spellings, letter, &spelling::letter);
        if (found == spellings.end()) {
            made.append(letter);
        } else {
            made.append(spelled ? found->spelled : found->plain, -1);
        }
    }
    return made;
}

std::vector<std::string> words_of(const icu::UnicodeString& composed, bool spelled) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* decompose = icu::Normalizer2::getNFDInstance(status);
    require(status, "NFD");
    const auto text = decompose->normalize(respelled(composed, spelled), status);
    require(status, "NFD");
    std::vector<std::string> words;
    std::string word;
    for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const auto letter = text.char32At(at);
        if (u_isalnum(letter) != 0) {
            icu::UnicodeString(letter).toUTF8String(word);
        } else if (u_getCombiningClass(letter) == 0 && !word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) {
        words.push_back(std::move(word));
    }
    return words;
}

bool any_begins(const std::vector<std::string>& words, std::string_view plain, std::string_view spelled) {
    return std::ranges::any_of(
        words, [&](const std::string& word) { return word.starts_with(plain) || word.starts_with(spelled); });
}

} // namespace

struct name_order::collator {
    std::unique_ptr<icu::Collator> rules;
};

name_order::name_order() : collator_(std::make_unique<collator>()) {
    UErrorCode status = U_ZERO_ERROR;
    collator_->rules.reset(icu::Collator::createInstance(icu::Locale("de"), status));
    require(status, "collator");
}

name_order::~name_order() = default;

std::string name_order::key(std::string_view name) const {
    const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
    std::array<std::uint8_t, 256> place{};
    const auto size = collator_->rules->getSortKey(text, place.data(), static_cast<int32_t>(place.size()));
    std::string made;
    if (size <= static_cast<int32_t>(place.size())) {
        made.assign(place.begin(), place.begin() + std::max(size - 1, 0));
        return made;
    }
    std::vector<std::uint8_t> large(static_cast<std::size_t>(size));
    collator_->rules->getSortKey(text, large.data(), size);
    made.assign(large.begin(), large.end() - 1);
    return made;
}

folded_text fold(std::string_view text) {
    auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    wide.toLower(icu::Locale::getRoot());
    UErrorCode status = U_ZERO_ERROR;
    const auto* compose = icu::Normalizer2::getNFCInstance(status);
    require(status, "NFC");
    const auto composed = compose->normalize(wide, status);
    require(status, "NFC");
    return {words_of(composed, false), words_of(composed, true)};
}

bool begins_words(const folded_text& query, const folded_text& text) {
    // Both foldings cut a text into the same words.
    for (std::size_t at = 0; at < query.plain.size(); ++at) {
        const auto& plain = query.plain[at];
        const auto& spelled = query.spelled.at(at);
        if (!any_begins(text.plain, plain, spelled) && !any_begins(text.spelled, plain, spelled)) {
            return false;
        }
    }
    return true;
}

} // namespace organizer::api
