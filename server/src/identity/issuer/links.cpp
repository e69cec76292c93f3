#include "identity/issuer/links.hpp"

#include "identity/crypto.hpp"

#include <array>

namespace organizer::identity::issuer {
namespace {

constexpr std::int64_t kept_after_end = 30LL * 24 * 3600;

std::optional<link_purpose> purpose_of(std::string_view text) {
    for (const auto purpose : {link_purpose::set_up, link_purpose::sign_in, link_purpose::reset}) {
        if (to_string(purpose) == text) {
            return purpose;
        }
    }
    return std::nullopt;
}

} // namespace

std::string links::make(link_purpose purpose, std::string_view subject, std::string_view op, std::int64_t now,
                        std::optional<std::int64_t> life) {
    transaction work(file_);
    std::int64_t generation = 0;
    {
        auto read =
            work.prepare("SELECT generation, op, used_at IS NULL AND (expires_at IS NULL OR expires_at > ?) FROM link"
                         " WHERE purpose = ? AND subject = ? ORDER BY generation DESC LIMIT 1");
        read.bind(now).bind(to_string(purpose)).bind(subject);
        if (read.row()) {
            generation = read.integer(0);
            // A repeat of the command gives its link again, used or not; a set-up link (no op) only while it is open.
            if (read.text(1) == op && (!op.empty() || read.integer(2) != 0)) {
                return link_secret(key_, purpose, subject, generation);
            }
        }
    }
    ++generation;
    auto secret = link_secret(key_, purpose, subject, generation);
    work.prepare("UPDATE link SET used_at = ? WHERE purpose = ? AND subject = ? AND used_at IS NULL")
        .bind(now)
        .bind(to_string(purpose))
        .bind(subject)
        .run();
    auto insert = work.prepare("INSERT INTO link (secret_hash, purpose, subject, generation, op, expires_at) VALUES"
                               " (?, ?, ?, ?, ?, ?)");
    insert.bind_blob(as_bytes(sha256(secret))).bind(to_string(purpose)).bind(subject).bind(generation).bind(op);
    if (life) {
        insert.bind(now + *life);
    } else {
        insert.bind_null();
    }
    insert.run();
    work.commit();
    return secret;
}

std::optional<link> links::find(std::string_view secret) const {
    transaction work(file_);
    auto read =
        work.prepare("SELECT purpose, subject, generation, expires_at, used_at FROM link WHERE secret_hash = ?");
    read.bind_blob(as_bytes(sha256(secret)));
    if (!read.row()) {
        return std::nullopt;
    }
    const auto purpose = purpose_of(read.text(0));
    if (!purpose) {
        return std::nullopt;
    }
    link found;
    found.purpose = *purpose;
    found.subject = read.text(1);
    found.generation = read.integer(2);
    if (!read.is_null(3)) {
        found.expires_at = read.integer(3);
    }
    found.used = !read.is_null(4);
    return found;
}

bool links::use(transaction& work, std::string_view secret, std::int64_t now) {
    return work.prepare("UPDATE link SET used_at = ? WHERE secret_hash = ? AND used_at IS NULL AND"
                        " (expires_at IS NULL OR expires_at > ?)")
               .bind(now)
               .bind_blob(as_bytes(sha256(secret)))
               .bind(now)
               .run() == 1;
}

void links::purge(transaction& work, std::int64_t now) {
    // The newest generation stays: the next one must be higher, or an old link would come to life again.
    work.prepare("DELETE FROM link WHERE (used_at <= ? OR expires_at <= ?) AND generation < (SELECT max(l.generation) "
                 "FROM link l"
                 " WHERE l.purpose = link.purpose AND l.subject = link.subject)")
        .bind(now - kept_after_end)
        .bind(now - kept_after_end)
        .run();
}

} // namespace organizer::identity::issuer
