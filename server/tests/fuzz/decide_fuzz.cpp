// The rules, by random sequences of commands on one event, its helpers and one date.
//
// Input: a byte that says whether the event is there, then each command takes what it needs. Commands carry right and
// wrong values, and come from people of every access. After each one the state must hold what can never be violated.

#include "drawn_commands.hpp"
#include "finding.hpp"

#include "domain/test_invariants.hpp"
#include "domain/test_world.hpp"
#include "store/codec/event.hpp"
#include "store/codec/helper.hpp"
#include "store/codec/schedule.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::domain::testing {
namespace {

using fuzz::require;
using std::chrono::hours;

constexpr std::size_t most_commands = 200;

class player {
public:
    explicit player(std::string_view bytes) : draw_(bytes, event_, schedule_, ops_) {
        for (const auto& [id, who] : roster().helpers) {
            people_[id] = who;
        }
        if (draw_.next() % 8 == 0) {
            event_.reset();
        }
    }

    void play() {
        for (std::size_t i = 0; i < most_commands && !draw_.empty(); ++i) {
            switch (draw_.next() % 8) {
            case 0:
                change_surroundings();
                break;
            case 1:
            case 2:
                give(draw_.event_command());
                break;
            case 3:
            case 4:
                give(draw_.helper_command(), drawn_commands::document_of(draw_.pick(helpers)));
                break;
            default:
                give(draw_.schedule_command());
                break;
            }
        }
    }

private:
    command_header header(std::string_view kind) {
        command_header made;
        made.op = "op-" + std::to_string(++count_);
        made.kind = kind;
        made.actor = draw_.pick(accounts);
        made.token_access = draw_.pick(accesses);
        made.at = now_;
        return made;
    }

    /// What changes without a command: time goes on, a person is erased, a roster becomes final.
    void change_surroundings() {
        switch (draw_.next() % 5) {
        case 0:
            now_ += hours(draw_.next());
            break;
        case 1: {
            const auto found = people_.find(draw_.pick(helpers));
            if (found != people_.end() && draw_.next() % 4 == 0) {
                found->second = helper();
                found->second.erased = true;
            }
            break;
        }
        case 2:
            if (schedule_ && draw_.next() % 8 == 0 && schedule_->status == schedule_status::published) {
                schedule_->status = schedule_status::final_roster;
            }
            break;
        case 3:
            admin_ = draw_.maybe();
            break;
        default:
            rev_ = draw_.number();
            break;
        }
    }

    // The document's decision loop in small.

    helper_lookup lookup() const {
        return [this](std::string_view id) {
            const auto found = people_.find(std::string(id));
            return found == people_.end() ? nullptr : &found->second;
        };
    }

    template <class State>
    void remember(const command_header& header, const decision<State>& made, std::string_view entity) {
        decided_entry entry;
        entry.op = header.op;
        entry.actor = header.actor;
        entry.token_access = header.token_access;
        entry.kind = header.kind;
        entry.ok = made.ok;
        entry.changes = made.changes;
        entries_[std::string(entity) + " " + header.op] = entry;
        ops_.push_back(header.op);
    }
    std::optional<decided_entry> entry(std::string_view entity, const std::string& op) const {
        const auto found = entries_.find(std::string(entity) + " " + op);
        return found == entries_.end() ? std::nullopt : std::optional(found->second);
    }

    /// What every decision keeps.
    template <class State>
    static void check_decision(const std::optional<State>& before, const decision<State>& made) {
        if (!made.ok) {
            require(!made.after && made.changes.empty(), "a refusal that changes something");
            require(!made.refusal.code.empty(), "a refusal without a code");
            require(made.refusal.kind != failure::invalid || !made.refusal.faults.empty(), "invalid without a fault");
            require(made.refusal.kind != failure::unexpected, "a rule that does not know what to say");
            return;
        }
        require(made.after.has_value() == !made.changes.empty(), "changes and change do not fit");
        require(!made.after || made.after != before, "accepted as a change, and nothing has changed");
    }

    schedule_context context(const schedule_command& command) const {
        schedule_context made;
        made.date = saturday;
        made.event = event_ ? &*event_ : nullptr;
        made.helper = lookup();
        made.today = local_date(std::chrono::floor<std::chrono::days>(now_));
        if (const auto* undo = std::get_if<undo_schedule>(&command)) {
            made.undone = entry("schedule", undo->op);
        }
        return made;
    }

