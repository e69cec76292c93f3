#include "domain/access.hpp"

#include "domain/words.hpp"

namespace organizer::domain {

namespace {

constexpr words<access, 5> access_words{{{access::none, "none"},
                                         {access::helper, "helper"},
                                         {access::run_director, "runDirector"},
                                         {access::coordinator, "coordinator"},
                                         {access::admin, "admin"}}};

} // namespace

std::string_view to_text(access value) { return word_of(access_words, value); }

std::optional<access> access_from_text(std::string_view text) { return value_of(access_words, text); }

} // namespace organizer::domain
