// The power goes at every single change that a stream of commands makes on the disk. Whatever was answered is there
// afterwards, no command is there by half, and the stream goes on with the command that was cut off.

#include "store/sqlite/sqlite_store.hpp"
#include "store_faulty_vfs.hpp"
#include "store_fixture.hpp"

#include <boost/json/serialize.hpp>

#include <filesystem>
#include <fstream>

namespace organizer::store::testing {
namespace {

/// One command of the stream; true if it was answered.
using step = std::function<bool(document_store&, commands&)>;

/// A step with its command's key made of its place in the stream.
template <class Act>
step command(std::string name, Act act) {
    return [name = std::move(name), act](document_store&, commands& to) { return act(to, name).has_value(); };
}

/// What touches one document, what touches two, and what is refused; the event first.
std::vector<step> stream() {
    using namespace domain;
    std::vector<step> made;
    made.emplace_back([](document_store& in, commands&) {
        return in.insert(event_document({}, {{"run-director", 1, 0}, {"marshal", 2, 1}})).has_value();
    });
    const auto add = [&made](auto act) {
        made.push_back(command("op-" + std::to_string(made.size()), std::move(act)));
    };
    const auto create = [](std::string id, std::optional<parkrun_number> number) {
        return [=](commands& to, const std::string& op) {
            return give(to, header(op, "createHelper"), id, create_helper{named("Helper " + id, number)});
        };
    };
    const auto on_date = [](std::string kind, schedule_command wanted) {
        return [=](commands& to, const std::string& op) { return give(to, header(op, kind), saturday, wanted); };
    };
    const auto on_helper = [](std::string id, std::string kind, helper_command wanted) {
        return [=](commands& to, const std::string& op) { return give(to, header(op, kind), id, wanted); };
    };
    add(create("h1", 1));
    add(create("h2", {}));
    add(on_date("assign", assign{"marshal-1", "h1", assignment_state::confirmed, "", ""}));
    add(create("h3", 1)); // refused: the number is taken
    add(on_date("assign", assign{"marshal-2", "h2", assignment_state::proposed, "", "nobody else"}));
    add(on_date("swap", swap{{"marshal-1", "marshal-2"}, {"h1", "h2"}, ""}));
    add(on_helper("h1", "changeParkrunNumber", change_parkrun_number{2, 1}));
    add(on_helper("h2", "archiveHelper", archive_helper{}));
    add(on_date("setNeed", set_need{"marshal", 3, 2, {}}));
    add(on_date("assign", assign{"marshal-1", "h1", assignment_state::confirmed, "", ""})); // refused: taken
    add(on_helper("h2", "restoreHelper", restore_helper{}));
    add(on_date("publish", publish{}));
    add(on_helper("h1", "changeParkrunNumber", change_parkrun_number{{}, 2}));
    add(create("h4", 2));
    return made;
}

constexpr std::size_t second_process = 8; ///< the store is closed and opened again before this step

/// Every noun's document as text: version, state and what was decided on it, but not what is already in the log.
std::map<std::string, std::string> content_of(document_store& in) {
    std::map<std::string, std::string> found;
    for (const auto& [event, kind] :
         {std::pair("-", "event"), std::pair("monrepos", "helper"), std::pair("monrepos", "schedule")}) {
        const auto list = in.list(event, kind, "", 100);
        EXPECT_TRUE(good(list));
        for (const auto& each : *list) {
            auto whole = in.find(each.id);
            EXPECT_TRUE(good(whole));
            auto& one = **whole;
            for (auto& entry : one.decided) {
                entry.as_object().erase("logged");
            }
            found[each.id] = std::to_string(one.v) + " " + std::to_string(one.rev) + " " +
                             boost::json::serialize(one.body) + boost::json::serialize(one.decided);
        }
    }
    return found;
}

/// A directory on a disk whose power goes.
class cut_disk {
public:
    explicit cut_disk(std::int64_t changes) { disk_.cut_power_after(changes); }

    std::unique_ptr<sqlite_store> open() {
        sqlite_options options;
        options.directory = data_;
        options.vfs = disk_.name();
        options.readers = 1;
        options.deadline = std::chrono::minutes(2); // a busy machine is no cut
        auto opened = open_sqlite(options);
        if (!opened) {
            trouble_ = opened.error().detail;
            return nullptr;
        }
        return std::move(*opened);
    }

