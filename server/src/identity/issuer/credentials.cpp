#include "identity/issuer/credentials.hpp"

#include "domain/text.hpp"
#include "identity/issuer/sessions.hpp"

namespace organizer::identity::issuer {
namespace {

std::string folded(std::string_view user_name) { return domain::ascii_lower(domain::trimmed(user_name)); }

std::optional<credential> read_one(statement& read) {
    if (!read.row()) {
        return std::nullopt;
    }
    return credential{read.text(0), read.text(1), read.text(2)};
}

} // namespace

bool is_user_name(std::string_view text) {
    std::vector<domain::field_fault> faults;
    domain::check_text(text, {3, 120, false}, "/userName", faults);
    return faults.empty() && domain::trimmed(text) == text;
}

std::optional<credential> credentials::find_by_name(std::string_view user_name) const {
    transaction work(file_);
    auto read = work.prepare("SELECT account, user_name, password FROM credential WHERE folded_name = ?");
    read.bind(folded(user_name));
    return read_one(read);
}

std::optional<credential> credentials::find(std::string_view account) const {
    transaction work(file_);
    auto read = work.prepare("SELECT account, user_name, password FROM credential WHERE account = ?");
    read.bind(account);
    return read_one(read);
}

std::map<std::string, std::string, std::less<>> credentials::user_names() const {
    transaction work(file_);
    auto read = work.prepare("SELECT account, user_name FROM credential");
    std::map<std::string, std::string, std::less<>> names;
    while (read.row()) {
        names.emplace(read.text(0), read.text(1));
    }
    return names;
}

credentials::outcome credentials::add(const credential& fresh, std::int64_t now) {
    transaction work(file_);
    const auto made = add(work, fresh, now);
    work.commit();
    return made;
}

credentials::outcome credentials::add(transaction& work, const credential& fresh, std::int64_t now) {
    auto read =
        work.prepare("SELECT account FROM credential WHERE account = ? OR folded_name = ? ORDER BY account = ? DESC");
    read.bind(fresh.account).bind(folded(fresh.user_name)).bind(fresh.account);
    if (read.row()) {
        return read.text(0) == fresh.account ? outcome::exists : outcome::name_taken;
    }
    auto insert = work.prepare(
        "INSERT INTO credential (account, user_name, folded_name, password, changed_at) VALUES (?, ?, ?, ?, ?)");
    insert.bind(fresh.account).bind(fresh.user_name).bind(folded(fresh.user_name));
    if (fresh.password.empty()) {
        insert.bind_null();
    } else {
        insert.bind(fresh.password);
    }
    insert.bind(now).run();
    return outcome::stored;
}

void credentials::rehash(std::string_view account, std::string_view old_hash, std::string_view new_hash) {
    transaction work(file_);
    work.prepare("UPDATE credential SET password = ? WHERE account = ? AND password = ?")
        .bind(new_hash)
        .bind(account)
        .bind(old_hash)
        .run();
    work.commit();
}

credentials::outcome credentials::set_password(transaction& work, const credential& next, std::int64_t now) {
    sessions::end_all(work, next.account);
    const int changed = work.prepare("UPDATE credential SET password = ?, changed_at = ? WHERE account = ?")
                            .bind(next.password)
                            .bind(now)
                            .bind(next.account)
                            .run();
    return changed == 1 ? outcome::stored : add(work, next, now);
}

} // namespace organizer::identity::issuer
