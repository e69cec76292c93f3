#pragma once

#include "config/settings.hpp"
#include "domain/failure.hpp"
#include "domain/local_date.hpp"
#include "ops/archive.hpp"

#include <filesystem>

namespace organizer {

class installation;

/// Writes the whole installation, documents and sign-in, into the new archive `target`, from one moment, while requests
/// go on. What must not come back with a restore (sessions, codes, refresh families, counters) is left out. Blocks; one
/// at a time. A problem's detail is one line for a person.
domain::result<void> back_up(installation& here, const std::filesystem::path& directory,
                             const std::filesystem::path& target, std::string_view secret,
                             const ops::archive_progress& progress);

/// Puts an archive into the empty data directory of the settings, which no server takes until all of it is there, and
/// gives the moment when the archive was made. A restore that broke off can be begun again. Every one-time link that
/// was open is void.
domain::result<domain::instant> restore(const config::settings& values, const std::filesystem::path& archive,
                                        domain::instant now, const ops::archive_progress& progress);

} // namespace organizer
