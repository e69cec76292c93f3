#pragma once

#include "store/commands.hpp"
#include "store/document_ids.hpp"
#include "store_engines.hpp"

#include <memory>
#include <string>
#include <vector>

namespace organizer::store::testing {

inline const std::string slug = "monrepos";
inline const std::string coordinator = "account-coordinator";
/// A Saturday after the day at which `manual_clock` stands.
inline constexpr domain::local_date saturday{std::chrono::year(2026), std::chrono::January, std::chrono::day(3)};

/// Options with which nothing happens in the background.
entities_options without_projector();

/// An event "monrepos" with `coordinator` and further members, each linked to the helper of the same place, if any, as
/// an event document of version 1.
document event_document(const std::vector<domain::membership>& further = {},
                        const std::vector<domain::role_need>& needs = {});

/// A helper document of version 1.
document helper_document(const std::string& id, const domain::helper& state = {});
domain::helper named(const std::string& name, std::optional<domain::parkrun_number> number = {});

/// A header of a command whose hash is made of its kind and `payload`.
domain::command_header header(const std::string& op, const std::string& kind, const std::string& payload = "",
                              const std::string& actor = coordinator,
                              domain::access access = domain::access::coordinator);

/// What is asked of `commands`, by noun.
domain::result<command_outcome<domain::helper>> give(commands& to, const domain::command_header& header,
                                                     const std::string& helper, domain::helper_command command);
domain::result<command_outcome<domain::schedule>> give(commands& to, const domain::command_header& header,
                                                       domain::local_date date, domain::schedule_command command);
domain::result<command_outcome<domain::event>> give(commands& to, const domain::command_header& header,
                                                    domain::event_command command);

/// The state of a document as it is stored now.
std::optional<document> stored_document(document_store& in, const std::string& id);
std::optional<domain::helper> stored_helper(document_store& in, const std::string& helper);
std::optional<domain::schedule> stored_schedule(document_store& in, domain::local_date date);
std::optional<domain::event> stored_event(document_store& in);
/// `free`, or `<state> <helper>` of a reservation.
std::string reservation(document_store& in, domain::parkrun_number number);

/// Commands over one engine, with the event "monrepos" in it.
class commands_fixture : public ::testing::TestWithParam<engine> {
protected:
    document_store& store() { return opened_->store(); }
    commands& loop() { return *commands_; }
    void seed(const document& fresh);
    void seed_event(const std::vector<domain::membership>& further = {},
                    const std::vector<domain::role_need>& needs = {{"run-director", 1, 0}, {"marshal", 2, 1}});
    void seed_helpers(std::size_t count);
    /// Ends the commands and starts others, as a new process would.
    void restart(entities_options options = without_projector());

    manual_clock clock_;
    std::unique_ptr<opened_engine> opened_ = GetParam().open();
    std::unique_ptr<commands> commands_ = std::make_unique<commands>(store(), clock_, without_projector());
};

} // namespace organizer::store::testing