    bool is_cut() const { return disk_.power_is_cut(); }
    const std::string& trouble() const { return trouble_; }

    void come_back(std::uint32_t seed) {
        disk_.come_back(seed);
        std::filesystem::remove(data_ + "/organizer.db-shm"); // lay in memory
        std::ofstream(data_ + "/running").flush();            // a machine without power takes no mark away
    }

private:
    temporary_directory directory_;
    std::string data_ = directory_.path() + "/data";
    faulty_vfs disk_;
    std::string trouble_;
};

/// Plays the stream from its start until the power goes; how many steps were answered.
std::size_t play(cut_disk& on, const std::vector<step>& steps, const ops::clock& time) {
    std::unique_ptr<sqlite_store> store;
    std::unique_ptr<commands> loop;
    for (std::size_t at = 0; at < steps.size(); ++at) {
        if (at == 0 || at == second_process) {
            loop.reset();
            store.reset();
            store = on.open();
            if (!store) {
                return at;
            }
            loop = std::make_unique<commands>(*store, time, without_projector());
        }
        if (!steps[at](*store, *loop)) {
            return at;
        }
    }
    return steps.size();
}

/// What the documents are after each number of steps, on a store that never fails.
std::vector<std::map<std::string, std::string>> contents(const std::vector<step>& steps, const ops::clock& time) {
    const auto opened = engines().front().open();
    commands loop(opened->store(), time, without_projector());
    std::vector<std::map<std::string, std::string>> made{content_of(opened->store())};
    for (const auto& each : steps) {
        EXPECT_TRUE(each(opened->store(), loop));
        made.push_back(content_of(opened->store()));
    }
    return made;
}

TEST(store_cuts, at_any_change_on_the_disk_leave_whole_commands_and_all_that_were_answered) {
    const auto steps = stream();
    const manual_clock time;
    const auto expected = contents(steps, time);
    entities_options projecting = without_projector();
    projecting.project = true;
#if defined(__SANITIZE_THREAD__)
    constexpr std::int64_t stride = 11;
#else
    constexpr std::int64_t stride = 1;
#endif
    std::int64_t cuts = 0;
    std::size_t carried_over = 0; // commands that were not answered and are there
    bool reached_the_end = false;
    for (std::int64_t changes = 0; !reached_the_end; changes += stride) {
        for (const auto seed : {0U, static_cast<std::uint32_t>(changes) + 1}) {
            SCOPED_TRACE("the power goes after " + std::to_string(changes) + " changes, seed " + std::to_string(seed));
            cut_disk disk(changes);
            const auto answered = play(disk, steps, time);
            if (!disk.is_cut()) {
                ASSERT_EQ(answered, steps.size()) << disk.trouble();
                reached_the_end = true;
                break;
            }
            ++cuts;
            disk.come_back(seed);
            const auto store = disk.open();
            ASSERT_TRUE(store) << disk.trouble(); // the integrity of the file is checked when it is opened
            EXPECT_TRUE(store->stopped_uncleanly());
            commands loop(*store, time, projecting);
            ASSERT_TRUE(loop.background().settle(std::chrono::minutes(1)));
            const auto found = content_of(*store);
            const bool one_more = answered < steps.size() && found == expected[answered + 1];
            ASSERT_TRUE(one_more || found == expected[answered]) << answered << " steps were answered; stored is\n"
                                                                 << ::testing::PrintToString(found);
            carried_over += one_more && found != expected[answered] ? 1 : 0;
            for (std::size_t at = answered; at < steps.size(); ++at) {
                ASSERT_TRUE(steps[at](*store, loop)) << "step " << at << " once more";
            }
            ASSERT_EQ(content_of(*store), expected.back());
        }
    }
    RecordProperty("cuts", static_cast<int>(cuts));
    EXPECT_GT(cuts * stride, 200);
    EXPECT_GT(carried_over, 0U) << "no cut came between a commit and its answer";
}

} // namespace
} // namespace organizer::store::testing
