#pragma once

#include "domain/failure.hpp"
#include "domain/local_date.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::ops {

/// Told while an archive is written or read: parts of a hundred.
using archive_progress = std::function<void(int percent)>;

/// Writes the files `names` of `folder` into the new archive `target`, encrypted with `secret` and readable by its
/// owner alone. Never writes over a file; a failure leaves none. A problem is `unavailable` `archiveFailed` with one
/// clear line.
domain::result<void> write_archive(const std::filesystem::path& target, std::string_view secret,
                                   const std::filesystem::path& folder, const std::vector<std::string>& names,
                                   domain::instant made_at, const archive_progress& progress);

/// Writes an archive's files into `folder`, durably, and gives the moment it was made. It must hold exactly `names`,
/// and none of them may be there. Fails with `invalid` `archiveExpired` if it was made before `oldest`, else with
/// `unavailable` `archiveFailed`; files may then be there in part.
domain::result<domain::instant> read_archive(const std::filesystem::path& archive, std::string_view secret,
                                             const std::filesystem::path& folder, const std::vector<std::string>& names,
                                             domain::instant oldest, const archive_progress& progress);

} // namespace organizer::ops
