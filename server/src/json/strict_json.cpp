#include "json/strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace organizer::json {
namespace {

namespace bj = boost::json;

/// One open object or array, and for an object the member being read.
struct frame {
    bj::value container;
    std::string key;
    bool named = false; ///< whether a member has been named yet
};

/// Builds the value from the parser's events and stops at the first thing that is not strict.
class builder {
public:
    // The parser asks for these; the text's size is limited before parsing starts.
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

    explicit builder(bool floats) : floats_(floats) {}

    bool on_document_begin(bj::error_code&) { return true; }
    bool on_document_end(bj::error_code&) { return true; }

    bool on_object_begin(bj::error_code&) {
        open_.push_back({bj::object(), {}, false});
        return true;
    }
    bool on_object_end(std::size_t, bj::error_code& ec) { return close(ec); }
    bool on_array_begin(bj::error_code&) {
        open_.push_back({bj::array(), {}, false});
        return true;
    }
    bool on_array_end(std::size_t, bj::error_code& ec) { return close(ec); }

    bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_key(bj::string_view part, std::size_t, bj::error_code& ec) {
        text_.append(part.data(), part.size());
        auto& top = open_.back();
        top.key = std::exchange(text_, {});
        top.named = true;
        if (top.container.get_object().contains(top.key)) {
            return refuse(fault_code::duplicate_member, ec);
        }
        return true;
    }
    bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_string(bj::string_view part, std::size_t, bj::error_code& ec) {
        text_.append(part.data(), part.size());
        return put(bj::string(std::exchange(text_, {})), ec);
    }
    bool on_number_part(bj::string_view, bj::error_code&) { return true; }
    bool on_int64(std::int64_t number, bj::string_view, bj::error_code& ec) { return put(number, ec); }
    bool on_uint64(std::uint64_t number, bj::string_view, bj::error_code& ec) {
        if (!floats_) {
            return refuse(fault_code::out_of_range, ec);
        }
        return put(static_cast<double>(number), ec);
    }
    bool on_double(double number, bj::string_view, bj::error_code& ec) {
        if (!floats_) {
            return refuse(fault_code::not_an_integer, ec);
        }
        if (!std::isfinite(number)) {
            return refuse(fault_code::out_of_range, ec);
        }
        return put(number, ec);
    }
    bool on_bool(bool value, bj::error_code& ec) { return put(value, ec); }
    bool on_null(bj::error_code& ec) { return put(nullptr, ec); }
    bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
    bool on_comment(bj::string_view, bj::error_code&) { return true; }

    /// Where the parser stands, as a JSON pointer.
    std::string pointer() const {
        std::string pointer;
        for (const auto& open : open_) {
            if (open.container.is_object()) {
                if (open.named) {
                    append_to_pointer(pointer, open.key);
                }
            } else {
                append_to_pointer(pointer, std::to_string(open.container.get_array().size()));
            }
        }
        return pointer;
    }

    fault_code refusal = fault_code::syntax;
    bj::value result;

private:
    bool refuse(fault_code code, bj::error_code& ec) {
        refusal = code;
        // Any error stops the parser; which one it is tells nobody anything, `refusal` does.
        ec = bj::error::syntax;
        return false;
    }
    bool put(bj::value value, bj::error_code&) {
        if (open_.empty()) {
            result = std::move(value);
        } else if (auto& top = open_.back(); top.container.is_object()) {
            top.container.get_object().emplace(top.key, std::move(value));
        } else {
            top.container.get_array().push_back(std::move(value));
        }
        return true;
    }
    bool close(bj::error_code& ec) {
        auto done = std::move(open_.back().container);
        open_.pop_back();
        return put(std::move(done), ec);
    }

    bool floats_;
    std::vector<frame> open_;
    std::string text_;
};

} // namespace

std::string_view to_string(fault_code code) noexcept {
    switch (code) {
    case fault_code::too_large:
        return "tooLarge";
    case fault_code::too_deep:
        return "tooDeep";
    case fault_code::syntax:
        return "syntax";
    case fault_code::duplicate_member:
        return "duplicateMember";
    case fault_code::not_an_integer:
        return "notAnInteger";
    case fault_code::out_of_range:
        return "outOfRange";
    }
    return "syntax";
}

void append_to_pointer(std::string& pointer, std::string_view name) {
    pointer += '/';
    for (const char c : name) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
}

boost::system::result<boost::json::value, fault> read(std::string_view text, const limits& taken) {
    if (text.size() > taken.max_bytes) {
        return fault{fault_code::too_large, {}};
    }
    bj::parse_options options;
    options.max_depth = taken.max_depth;
    options.allow_invalid_utf8 = false;
    bj::basic_parser<builder> parser(options, taken.floats);

    bj::error_code ec;
    const auto used = parser.write_some(false, text.data(), text.size(), ec);
    auto& handler = parser.handler();
    if (ec == bj::error::too_deep) {
        return fault{fault_code::too_deep, handler.pointer()};
    }
    if (ec.failed()) {
        return fault{handler.refusal, handler.pointer()};
    }
    if (used != text.size()) {
        return fault{fault_code::syntax, {}};
    }
    return std::move(handler.result);
}

} // namespace organizer::json
