#pragma once

#include "domain/access.hpp"
#include "domain/decision.hpp"
#include "domain/local_date.hpp"
#include "domain/parkrun_number.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace organizer::domain {

struct event;

enum class role_level : std::uint8_t { none, training, signed_off, trainer };

/// What a helper can do in a role. An expired level counts as `none`.
struct helper_level {
    std::string role;
    role_level level = role_level::none;
    std::optional<local_date> expires; ///< last day on which it holds

    friend bool operator==(const helper_level&, const helper_level&) = default;
};

/// Days on which a helper cannot come, both inclusive.
struct absence {
    local_date from{};
    local_date to{};

    friend bool operator==(const absence&, const absence&) = default;
};

enum class age_band : std::uint8_t { unknown, under_11, from_11_to_17, adult };

/// What a helper agreed to: being asked to help, and the phone number for Run Directors around a date.
struct helper_consents {
    bool contact = false;
    bool phone_to_team = false;

    friend bool operator==(const helper_consents&, const helper_consents&) = default;
};

/// What the directory keeps of a helper. Empty texts are "not known".
struct helper_values {
    std::string name;
    std::optional<parkrun_number> number;
    std::string phone;
    std::string email;
    std::string notes; ///< for coordinators only
    std::vector<helper_level> levels;
    std::vector<std::string> prefers; ///< roles done gladly
    std::vector<std::string> avoids;  ///< roles rather not done
    std::vector<absence> absences;
    int wish_weeks = 0; ///< wants to help every so many weeks, 1 to 52; 0: not said
    age_band age = age_band::unknown;
    helper_consents consents;

    friend bool operator==(const helper_values&, const helper_values&) = default;
};

/// A volunteer in an event's directory. An erased one keeps its id and nothing else.
struct helper : helper_values {
    bool archived = false;
    bool erased = false;

    friend bool operator==(const helper&, const helper&) = default;
};

/// createHelper. 409 `parkrunNumberTaken` (fact `helper`), `directoryFull`.
struct create_helper {
    helper_values values;
};

/// editHelper: a merge-patch, never of the number. A linked helper may change own phone, e-mail and consents, nothing
/// else (403). 412 `stale` if `if_match` is not the present `rev`; 409 `helperErased`.
struct edit_helper {
    std::optional<std::string> name;
    std::optional<std::string> phone;
    std::optional<std::string> email;
    std::optional<std::string> notes;
    std::optional<std::vector<helper_level>> levels;
    std::optional<std::vector<std::string>> prefers;
    std::optional<std::vector<std::string>> avoids;
    std::optional<std::vector<absence>> absences;
    std::optional<int> wish_weeks;
    std::optional<age_band> age;
    std::optional<helper_consents> consents;
    std::optional<std::int64_t> if_match;
};

/// changeParkrunNumber: sets or takes away the number. 409 `changedSince` (fact `number`) if `expect` is not the
/// present one, `parkrunNumberTaken`.
struct change_parkrun_number {
    std::optional<parkrun_number> number;
    std::optional<parkrun_number> expect;
};

/// archiveHelper: out of lists and candidates; history stays. Fact `comingSlots`: how many places from today on the
/// helper still holds.
struct archive_helper {};

/// restoreHelper: back from the archive; reserves the number again. 409 `parkrunNumberTaken`.
struct restore_helper {};

/// undo of archiveHelper or restoreHelper by its op. 404 `noSuchCommand`, 409 `changedSince`, `notUndoable`,
/// `parkrunNumberTaken`.
struct undo_helper {
    std::string op;
};

using helper_command =
    std::variant<create_helper, edit_helper, change_parkrun_number, archive_helper, restore_helper, undo_helper>;

/// What a helper's rules need beside the helper.
struct helper_context {
    std::string id;                             ///< of the helper decided on
    const domain::event* event = nullptr;       ///< read now
    std::int64_t rev = 0;                       ///< of the helper before
    local_date today{};                         ///< the event's
    std::size_t directory_size = 0;             ///< helpers of the event, archived ones too
    std::size_t coming_slots = 0;               ///< places from today on that the helper holds (archiveHelper)
    std::optional<std::string> number_taken_by; ///< the number to reserve is another helper's
    std::optional<decided_entry> undone;        ///< undo: the entry of the op it names, if it is still in `decided`
};

/// The contract's name of the command, `createHelper` and so on; `undo` for undo_helper.
std::string_view kind_of(const helper_command& command);

/// The rule of every helper command.
decision<helper> decide(const std::optional<helper>& before, const command_header& header,
                        const helper_command& command, const helper_context& context);

/// The number that must be reserved for the helper before the command is decided (DESIGN, "The number"): that of
/// createHelper and changeParkrunNumber, and the helper's own for restoreHelper and for undo of archiveHelper. Nothing
/// if none is.
std::optional<parkrun_number> number_to_reserve(const std::optional<helper>& before, const helper_command& command,
                                                const std::optional<decided_entry>& undone);
/// True if the helper counts as the owner of `number`: carries it, neither archived nor erased.
bool carries(const std::optional<helper>& who, parkrun_number number);

/// The level that holds on `date`: expired and unknown ones are `none`.
role_level level_on(const helper_values& who, std::string_view role, local_date date);
/// True if the helper is absent on `date`.
bool absent_on(const helper_values& who, local_date date);

/// Faults of the values, pointers below `/` (`/name`, `/levels/0/role`, ...).
std::vector<field_fault> check_values(const helper_values& values);

/// `none`, `training`, `signedOff`, `trainer`.
std::string_view to_text(role_level level);
std::optional<role_level> role_level_from_text(std::string_view text);
/// `unknown`, `under11`, `from11to17`, `adult`.
std::string_view to_text(age_band band);
std::optional<age_band> age_band_from_text(std::string_view text);

inline constexpr std::size_t most_helpers = 5000;

} // namespace organizer::domain
