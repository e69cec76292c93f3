#pragma once

#include "domain/event.hpp"
#include "domain/helper.hpp"
#include "domain/schedule.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the bytes of the decide fuzzer say: commands of all nouns, with right and wrong values.

namespace organizer::domain::testing {

inline constexpr std::array<std::string_view, 6> accounts{"carla", "ron", "hanna", "ada", "stranger", "eva"};
inline constexpr std::array<std::string_view, 7> helpers{"anna-h", "bert-h", "hanna-h", "new-1", "new-2", "nobody", ""};
inline constexpr std::array<access, 5> accesses{access::coordinator, access::helper, access::run_director,
                                                access::admin, access::none};

/// Reads commands from bytes, each byte once; when none are left it reads zeros. Ids are mostly those that are in the
/// state of the moment, which must outlive it.
class drawn_commands {
public:
    drawn_commands(std::string_view bytes, const std::optional<event>& event, const std::optional<schedule>& schedule,
                   const std::vector<std::string>& ops)
        : bytes_(bytes), event_(event), schedule_(schedule), ops_(ops) {}

    bool empty() const { return bytes_.empty(); }
    unsigned next();
    bool maybe() { return (next() & 1U) != 0; }
    template <class Values>
    typename Values::value_type pick(const Values& values) {
        return values[next() % values.size()];
    }
    int number();

    domain::schedule_command schedule_command();
    domain::event_command event_command();
    domain::helper_command helper_command();

    /// The helper's id as a document may have it: the empty one names nobody in a command (`creation_id`).
    static std::string document_of(std::string_view helper) {
        return std::string(helper.empty() ? helpers.front() : helper);
    }

private:
    std::string text();
    std::optional<std::string> some_helper();
    std::optional<parkrun_number> some_number();
    std::string some_slot();
    /// Mostly who is really there.
    std::string some_expect(std::string_view slot);
    std::string some_op();
    std::string some_invitation();
    std::vector<role_need> some_needs();
    std::vector<allowed_pair> some_pairs();
    std::vector<std::string> some_roles();
    local_date some_date();

    std::string_view bytes_;
    const std::optional<event>& event_;
    const std::optional<schedule>& schedule_;
    const std::vector<std::string>& ops_;
};

} // namespace organizer::domain::testing
