#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::http {

enum class method : std::uint8_t { get, head, post, put, patch, del, options, other };

/// The verb's name; `other` is "OTHER".
std::string_view to_text(method verb);

/// One request as a handler sees it. Views live as long as the handler runs; header names are compared without case.
class request {
public:
    virtual ~request() = default;

    virtual method verb() const = 0;
    virtual std::string_view target() const = 0; ///< as sent
    virtual std::string_view path() const = 0;   ///< target before `?`, not decoded
    virtual std::string_view query() const = 0;  ///< target after `?`, not decoded
    /// The header's value if it stands exactly once; nothing if absent or repeated (see `header_count`).
    virtual std::optional<std::string_view> header(std::string_view name) const = 0;
    virtual std::size_t header_count(std::string_view name) const = 0;
    virtual std::string_view body() const = 0;
    virtual std::string_view peer() const = 0; ///< address of the client, or of the client that one trusted hop names
};

/// A response. `body` is shared, so that kept answers are written without a copy; `content_type` is not set without a
/// body.
struct response {
    unsigned status = 200;
    std::string_view content_type; ///< a literal
    std::shared_ptr<const std::string> body;
    std::string_view fixed_body; ///< instead of `body`: bytes that live as long as the process (embedded files)
    std::vector<std::pair<std::string_view, std::string>> headers; ///< names are literals
    std::string trouble = {}; ///< what the log says of a failure that is the server's own; never sent

    /// The body's bytes, wherever they lie.
    std::string_view bytes() const { return body ? std::string_view(*body) : fixed_body; }

    static response text(unsigned status, std::string_view content_type, std::string body) {
        response made;
        made.status = status;
        made.content_type = content_type;
        made.body = std::make_shared<const std::string>(std::move(body));
        return made;
    }
};

} // namespace organizer::http
