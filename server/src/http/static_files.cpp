#include "http/static_files.hpp"

#include "http/header_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace organizer::http {
namespace {

// The pages' policy: nothing inline. The SPA keeps the component library from writing style elements.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
// The sign-in's way back is opened in a hidden frame of our own pages; it talks to nobody.
constexpr std::string_view redirect_policy =
    "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
// The page to try the contract shows images that it carries inside.
constexpr std::string_view docs_policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr std::string_view redirect_page = "/redirect.html";

struct variant {
    std::string_view bytes;
    std::string_view coding; ///< empty for the bytes as they are
    std::string_view suffix; ///< makes the entity tag of this coding
};

variant best_variant(const asset& file, std::optional<std::string_view> accept_encoding) {
    const variant identity{file.identity, "", ""};
    if (!accept_encoding) {
        return identity;
    }
    const int brotli = file.brotli.empty() ? 0 : accepted_quality(*accept_encoding, "br");
    const int gzip = file.gzip.empty() ? 0 : accepted_quality(*accept_encoding, "gzip");
    if (brotli > 0 && brotli >= gzip) {
        return {file.brotli, "br", "-br"};
    }
    if (gzip > 0) {
        return {file.gzip, "gzip", "-gz"};
    }
    return identity;
}

/// `"abc"` and `-br` make `"abc-br"`: one entity tag per representation.
std::string tag_of(const asset& file, std::string_view suffix) {
    std::string tag(file.etag);
    tag.insert(tag.size() - 1, suffix);
    return tag;
}

void add_policy(const asset& file, response& answer) {
    if (file.path == redirect_page) {
        answer.headers.emplace_back("Content-Security-Policy", redirect_policy);
        return;
    }
    if (!file.type.starts_with("text/html")) {
        return;
    }
    answer.headers.emplace_back("Content-Security-Policy",
                                file.path.starts_with("/api/docs") ? docs_policy : page_policy);
    answer.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    answer.headers.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

} // namespace

static_files::static_files(std::span<const asset> files) : files_(files) {
    if (!std::ranges::is_sorted(files, {}, &asset::path)) {
        throw std::logic_error("the embedded files are not sorted by path");
    }
}

const asset* static_files::find(std::string_view path) const {
    const auto found = std::ranges::lower_bound(files_, path, {}, &asset::path);
    return found != files_.end() && found->path == path ? &*found : nullptr;
}

response static_files::answer(const asset& file, const request& message) {
    response made;
    const auto chosen = best_variant(file, message.header("Accept-Encoding"));
    const auto tag = tag_of(file, chosen.suffix);
    made.headers.emplace_back("ETag", tag);
    if (file.path == redirect_page) {
        made.headers.emplace_back("Cache-Control", "no-store");
    } else {
        made.headers.emplace_back("Cache-Control", file.hashed ? "public, max-age=31536000, immutable" : "no-cache");
    }
    if (!file.gzip.empty() || !file.brotli.empty()) {
        made.headers.emplace_back("Vary", "Accept-Encoding");
    }
    add_policy(file, made);
    const auto known = message.header("If-None-Match");
    if (known && none_match_hits(*known, tag)) {
        made.status = 304;
        return made;
    }
    if (!chosen.coding.empty()) {
        made.headers.emplace_back("Content-Encoding", chosen.coding);
    }
    made.content_type = file.type;
    made.fixed_body = chosen.bytes;
    return made;
}

} // namespace organizer::http
