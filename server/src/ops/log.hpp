#pragma once

#include "ops/clock.hpp"

#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace organizer::ops {

enum class log_level : std::uint8_t { debug, info, warning, error };

/// The word of a level in the log and the settings, and the level of a word.
std::string_view to_text(log_level level);
std::optional<log_level> log_level_from_text(std::string_view text);

/// One member of a log line. Names are literals in camelCase. Values are ids, states, sizes: never a token, a secret, a
/// query or a person's name.
struct log_field {
    std::string_view name;
    std::variant<std::string_view, std::int64_t> value;
};

/// Appends `text` as a JSON string; bytes that are not UTF-8 are replaced, so that every line stays JSON.
void append_json_string(std::string& line, std::string_view text);

/// The JSON log: one object per line with `time`, `level`, `event` and the fields. Writing never blocks the caller: a
/// bounded queue is written out by one thread, and when it is full the oldest messages are dropped and counted.
/// Thread-safe.
class log {
public:
    /// Writes lines of `least` and above to `out`, which must outlive the log.
    log(log_level least, const clock& time, std::ostream& out);
    ~log(); ///< writes what waits
    log(const log&) = delete;
    log& operator=(const log&) = delete;

    bool enabled(log_level level) const;
    /// `event` is a stable word for what happened, `requestFailed`.
    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields = {});
    /// Whole lines, made by the caller, each ended by a line feed but the last: the access log comes in batches.
    void write_lines(std::string_view lines);
    /// Messages lost because the queue was full: of `write` a line, of `write_lines` all lines of the call.
    std::uint64_t dropped() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace organizer::ops
