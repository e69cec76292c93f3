#pragma once

#include "http/assets.hpp"
#include "http/message.hpp"

#include <span>
#include <string_view>

namespace organizer::http {

/// The embedded files, answered with their compressed variants, validators and headers. Names that change with their
/// content may be kept for ever, pages are asked about each time, and `/redirect.html` (the sign-in's way back) is
/// never stored and alone may be framed, by ourselves.
class static_files {
public:
    /// `files` lives as long as this; sorted by path.
    explicit static_files(std::span<const asset> files);

    /// The file of that path, or null.
    const asset* find(std::string_view path) const;

    /// 200 with the best accepted variant, or 304.
    static response answer(const asset& file, const request& message);

private:
    std::span<const asset> files_;
};

} // namespace organizer::http
