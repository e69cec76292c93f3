#pragma once

#include "domain/local_date.hpp"

#include <filesystem>

/// The issuer's file in archives of the installation: what they leave out, and what a restore must void.
namespace organizer::identity::issuer {

/// Takes out of a copy of the issuer's file what must not come back with a restore: sessions, codes, refresh families
/// and counters of failed sign-ins. What stays: credentials, keys, and the generations of one-time links. Throws
/// database_error.
void leave_out_of_archive(const std::filesystem::path& copy);

/// Voids, in a restored file, every one-time link that was made before `now`, those that the archive does not know of
/// too: a later link must not have the secret of one that somebody holds. Throws database_error.
void begin_anew(const std::filesystem::path& file, domain::instant now);

} // namespace organizer::identity::issuer
