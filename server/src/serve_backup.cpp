#include "serve_backup.hpp"

#include "identity/issuer/archived_file.hpp"
#include "serve_installation.hpp"
#include "store/sqlite/data_lock.hpp"

#include <string>
#include <system_error>
#include <vector>

namespace organizer {
namespace {

constexpr std::string_view documents_file = "organizer.db";
constexpr std::string_view issuer_file = "issuer.db";

/// What an archive holds, in the order in which it was copied: a password names an account, so it is copied before the
/// accounts, and never stands there without one.
std::vector<std::string> archived_files() { return {std::string(issuer_file), std::string(documents_file)}; }

domain::problem failed(std::string detail) {
    domain::problem made;
    made.kind = domain::failure::unavailable;
    made.code = "backupFailed";
    made.detail = std::move(detail);
    return made;
}

/// A folder for the plain copies, in the data directory, since they are as secret as what lies there. One that a killed
/// backup left over is emptied.
class staging {
public:
    explicit staging(const std::filesystem::path& directory) : path_(directory / "backup") {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directory(path_);
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    }
    ~staging() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    staging(const staging&) = delete;
    staging& operator=(const staging&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace

domain::result<void> back_up(installation& here, const std::filesystem::path& directory,
                             const std::filesystem::path& target, std::string_view secret,
                             const ops::archive_progress& progress) {
    if (secret.empty()) {
        return failed("archives are encrypted: let ORGANIZER_ARCHIVE_KEY_FILE name a file with a key of at least 32 "
                      "characters (openssl rand -base64 32)");
    }
    try {
        if (std::filesystem::exists(target)) {
            return failed(target.string() + " exists already");
        }
        const staging copies(directory);
        const auto issuer_copy = copies.path() / issuer_file;
        if (auto done = store::back_up_file((directory / issuer_file).string(), issuer_copy.string(), {}); !done) {
            return done.error();
        }
        identity::issuer::leave_out_of_archive(issuer_copy);
        if (auto done = here.documents().back_up((copies.path() / documents_file).string(), {}); !done) {
            return done.error();
        }
        return ops::write_archive(target, secret, copies.path(), archived_files(), here.clock().now(), progress);
    } catch (const std::exception& wrong) { // the folder of the copies, or the issuer's copy
        return failed(wrong.what());
    }
}

domain::result<domain::instant> restore(const config::settings& values, const std::filesystem::path& archive,
                                        domain::instant now, const ops::archive_progress& progress) {
    if (values.archive_key.empty()) {
        return failed("archives are encrypted: let ORGANIZER_ARCHIVE_KEY_FILE name the file with the key");
    }
    auto lock = store::data_lock::take_for_restore(values.data.string());
    if (!lock) {
        return lock.error();
    }
    const auto oldest = now - std::chrono::days(values.archive_days);
    auto made_at = ops::read_archive(archive, values.archive_key, values.data, archived_files(), oldest, progress);
    if (!made_at) {
        return made_at.error();
    }
    try {
        identity::issuer::begin_anew(values.data / issuer_file, now);
    } catch (const std::exception& wrong) {
        return failed(wrong.what());
    }
    if (auto done = lock->mark_restored(); !done) {
        return done.error();
    }
    return made_at;
}

} // namespace organizer
