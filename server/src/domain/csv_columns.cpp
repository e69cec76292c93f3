#include "domain/csv_columns.hpp"

#include "domain/text.hpp"
#include "domain/words.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace organizer::domain {

namespace {

constexpr std::size_t most_columns = 100;
constexpr std::size_t longest_shown = 60;

constexpr words<import_field, 7> field_words{{{import_field::name, "name"},
                                              {import_field::first_name, "firstName"},
                                              {import_field::last_name, "lastName"},
                                              {import_field::number, "parkrunNumber"},
                                              {import_field::phone, "phone"},
                                              {import_field::email, "email"},
                                              {import_field::notes, "notes"}}};

struct header_word {
    std::string_view word;
    import_field field;
};

/// Column titles in lower case without blanks and punctuation.
constexpr std::array header_words{
    header_word{"name", import_field::name},
    header_word{"fullname", import_field::name},
    header_word{"helper", import_field::name},
    header_word{"helfer", import_field::name},
    header_word{"helferin", import_field::name},
    header_word{"volunteer", import_field::name},
    header_word{"vollständigername", import_field::name},
    header_word{"vornamenachname", import_field::name},
    header_word{"vornameundnachname", import_field::name},
    header_word{"firstname", import_field::first_name},
    header_word{"givenname", import_field::first_name},
    header_word{"forename", import_field::first_name},
    header_word{"vorname", import_field::first_name},
    header_word{"lastname", import_field::last_name},
    header_word{"surname", import_field::last_name},
    header_word{"familyname", import_field::last_name},
    header_word{"nachname", import_field::last_name},
    header_word{"familienname", import_field::last_name},
    header_word{"parkrunid", import_field::number},
    header_word{"parkrunnumber", import_field::number},
    header_word{"parkrunnummer", import_field::number},
    header_word{"parkrunnr", import_field::number},
    header_word{"parkrunbarcode", import_field::number},
    header_word{"athleteid", import_field::number},
    header_word{"athletenumber", import_field::number},
    header_word{"anumber", import_field::number},
    header_word{"anummer", import_field::number},
    header_word{"barcode", import_field::number},
    header_word{"id", import_field::number},
    header_word{"number", import_field::number},
    header_word{"nummer", import_field::number},
    header_word{"phone", import_field::phone},
    header_word{"phonenumber", import_field::phone},
    header_word{"telephone", import_field::phone},
    header_word{"mobile", import_field::phone},
    header_word{"mobilephone", import_field::phone},
    header_word{"tel", import_field::phone},
    header_word{"telefon", import_field::phone},
    header_word{"telefonnummer", import_field::phone},
    header_word{"handy", import_field::phone},
    header_word{"handynummer", import_field::phone},
    header_word{"mobil", import_field::phone},
    header_word{"mobilnummer", import_field::phone},
    header_word{"mobiltelefon", import_field::phone},
    header_word{"email", import_field::email},
    header_word{"mail", import_field::email},
    header_word{"emailaddress", import_field::email},
    header_word{"emailadresse", import_field::email},
    header_word{"mailadresse", import_field::email},
    header_word{"notes", import_field::notes},
    header_word{"note", import_field::notes},
    header_word{"comment", import_field::notes},
    header_word{"comments", import_field::notes},
    header_word{"remarks", import_field::notes},
    header_word{"notiz", import_field::notes},
    header_word{"notizen", import_field::notes},
    header_word{"bemerkung", import_field::notes},
    header_word{"bemerkungen", import_field::notes},
    header_word{"anmerkung", import_field::notes},
    header_word{"anmerkungen", import_field::notes},
    header_word{"kommentar", import_field::notes},
};

std::string header_key(std::string_view title) {
    std::string key;
    for (const char each : ascii_lower(trimmed(title))) {
        if (std::string_view{" -_.:/()#"}.find(each) == std::string_view::npos) {
            key.push_back(each);
        }
    }
    return key;
}

std::optional<import_field> field_of(std::string_view title) {
    const std::string key = header_key(title);
    const auto found = std::ranges::find(header_words, std::string_view{key}, &header_word::word);
    return found == header_words.end() ? std::nullopt : std::optional{found->field};
}

} // namespace

std::string shortened(std::string_view text) {
    std::size_t bytes = 0;
    std::size_t count = 0;
    while (bytes < text.size() && count < longest_shown) {
        ++bytes;
        while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
            ++bytes;
        }
        ++count;
    }
    const std::string_view head = text.substr(0, bytes);
    return code_points(head) ? std::string{head} : std::string{};
}

problem file_problem(std::string code) {
    problem made;
    made.kind = failure::invalid;
    made.code = std::move(code);
    return made;
}

namespace {

/// Faults of what the columns fill; "Name" beside a first name is the last name.
result<std::vector<import_column>> checked(std::vector<import_column> columns) {
    std::map<import_field, int> seen;
    for (const import_column& each : columns) {
        if (each.field && ++seen[*each.field] > 1) {
            return file_problem("csvColumnTwice");
        }
    }
    if (seen.contains(import_field::name) && seen.contains(import_field::first_name) &&
        !seen.contains(import_field::last_name)) {
        for (import_column& each : columns) {
            if (each.field == import_field::name) {
                each.field = import_field::last_name;
            }
        }
        return columns;
    }
    if (!seen.contains(import_field::name) && !seen.contains(import_field::last_name)) {
        return file_problem("csvNoNameColumn");
    }
    return columns;
}

} // namespace

result<std::vector<import_column>> read_columns(const csv_record& header, const column_choice* chosen) {
    if (header.cells.size() > most_columns || (chosen != nullptr && chosen->size() > most_columns)) {
        return file_problem("csvTooManyColumns");
    }
    std::vector<import_column> columns;
    for (const std::string& each : header.cells) {
        const auto index = columns.size();
        std::optional<import_field> field;
        if (chosen == nullptr) {
            field = field_of(each);
        } else if (index < chosen->size()) {
            field = (*chosen)[index];
        }
        columns.push_back({shortened(trimmed(each)), field});
    }
    return checked(std::move(columns));
}

std::optional<import_field> import_field_from_text(std::string_view text) { return value_of(field_words, text); }

std::string_view to_text(import_field field) { return word_of(field_words, field); }

} // namespace organizer::domain
