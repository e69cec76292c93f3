#include "ops/log.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <array>

namespace organizer::ops {
namespace {

/// The queue takes about 400 bytes for each, used or not. The access log comes in batches of 64 KiB (http/session.cpp),
/// so while nobody takes what is written it holds at most about 16 MiB.
constexpr std::size_t queued_messages = 256;
constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

/// Length of the valid UTF-8 sequence at the start of `text`, 0 if there is none.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto tail = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead <= 0xdf) {
        return tail(1) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
        const bool overlong = lead == 0xe0 && byte(1) < 0xa0;
        const bool surrogate = lead == 0xed && byte(1) > 0x9f;
        return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const bool overlong = lead == 0xf0 && byte(1) < 0x90;
        const bool beyond = lead == 0xf4 && byte(1) > 0x8f;
        return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

/// How many bytes at the start of `text` stand in a JSON string as they are: printable ASCII without `"` and `\`.
std::size_t plain_length(std::string_view text) {
    const auto special = [](char c) { return c < 0x20 || c == 0x7f || c == '"' || c == '\\'; }; // not ASCII: below 0
    return static_cast<std::size_t>(std::ranges::find_if(text, special) - text.begin());
}

} // namespace

std::string_view to_text(log_level level) { return level_names.at(static_cast<std::size_t>(level)); }

std::optional<log_level> log_level_from_text(std::string_view text) {
    for (std::size_t i = 0; i < level_names.size(); ++i) {
        if (level_names.at(i) == text) {
            return static_cast<log_level>(i);
        }
    }
    return std::nullopt;
}

void append_json_string(std::string& line, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    line += '"';
    while (!text.empty()) {
        const auto plain = plain_length(text);
        line += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) {
            break;
        }
        const char c = text.front();
        const auto length = sequence_length(text);
        if (length == 0) {
            line += "\\ufffd";
            text.remove_prefix(1);
            continue;
        }
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            line += "\\u00";
            line += hex[static_cast<unsigned char>(c) >> 4U];
            line += hex[static_cast<unsigned char>(c) & 0x0fU];
        } else {
            line += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    line += '"';
}

struct log::state {
    log_level least;
    const clock& time;
    std::shared_ptr<spdlog::details::thread_pool> writer;
    std::shared_ptr<spdlog::async_logger> logger;

    state(log_level level, const clock& now, std::ostream& out)
        : least(level), time(now), writer(std::make_shared<spdlog::details::thread_pool>(queued_messages, 1)),
          logger(std::make_shared<spdlog::async_logger>("organizer",
                                                        std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true),
                                                        writer, spdlog::async_overflow_policy::overrun_oldest)) {
        logger->set_pattern("%v");
    }
};

log::log(log_level least, const clock& time, std::ostream& out) : state_(std::make_unique<state>(least, time, out)) {}

log::~log() = default;

bool log::enabled(log_level level) const { return level >= state_->least; }

void log::write(log_level level, std::string_view event, std::initializer_list<log_field> fields) {
    if (!enabled(level)) {
        return;
    }
    std::string line = R"({"time":")";
    line += domain::to_text(state_->time.now());
    line += R"(","level":")";
    line += to_text(level);
    line += R"(","event":)";
    append_json_string(line, event);
    for (const auto& field : fields) {
        line += ',';
        append_json_string(line, field.name);
        line += ':';
        if (const auto* text = std::get_if<std::string_view>(&field.value)) {
            append_json_string(line, *text);
        } else {
            line += std::to_string(std::get<std::int64_t>(field.value));
        }
    }
    line += '}';
    write_lines(line);
}

void log::write_lines(std::string_view lines) {
    state_->logger->log(spdlog::level::info, spdlog::string_view_t(lines.data(), lines.size()));
}

std::uint64_t log::dropped() const { return state_->writer->overrun_counter(); }

} // namespace organizer::ops
