#include "ops/log.hpp"

#include <boost/json/parse.hpp>

#include <atomic>
#include <sstream>

namespace organizer::ops {
namespace {

/// Takes nothing until it is opened.
class stuck_output final : public std::streambuf {
public:
    void wait_for_writer() { asked_.wait(false); }
    void open() {
        open_ = true;
        open_.notify_all();
    }

private:
    std::streamsize xsputn(const char* /*text*/, std::streamsize count) override {
        asked_ = true;
        asked_.notify_all();
        open_.wait(false);
        return count;
    }

    std::atomic<bool> asked_ = false;
    std::atomic<bool> open_ = false;
};

class fixed_clock final : public clock {
public:
    domain::instant now() const override { return domain::instant(std::chrono::milliseconds(1'767'225'600'123)); }
};

TEST(log, one_json_object_per_line) {
    std::ostringstream out;
    const fixed_clock time;
    {
        log journal(log_level::info, time, out);
        journal.write(log_level::debug, "tooLow");
        journal.write(log_level::warning, "requestFailed", {{"requestId", "r\"1\n"}, {"bytes", 42}});
        journal.write_lines("a\nb");
    }
    std::istringstream lines(out.str());
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(boost::json::parse(line), boost::json::parse(R"({"time":"2026-01-01T00:00:00.123Z","level":"warning",
        "event":"requestFailed","requestId":"r\"1\n","bytes":42})"));
    std::getline(lines, line);
    EXPECT_EQ(line, "a");
    std::getline(lines, line);
    EXPECT_EQ(line, "b");
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(log, holds_few_messages_while_nobody_takes_them_and_counts_what_is_lost) {
    stuck_output stuck;
    std::ostream out(&stuck);
    const fixed_clock time;
    log journal(log_level::info, time, out);
    journal.write_lines("taken at once");
    stuck.wait_for_writer();
    for (int at = 0; at < 256 + 10; ++at) {
        journal.write_lines("a batch\nof lines");
    }
    EXPECT_EQ(journal.dropped(), 10U);
    stuck.open();
}

TEST(log, hostile_bytes_cannot_break_a_line) {
    for (const std::string bad :
         {"\xff", "a\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", "\xe2\x82", "\x01\x7f\n\r"}) {
        std::string line;
        append_json_string(line, bad);
        boost::system::error_code failed;
        EXPECT_TRUE(boost::json::parse(line, failed).is_string()) << bad;
        EXPECT_EQ(line.find('\n'), std::string::npos);
    }
    std::string line;
    append_json_string(line, "Müller € 😀");
    EXPECT_EQ(line, "\"Müller € 😀\"");
}

TEST(log, levels_by_their_words) {
    for (const auto level : {log_level::debug, log_level::info, log_level::warning, log_level::error}) {
        EXPECT_EQ(log_level_from_text(to_text(level)), level);
    }
    EXPECT_FALSE(log_level_from_text("verbose"));
}

} // namespace
} // namespace organizer::ops
