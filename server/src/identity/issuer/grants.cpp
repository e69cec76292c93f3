#include "identity/issuer/grants.hpp"

#include "identity/crypto.hpp"
#include "identity/issuer/times.hpp"

#include <algorithm>

namespace organizer::identity::issuer {
namespace {

/// Seals a successor under the token that it follows (and opens it again): only who shows that token can have it once
/// more.
std::string sealed(std::string_view bytes, std::string_view predecessor) {
    const auto pad = hmac_sha256(predecessor, "refresh successor");
    std::string result(std::min(bytes.size(), pad.size()), '\0');
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = static_cast<char>(static_cast<std::uint8_t>(bytes[i]) ^ pad[i]);
    }
    return result;
}

void store_refresh(transaction& work, std::string_view token, std::string_view family) {
    work.prepare("INSERT INTO refresh (secret_hash, family) VALUES (?, ?)")
        .bind_blob(as_bytes(sha256(token)))
        .bind(family)
        .run();
}

void revoke(transaction& work, std::string_view family) {
    work.prepare("UPDATE family SET revoked = 1 WHERE id = ?").bind(family).run();
}

} // namespace

std::string grants::issue_code(transaction& work, const code_grant& granted, std::int64_t now) {
    auto code = random_secret();
    work.prepare("INSERT INTO code (secret_hash, account, session, client, redirect_uri, challenge, nonce, scope, "
                 "signed_in_at,"
                 " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind_blob(as_bytes(sha256(code)))
        .bind(granted.account)
        .bind(granted.session)
        .bind(granted.client)
        .bind(granted.redirect_uri)
        .bind(granted.challenge)
        .bind(granted.nonce)
        .bind(granted.scope)
        .bind(granted.signed_in_at)
        .bind(now + code_life.count())
        .run();
    return code;
}

std::string grants::issue_code(const code_grant& granted, std::int64_t now) {
    transaction work(file_);
    auto code = issue_code(work, granted, now);
    work.commit();
    return code;
}

std::variant<redeemed, refusal> grants::redeem(std::string_view code, std::string_view client,
                                               std::string_view redirect_uri, std::string_view verifier,
                                               std::int64_t now) {
    const auto hash = sha256(code);
    transaction work(file_);
    code_grant found;
    std::int64_t expires_at = 0;
    {
        auto read = work.prepare(
            "SELECT account, session, client, redirect_uri, challenge, nonce, scope, signed_in_at, expires_at,"
            " family FROM code WHERE secret_hash = ?");
        read.bind_blob(as_bytes(hash));
        if (!read.row()) {
            return refusal::unknown;
        }
        if (!read.is_null(9)) {
            revoke(work, read.text(9));
            work.commit();
            return refusal::replayed;
        }
        found.account = read.text(0);
        found.session = read.text(1);
        found.client = read.text(2);
        found.redirect_uri = read.text(3);
        found.challenge = read.text(4);
        found.nonce = read.text(5);
        found.scope = read.text(6);
        found.signed_in_at = read.integer(7);
        expires_at = read.integer(8);
    }
    const auto family = random_uuid();
    work.prepare("UPDATE code SET family = ? WHERE secret_hash = ?").bind(family).bind_blob(as_bytes(hash)).run();
    std::optional<refusal> refused;
    if (now >= expires_at) {
        refused = refusal::expired;
    } else if (client != found.client) {
        refused = refusal::other_client;
    } else if (redirect_uri != found.redirect_uri) {
        refused = refusal::other_redirect;
    } else if (const auto challenge = challenge_of(verifier); !challenge || !same_bytes(*challenge, found.challenge)) {
        refused = refusal::verifier;
    }
    if (refused) {
        work.commit();
        return *refused;
    }
    redeemed given;
    given.of = found;
    if (scope_has(found.scope, "offline_access")) {
        given.refresh_token = random_secret();
        given.refresh_seconds = refresh_life.count();
        work.prepare("INSERT INTO family (id, account, session, client, scope, signed_in_at, expires_at) VALUES"
                     " (?, ?, ?, ?, ?, ?, ?)")
            .bind(family)
            .bind(found.account)
            .bind(found.session)
            .bind(found.client)
            .bind(found.scope)
            .bind(found.signed_in_at)
            .bind(now + refresh_life.count())
            .run();
        store_refresh(work, given.refresh_token, family);
    }
    work.commit();
    return given;
}

std::variant<redeemed, refusal> grants::refresh(std::string_view token, std::string_view client, std::string_view scope,
                                                std::int64_t now) {
    const auto hash = sha256(token);
    transaction work(file_);
    redeemed given;
    std::string family;
    std::optional<std::int64_t> rotated_at;
    std::string successor_hash;
    std::string box;
    {
        auto read = work.prepare(
            "SELECT f.id, f.account, f.session, f.client, f.scope, f.signed_in_at, f.expires_at, f.revoked,"
            " r.rotated_at, r.successor_hash, r.sealed_successor"
            " FROM refresh r JOIN family f ON f.id = r.family WHERE r.secret_hash = ?");
        read.bind_blob(as_bytes(hash));
        if (!read.row()) {
            return refusal::unknown;
        }
        family = read.text(0);
        given.of.account = read.text(1);
        given.of.session = read.text(2);
        given.of.client = read.text(3);
        given.of.scope = read.text(4);
        given.of.signed_in_at = read.integer(5);
        given.refresh_seconds = read.integer(6) - now;
        if (read.integer(7) != 0) {
            return refusal::revoked;
        }
        if (!read.is_null(8)) {
            rotated_at = read.integer(8);
            successor_hash = read.text(9);
            box = read.text(10);
        }
    }
    if (given.of.client != client) {
        return refusal::other_client;
    }
    if (given.refresh_seconds <= 0) {
        return refusal::expired;
    }
    if (!scope_within(scope, given.of.scope)) {
        return refusal::scope;
    }
    if (!scope.empty()) {
        given.of.scope = scope;
    }
    if (rotated_at) {
        auto next = work.prepare("SELECT 1 FROM refresh WHERE secret_hash = ? AND rotated_at IS NULL");
        next.bind_blob(successor_hash);
        if (now - *rotated_at <= refresh_grace.count() && next.row()) {
            given.refresh_token = to_base64url(sealed(box, token));
            return given;
        }
        revoke(work, family);
        work.commit();
        return refusal::replayed;
    }
    const auto successor = random_bytes(32);
    given.refresh_token = to_base64url(successor);
    work.prepare("UPDATE refresh SET rotated_at = ?, successor_hash = ?, sealed_successor = ? WHERE secret_hash = ?")
        .bind(now)
        .bind_blob(as_bytes(sha256(given.refresh_token)))
        .bind_blob(sealed(successor, token))
        .bind_blob(as_bytes(hash))
        .run();
    store_refresh(work, given.refresh_token, family);
    work.commit();
    return given;
}

void grants::revoke_family_of(std::string_view token) {
    transaction work(file_);
    work.prepare("UPDATE family SET revoked = 1 WHERE id = (SELECT family FROM refresh WHERE secret_hash = ?)")
        .bind_blob(as_bytes(sha256(token)))
        .run();
    work.commit();
}

void grants::purge(transaction& work, std::int64_t now) {
    // A used code is kept as long as its family, so that a late replay still revokes it.
    work.prepare("DELETE FROM code WHERE expires_at <= ?").bind(now - refresh_life.count()).run();
    work.prepare("DELETE FROM family WHERE expires_at <= ?").bind(now).run();
}

bool scope_has(std::string_view scope, std::string_view word) {
    while (!scope.empty()) {
        const auto end = std::min(scope.find(' '), scope.size());
        if (end > 0 && scope.substr(0, end) == word) {
            return true;
        }
        scope.remove_prefix(std::min(end + 1, scope.size()));
    }
    return false;
}

bool scope_within(std::string_view asked, std::string_view granted) {
    while (!asked.empty()) {
        const auto end = std::min(asked.find(' '), asked.size());
        if (end > 0 && !scope_has(granted, asked.substr(0, end))) {
            return false;
        }
        asked.remove_prefix(std::min(end + 1, asked.size()));
    }
    return true;
}

std::optional<std::string> challenge_of(std::string_view verifier) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == '_' || c == '~';
    };
    if (verifier.size() < 43 || verifier.size() > 128 || !std::all_of(verifier.begin(), verifier.end(), allowed)) {
        return std::nullopt;
    }
    return to_base64url(as_bytes(sha256(verifier)));
}

} // namespace organizer::identity::issuer
