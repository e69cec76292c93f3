#pragma once

// What the decide loop knows of each noun: its command, its stored form and its rule. One struct for each; the loop is
// written once.

#include "domain/account.hpp"
#include "domain/decision.hpp"
#include "domain/event.hpp"
#include "domain/helper.hpp"
#include "domain/schedule.hpp"
#include "store/decided_list.hpp"
#include "store/document_store.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::store {

class attempt_reads;
class view_cache;

/// What a rule is given beside the state, the command and its context's own reads.
struct rule_input {
    std::string_view id;                   ///< of the document
    std::int64_t rev = 0;                  ///< of the state before
    const kept_entries* entries = nullptr; ///< decided on the document
    domain::instant now{};
    attempt_reads* reads = nullptr;
    view_cache* views = nullptr;
    std::optional<std::string> number_taken_by; ///< the number that the command wants is this helper's
};

template <class Noun>
struct noun;

template <>
struct noun<domain::event> {
    using command = domain::event_command;
    static const int format;
    static domain::result<domain::event> decode(const boost::json::object& body);
    static boost::json::object encode(const domain::event& state, boost::json::object previous);
    static domain::result<domain::decision<domain::event>> decide(const std::optional<domain::event>& before,
                                                                  const domain::command_header& header,
                                                                  const command& wanted, const rule_input& given);
};

template <>
struct noun<domain::helper> {
    using command = domain::helper_command;
    static const int format;
    static domain::result<domain::helper> decode(const boost::json::object& body);
    static boost::json::object encode(const domain::helper& state, boost::json::object previous);
    static domain::result<domain::decision<domain::helper>> decide(const std::optional<domain::helper>& before,
                                                                   const domain::command_header& header,
                                                                   const command& wanted, const rule_input& given);
};

template <>
struct noun<domain::schedule> {
    using command = domain::schedule_command;
    static const int format;
    static domain::result<domain::schedule> decode(const boost::json::object& body);
    static boost::json::object encode(const domain::schedule& state, boost::json::object previous);
    static domain::result<domain::decision<domain::schedule>> decide(const std::optional<domain::schedule>& before,
                                                                     const domain::command_header& header,
                                                                     const command& wanted, const rule_input& given);
};

template <>
struct noun<domain::account> {
    using command = domain::account_command;
    static const int format;
    static domain::result<domain::account> decode(const boost::json::object& body);
    static boost::json::object encode(const domain::account& state, boost::json::object previous);
    static domain::result<domain::decision<domain::account>> decide(const std::optional<domain::account>& before,
                                                                    const domain::command_header& header,
                                                                    const command& wanted, const rule_input& given);
};

/// The entry of the op that a command wants to undo, if it is among the entries.
std::optional<domain::decided_entry> undone_entry(const domain::helper_command& wanted, const kept_entries& entries);

/// 503 for a document that a newer program wrote.
domain::problem newer_format(const document& of);
/// True if the store was away or busy; false for what stays as it is as long as this program runs.
bool worth_trying_again(const domain::problem& of);

/// The state that a document holds: nothing if it is absent, has `rev` 0 or is deleted.
template <class Noun>
domain::result<std::optional<Noun>> state_of(const std::optional<document>& of) {
    if (!of || of->rev == 0 || of->deleted) {
        return std::optional<Noun>();
    }
    if (of->format > noun<Noun>::format) {
        return newer_format(*of);
    }
    auto decoded = noun<Noun>::decode(of->body);
    if (!decoded) {
        return decoded.error();
    }
    return std::optional<Noun>(std::move(*decoded));
}

} // namespace organizer::store
