#pragma once

#include <span>
#include <string_view>

namespace organizer::http {

/// One file that the binary carries: a page of the SPA, the contract as JSON, the try-it page.
struct asset {
    std::string_view path;     ///< as asked for, `/assets/main-1a2b3c4d.js`
    std::string_view type;     ///< content type
    std::string_view identity; ///< the bytes themselves
    std::string_view gzip;     ///< the same compressed; empty where that is not smaller
    std::string_view brotli;   ///< likewise
    std::string_view etag;     ///< strong, quoted, of the identity bytes; other encodings need their own
    bool hashed = false;       ///< the name changes with the content: may be kept for ever
};

/// All of them, sorted by path. Empty but for the contract when the web part was not built.
std::span<const asset> embedded_assets();

} // namespace organizer::http