    access effective_of(const command_header& header) const {
        if (!event_) {
            return access::none;
        }
        if (header.token_access == access::admin) {
            return access::admin;
        }
        return std::min(header.token_access, membership_access(*event_, header.actor));
    }

    void give(const schedule_command& command) {
        const auto by = header(kind_of(command));
        const auto with = context(command);
        const auto made = decide(schedule_, by, command, with);
        check_decision(schedule_, made);
        remember(by, made, "schedule");
        if (!made.after) {
            return;
        }
        const auto was = schedule_ ? *schedule_ : draft_of(*event_, saturday);
        const auto& after = *made.after;
        require(broken_decision(was, made).empty(), broken_decision(was, made));
        require(broken_schedule(after).empty(), broken_schedule(after));
        require(effective_of(by) >= access::helper, "somebody without access changes a schedule");
        if (effective_of(by) == access::helper) {
            check_own_places(was, after, linked_helper(*event_, by.actor));
        }
        using namespace store::codec;
        const auto stored = decode_schedule(encode(after, encode(was, {})));
        require(stored && *stored == after, "a schedule is stored otherwise");
        check_undo(was, made, by);
        schedule_ = after;
    }

    /// With helper access nobody else is moved.
    static void check_own_places(const schedule& was, const schedule& after, const std::optional<std::string>& own) {
        require(was.status == after.status && was.needs == after.needs, "a helper changes more than a place");
        for (const auto& each : was.slots) {
            const auto* now = find_slot(after, slot_id(each));
            require(now != nullptr, "a helper takes a slot away");
            const bool other = !is_open(each) && each.assignment->helper != own;
            require(!other || now->assignment == each.assignment, "a helper moves somebody else");
        }
    }

    /// A coordinator who takes the command back at once has the state before; only what the place kept beside its
    /// helper (why somebody was assigned against a warning) is not restored.
    void check_undo(const schedule& was, const decision<schedule>& made, const command_header& by) {
        const schedule_command undo = undo_schedule{by.op};
        auto with = context(undo);
        const auto status = [](const value_change& each) {
            return each.what == "status" || each.what == "cancelReason";
        };
        const bool of_status = std::ranges::any_of(made.changes, status);
        command_header admin;
        admin.op = "undo";
        admin.token_access = access::admin;
        const auto back = decide(made.after, admin, undo, with);
        if (of_status) {
            require(!back.ok, "a change of status is undone");
            return;
        }
        if (!back.ok) {
            require(back.refusal.code == "helperArchived", "it cannot be undone: " + back.refusal.code);
            return;
        }
        require(back.after.has_value(), "undo changes nothing");
        require(without_reasons(*back.after) == without_reasons(was), "undo gives another state than the one before");
        require(broken_schedule(*back.after).empty(), broken_schedule(*back.after));
    }
    static schedule without_reasons(schedule of) {
        for (auto& each : of.slots) {
            if (each.assignment) {
                each.assignment->override_reason.clear();
            }
        }
        return of;
    }

    void give(const event_command& command) {
        const auto by = header(kind_of(command));
        event_context with;
        with.rev = rev_;
        with.now = now_;
        with.helper = lookup();
        with.inviter_is_admin = admin_;
        const auto made = decide(event_, by, command, with);
        check_decision(event_, made);
        ops_.push_back(by.op);
        if (!made.after) {
            return;
        }
        check_event(*made.after);
        check_event_access(by, command, *made.after);
        using namespace store::codec;
        const auto stored = decode_event(encode(*made.after, event_ ? encode(*event_, {}) : boost::json::object()));
        require(stored && *stored == *made.after, "an event is stored otherwise");
        event_ = made.after;
    }

    static void check_event(const event& of) {
        require(check_settings(of, of.series).empty(), "settings that their own check refuses");
        require(is_slug(of.slug), "a slug that is none");
        std::set<std::string> members;
        std::set<std::string> linked;
        bool coordinated = false;
        for (const auto& each : of.memberships) {
            require(members.insert(each.account).second, "one account twice among the members");
            require(each.access >= access::helper && each.access <= access::coordinator, "a member of odd access");
            require(!each.helper || linked.insert(*each.helper).second, "two accounts linked to one helper");
            coordinated = coordinated || each.access == access::coordinator;
        }
        require(coordinated, "an event without a coordinator");
        require(of.memberships.size() <= most_members && of.invitations.size() <= most_invitations, "too many");
        std::set<std::string> invitations;
        for (const auto& each : of.invitations) {
            require(invitations.insert(each.id).second, "one invitation twice");
            require(each.used_by.has_value() == (each.state == invitation_state::used), "used by nobody, or not used");
        }
    }

