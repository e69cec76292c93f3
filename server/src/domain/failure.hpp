#pragma once

#include <boost/system/result.hpp>

#include <map>
#include <string>
#include <vector>

namespace organizer::domain {

/// Every way in which a request can end without its wish. `http/problem` has the one table that gives each its status.
enum class failure {
    invalid,
    unauthenticated,
    forbidden,
    absent,
    method_not_allowed,
    conflict,
    stale,
    too_large,
    unsupported_type,
    wrong_host,
    other_command,
    precondition_missing,
    too_many,
    header_too_large,
    unavailable,
    unexpected,
};

/// One faulty field of an input: a JSON pointer (or a parameter's name) and a stable reason code.
struct field_fault {
    std::string pointer;
    std::string reason;

    friend bool operator==(const field_fault&, const field_fault&) = default;
};

/// A failure as a value. `code` is stable and public; `facts` hold ids and states only (never names or internal text),
/// for example `{"holder": "<helper id>"}`; `detail` is for the log and never leaves the process.
struct problem {
    failure kind = failure::unexpected;
    std::string code;
    std::vector<field_fault> faults;
    std::map<std::string, std::string> facts;
    std::string detail;

    friend bool operator==(const problem&, const problem&) = default;
};

/// A value or a problem.
template <class T>
using result = boost::system::result<T, problem>;

/// Called by `result::value()` on a problem: using a value that is not there is a fault of the program.
[[noreturn]] void throw_exception_from_error(const problem& error, const boost::source_location& location);

} // namespace organizer::domain
