// A process that is killed loses nothing that it answered: a child decides commands and reports each answer; it is
// killed at random points.

#include "store/sqlite/sqlite_store.hpp"
#include "store_fixture.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <random>
#include <set>

namespace organizer::store::testing {
namespace {

constexpr const char* directory_variable = "ORGANIZER_TEST_DURABILITY_DIRECTORY";
constexpr const char* round_variable = "ORGANIZER_TEST_DURABILITY_ROUND";
constexpr int report_descriptor = 3;
constexpr std::size_t child_threads = 4;

std::string command_id(int round, std::size_t thread, int at) {
    return "r" + std::to_string(round) + "-" + std::to_string(thread) + "-" + std::to_string(at);
}

/// What the child does instead of tests: creates helpers, each with a parkrun number, until it is killed, and writes
/// the id of each that was answered.
[[noreturn]] void create_until_killed(const std::string& directory, int round) {
    sqlite_options options;
    options.directory = directory;
    const auto store = open_sqlite(options);
    if (!store) {
        std::abort();
    }
    const manual_clock clock;
    entities_options projecting = without_projector();
    projecting.project = true;
    commands loop(**store, clock, projecting);
    in_parallel(child_threads, [&](std::size_t thread) {
        for (int at = 0;; ++at) {
            const std::string id = command_id(round, thread, at);
            domain::create_helper wish;
            wish.values = named("Helper", static_cast<domain::parkrun_number>(1'000'000 * (round + 1) +
                                                                              100'000 * static_cast<int>(thread) + at));
            const auto answer = give(loop, header("op-" + id, "createHelper", id), id, wish);
            if (!answer || !answer->entry.ok) {
                std::abort();
            }
            const std::string line = id + "\n";
            if (::write(report_descriptor, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
                std::abort();
            }
        }
    });
    std::abort();
}

/// Turns the program into the child where the test below started it.
class child_environment final : public ::testing::Environment {
public:
    void SetUp() override {
        const char* directory = std::getenv(directory_variable);
        const char* round = std::getenv(round_variable);
        if (directory != nullptr && round != nullptr) {
            create_until_killed(directory, std::atoi(round));
        }
    }
};
const ::testing::Environment* const registered = ::testing::AddGlobalTestEnvironment(new child_environment);

/// The child's answers until it is killed after `answers` of them.
std::set<std::string> answered_by_killed_child(const std::string& directory, int round, std::size_t answers) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], report_descriptor);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::string program = "/proc/self/exe";
    std::string filter = "--gtest_filter=store_durability.*";
    std::array<char*, 3> arguments = {program.data(), filter.data(), nullptr};
    std::string directory_setting = std::string(directory_variable) + "=" + directory;
    std::string round_setting = std::string(round_variable) + "=" + std::to_string(round);
    std::vector<char*> settings;
    for (char** each = environ; *each != nullptr; ++each) {
        settings.push_back(*each);
    }
    settings.insert(settings.end(), {directory_setting.data(), round_setting.data(), nullptr});
    pid_t child = 0;
    EXPECT_EQ(::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), settings.data()), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);

    std::set<std::string> answered;
    std::string unread;
    bool killed = false;
    while (true) {
        std::array<char, 4096> buffer{};
        pollfd waiting{ends[0], POLLIN, 0};
        if (!killed && ::poll(&waiting, 1, 120'000) == 0) {
            ADD_FAILURE() << "the child answers nothing";
            ::kill(child, SIGKILL);
            killed = true;
        }
        const ssize_t count = ::read(ends[0], buffer.data(), buffer.size());
        if (count <= 0) {
            break;
        }
        unread.append(buffer.data(), static_cast<std::size_t>(count));
        for (auto end = unread.find('\n'); end != std::string::npos; end = unread.find('\n')) {
            answered.insert(unread.substr(0, end));
            unread.erase(0, end + 1);
        }
        if (!killed && answered.size() >= answers) {
            ::kill(child, SIGKILL);
            killed = true;
        }
    }
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child ended by itself";
    return answered;
}

TEST(store_durability, a_killed_process_loses_nothing_that_it_answered) {
    const temporary_directory directory;
    const std::string data = directory.path() + "/data";
    sqlite_options options;
    options.directory = data;
    {
        const auto store = open_sqlite(options);
        ASSERT_TRUE(good(store));
        ASSERT_TRUE(good((*store)->insert(event_document())));
    }
    std::mt19937 draw(20260103);
    std::set<std::string> answered;
    for (int round = 0; round < 10; ++round) {
        answered.merge(answered_by_killed_child(data, round, 1 + draw() % 60));
        const auto store = open_sqlite(options);
        ASSERT_TRUE(good(store)) << "integrity is checked when it is opened";
        EXPECT_TRUE((*store)->stopped_uncleanly());
        for (const auto& id : answered) {
            EXPECT_TRUE(stored_helper(**store, id)) << id << " was answered and is lost";
        }
        // What was under way is finished by the start of the next process.
        const manual_clock clock;
        entities_options projecting = without_projector();
        projecting.project = true;
        commands loop(**store, clock, projecting);
        ASSERT_TRUE(loop.background().settle(std::chrono::minutes(1)));
        std::string after;
        while (true) {
            const auto locks = (*store)->list(slug, "pid", after, 1000);
            ASSERT_TRUE(good(locks));
            for (const auto& each : *locks) {
                after = each.id;
                EXPECT_NE(each.body.at("state"), "reserved");
            }
            if (locks->size() < 1000) {
                break;
            }
        }
        domain::activity_query asked;
        asked.event = slug;
        asked.limit = 200;
        std::set<std::string> logged;
        do {
            const auto page = read_activity(**store, asked);
            ASSERT_TRUE(good(page));
            for (const auto& line : page->entries) {
                EXPECT_TRUE(logged.insert(line.entity).second) << line.entity << " is logged twice";
            }
            asked.cursor = page->next;
        } while (!asked.cursor.empty());
        for (const auto& id : answered) {
            EXPECT_TRUE(logged.contains(helper_document_id(slug, id))) << id << " is not in the activity log";
        }
    }
    EXPECT_GT(answered.size(), 50U);
    EXPECT_NE(registered, nullptr);
}

} // namespace
} // namespace organizer::store::testing