    /// Who may change whose access, told without the rules' own table.
    void check_event_access(const command_header& by, const event_command& command, const event& after) const {
        if (std::holds_alternative<create_event>(command)) {
            require(!event_ && by.token_access == access::admin, "an event is made by somebody else or again");
            return;
        }
        const auto* accepted = std::get_if<accept_invitation>(&command);
        for (const auto& each : after.memberships) {
            const auto was = membership_access(*event_, each.account);
            if (each.access > was && effective_of(by) < access::coordinator) {
                const auto* offered = accepted != nullptr ? find_invitation(*event_, accepted->invitation) : nullptr;
                require(offered != nullptr && is_open(*offered, now_) &&
                            offered->secret_hash == accepted->secret_hash && each.account == by.actor &&
                            each.access == offered->access,
                        "an access that nobody gave");
            }
        }
        for (const auto& each : event_->memberships) {
            require(membership_access(after, each.account) >= each.access || each.account == by.actor ||
                        effective_of(by) >= access::coordinator,
                    "an access is taken away by somebody who may not");
        }
        if (accepted == nullptr && !std::holds_alternative<end_membership>(command)) {
            require(effective_of(by) >= access::coordinator, "an event is changed by somebody who may not");
        }
    }

    void give(const helper_command& command, const std::string& id) {
        const auto by = header(kind_of(command));
        const auto found = people_.find(id);
        const auto before = found == people_.end() ? std::nullopt : std::optional(found->second);
        helper_context with;
        with.id = id;
        with.event = event_ ? &*event_ : nullptr;
        with.rev = rev_;
        with.today = local_date(std::chrono::floor<std::chrono::days>(now_));
        with.directory_size = people_.size();
        if (const auto* undo = std::get_if<undo_helper>(&command)) {
            with.undone = entry(id, undo->op);
        }
        const auto reserved = number_to_reserve(before, command, with.undone);
        for (const auto& [other, who] : people_) {
            if (reserved && other != id && carries(who, *reserved)) {
                with.number_taken_by = other;
            }
        }
        const auto made = decide(before, by, command, with);
        check_decision(before, made);
        remember(by, made, id);
        if (!made.after) {
            return;
        }
        check_helper(id, before, *made.after, reserved);
        check_helper_access(id, by, before, *made.after);
        using namespace store::codec;
        const auto stored = decode_helper(encode(*made.after, before ? encode(*before, {}) : boost::json::object()));
        require(stored && *stored == *made.after, "a helper is stored otherwise");
        people_[id] = *made.after;
    }

    void check_helper(const std::string& id, const std::optional<helper>& before, const helper& after,
                      const std::optional<parkrun_number>& reserved) const {
        require(after.erased || check_values(after).empty(), "values that their own check refuses");
        require(!before || before->erased == after.erased, "a command erases, or brings back, a person");
        if (after.number && carries(after, *after.number) && !carries(before, *after.number)) {
            require(reserved == after.number, "a number is carried that was not reserved");
        }
        for (const auto& [other, who] : people_) {
            require(other == id || !after.number || !carries(after, *after.number) || !carries(who, *after.number),
                    "two helpers carry one number");
        }
    }

    void check_helper_access(const std::string& id, const command_header& by, const std::optional<helper>& before,
                             const helper& after) const {
        if (effective_of(by) >= access::coordinator) {
            return;
        }
        require(before && linked_helper(*event_, by.actor) == id, "a helper is changed by somebody who may not");
        helper same = *before;
        same.phone = after.phone;
        same.email = after.email;
        same.consents = after.consents;
        require(same == after, "a helper changes more than may be");
    }

    std::optional<event> event_ = an_event();
    std::optional<schedule> schedule_;
    std::map<std::string, helper, std::less<>> people_;
    std::map<std::string, decided_entry> entries_; ///< by document and op
    std::vector<std::string> ops_;
    instant now_ = now;
    std::int64_t rev_ = 1;
    bool admin_ = false;
    int count_ = 0;
    drawn_commands draw_;
};

} // namespace
} // namespace organizer::domain::testing

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    organizer::domain::testing::player(organizer::fuzz::text_of(data, size)).play();
    return 0;
}
