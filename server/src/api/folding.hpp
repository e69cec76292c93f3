#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::api {

/// Orders names as a German or English reader expects: the key of a name, comparable byte by byte.
class name_order {
public:
    name_order();
    ~name_order();
    name_order(const name_order&) = delete;
    name_order& operator=(const name_order&) = delete;

    std::string key(std::string_view name) const;

private:
    struct collator;
    std::unique_ptr<collator> collator_;
};

/// The words of a text for searching: without case and marks, split at everything that is no letter or digit. `u`
/// stands for ü in `plain` and `ue` in `spelled`: no one folding gives both.
struct folded_text {
    std::vector<std::string> plain;
    std::vector<std::string> spelled;
};
folded_text fold(std::string_view text);

/// True if each word of the query begins a word of the text, in either folding.
bool begins_words(const folded_text& query, const folded_text& text);

} // namespace organizer::api
