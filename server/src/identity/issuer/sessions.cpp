#include "identity/issuer/sessions.hpp"

#include "identity/crypto.hpp"
#include "identity/issuer/times.hpp"

namespace organizer::identity::issuer {
namespace {

constexpr std::int64_t note_use_every = 3600;

void end_one(transaction& work, std::string_view id) {
    work.prepare("DELETE FROM session WHERE id = ?").bind(id).run();
    work.prepare("DELETE FROM code WHERE session = ?").bind(id).run();
    work.prepare("DELETE FROM family WHERE session = ?").bind(id).run();
}

std::optional<session> find_session(transaction& work, std::string_view secret, std::int64_t now,
                                    std::int64_t& seen_at) {
    auto read = work.prepare("SELECT id, account, signed_in_at, seen_at FROM session WHERE secret_hash = ?");
    read.bind_blob(as_bytes(sha256(secret)));
    if (!read.row()) {
        return std::nullopt;
    }
    session found{read.text(0), read.text(1), read.integer(2)};
    seen_at = read.integer(3);
    if (now >= seen_at + session_idle.count() || now >= found.signed_in_at + session_life.count()) {
        return std::nullopt;
    }
    return found;
}

} // namespace

std::optional<session> sessions::find(std::string_view secret, std::int64_t now) {
    if (secret.empty()) {
        return std::nullopt;
    }
    transaction work(file_);
    std::int64_t seen_at = 0;
    auto found = find_session(work, secret, now, seen_at);
    if (found && now >= seen_at + note_use_every) {
        work.prepare("UPDATE session SET seen_at = ? WHERE id = ?").bind(now).bind(found->id).run();
        work.commit();
    }
    return found;
}

sessions::begun sessions::begin(transaction& work, std::string_view account, std::string_view browser,
                                std::string_view former, std::int64_t now) {
    if (!former.empty()) {
        std::int64_t seen_at = 0;
        if (const auto old = find_session(work, former, now, seen_at)) {
            end_one(work, old->id);
        }
    }
    begun made;
    made.made = {random_uuid(), std::string(account), now};
    made.secret = random_secret();
    work.prepare("INSERT INTO session (id, secret_hash, account, browser_hash, signed_in_at, seen_at) VALUES (?, ?, ?, "
                 "?, ?, ?)")
        .bind(made.made.id)
        .bind_blob(as_bytes(sha256(made.secret)))
        .bind(account)
        .bind_blob(as_bytes(sha256(browser)))
        .bind(now)
        .bind(now)
        .run();
    return made;
}

bool sessions::knows(std::string_view account, std::string_view browser) {
    if (browser.empty()) {
        return false;
    }
    transaction work(file_);
    auto read = work.prepare("SELECT 1 FROM session WHERE account = ? AND browser_hash = ? LIMIT 1");
    read.bind(account).bind_blob(as_bytes(sha256(browser)));
    return read.row();
}

void sessions::end(std::string_view id) {
    transaction work(file_);
    end_one(work, id);
    work.commit();
}

void sessions::end_all(std::string_view account) {
    transaction work(file_);
    end_all(work, account);
    work.commit();
}

void sessions::end_all(transaction& work, std::string_view account) {
    work.prepare("DELETE FROM session WHERE account = ?").bind(account).run();
    work.prepare("DELETE FROM code WHERE account = ?").bind(account).run();
    work.prepare("DELETE FROM family WHERE account = ?").bind(account).run();
}

void sessions::purge(transaction& work, std::int64_t now) {
    work.prepare("DELETE FROM session WHERE seen_at <= ? OR signed_in_at <= ?")
        .bind(now - session_idle.count())
        .bind(now - session_life.count())
        .run();
}

} // namespace organizer::identity::issuer
