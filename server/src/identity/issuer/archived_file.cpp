#include "identity/issuer/archived_file.hpp"

#include "identity/crypto.hpp"
#include "identity/issuer/database.hpp"
#include "identity/issuer/times.hpp"
#include "identity/link_secret.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace organizer::identity::issuer {

void leave_out_of_archive(const std::filesystem::path& copy) {
    database file(copy);
    transaction work(file);
    for (const auto* statement : {"DELETE FROM refresh", "DELETE FROM family", "DELETE FROM code",
                                  "DELETE FROM session", "DELETE FROM attempt"}) {
        work.prepare(statement).run();
    }
    work.commit();
}

void begin_anew(const std::filesystem::path& path, domain::instant now) {
    database file(path);
    const auto moment = unix_seconds(now);
    transaction work(file);
    std::vector<std::pair<std::string, std::string>> subjects;
    {
        auto read = work.prepare("SELECT purpose, subject FROM link UNION SELECT ?, '-' UNION SELECT ?, account FROM"
                                 " credential UNION SELECT ?, account FROM credential");
        read.bind(to_string(link_purpose::set_up));
        read.bind(to_string(link_purpose::sign_in)).bind(to_string(link_purpose::reset));
        while (read.row()) {
            subjects.emplace_back(read.text(0), read.text(1));
        }
    }
    work.prepare("UPDATE link SET used_at = ? WHERE used_at IS NULL").bind(moment).run();
    // A link's secret is made from its generation. From the moment of the restore on generations begin above every one
    // that was made before: there is far less than one link a second for one person.
    for (const auto& [purpose, subject] : subjects) {
        auto insert = work.prepare("INSERT OR IGNORE INTO link (secret_hash, purpose, subject, generation, op,"
                                   " expires_at, used_at) VALUES (?, ?, ?, ?, '', ?, ?)");
        insert.bind_blob(random_bytes(32)).bind(purpose).bind(subject).bind(moment).bind(moment).bind(moment);
        insert.run();
    }
    work.commit();
}

} // namespace organizer::identity::issuer
