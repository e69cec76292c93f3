#include "api/directory_search.hpp"

#include <algorithm>

namespace organizer::api {
namespace {

enum class order { name, number, last_helped };

/// What a page of the directory is asked for.
struct helper_search {
    bool archived = false;
    std::string digits; ///< of a parkrun number, if the query is one
    std::optional<folded_text> words;
    std::optional<std::string> role;
    std::optional<domain::role_level> level;

    bool takes(const directory_entry& entry, domain::local_date today) const {
        const auto& helper = entry.helper->value;
        if (helper.archived != archived) {
            return false;
        }
        if (!digits.empty() && !(helper.number && std::to_string(*helper.number).starts_with(digits))) {
            return false;
        }
        if (words && !begins_words(*words, entry.words)) {
            return false;
        }
        return (!role && !level) || has_level(helper, today);
    }

private:
    bool has_level(const domain::helper& helper, domain::local_date today) const {
        return std::ranges::any_of(helper.levels, [&](const domain::helper_level& one) {
            const auto now = domain::level_on(helper, one.role, today);
            return (!role || one.role == *role) && now != domain::role_level::none && (!level || now == *level);
        });
    }
};

std::string digits_of(std::string_view query) {
    const auto digits = query.starts_with('A') || query.starts_with('a') ? query.substr(1) : query;
    const auto all = !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return all ? std::string(digits) : std::string();
}

helper_search search_of(const request_input& input) {
    helper_search made;
    made.archived = input.parameter("archived").value_or("false") == "true";
    if (const auto query = input.parameter("q")) {
        made.digits = digits_of(*query);
        if (made.digits.empty()) {
            made.words = fold(*query);
        }
    }
    if (const auto role = input.parameter("role")) {
        made.role = std::string(*role);
    }
    if (const auto level = input.parameter("level")) {
        made.level = domain::role_level_from_text(*level);
    }
    return made;
}

order order_of(const request_input& input) {
    const auto text = input.parameter("sort").value_or("name");
    return text == "parkrunNumber" ? order::number : text == "lastHelped" ? order::last_helped : order::name;
}

/// What a helper is sorted by: numbers rising with the ones without number last; who never helped first, then the
/// longest ago.
std::string sort_key_of(const directory_entry& entry, order by, const history_map& histories) {
    if (by == order::number) {
        const auto number = entry.helper->value.number;
        auto digits = number ? std::to_string(*number) : std::string("~");
        return digits.size() < 9 && number ? std::string(9 - digits.size(), '0') + digits : digits;
    }
    if (by == order::last_helped) {
        const auto found = histories.find(entry.id);
        const auto last = found == histories.end() ? std::nullopt : found->second.last;
        return (last ? domain::to_text(*last) : std::string()) + "\n" + entry.sort_key;
    }
    return entry.sort_key;
}

} // namespace

std::vector<found_entry> matching(const call& call, const history_map& histories) {
    const auto search = search_of(call.input);
    const auto by = order_of(call.input);
    std::vector<found_entry> found;
    const auto all = call.helpers.of(call.slug, *call.view);
    for (const auto& entry : *all) {
        if (search.takes(*entry, call.today)) {
            found.emplace_back(cursor{sort_key_of(*entry, by, histories), entry->id}, entry);
        }
    }
    if (by != order::name) {
        std::ranges::sort(found, {}, &found_entry::first);
    }
    return found;
}

} // namespace organizer::api
