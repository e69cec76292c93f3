// Fills the data directory of a stopped organizer and signs tokens for it (README.md). What it made stands in the file
// of --out: {"events": [{"slug", "token", "account", "free": [{"date", "slot", "helper"}]}], "tokens": [...]}.

#include "tokens.hpp"
#include "world.hpp"

#include "ops/clock.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/program_options.hpp>

#include <atomic>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace organizer::bench {
namespace {

/// Inserts wait for their commit, so that many together make large groups.
constexpr std::size_t inserting_threads = 256;

struct wishes {
    std::string directory;
    std::string like; ///< file that holds a token of the directory's issuer
    std::string out;
    shape of;
    std::size_t tokens = 0;
};

/// Calls `each(index)` for 0 to count - 1 on many threads; the first failure is thrown when all have ended.
template <class Each>
void in_parallel(std::size_t count, std::size_t threads, Each each) {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::string why;
    std::mutex mutex;
    {
        std::vector<std::jthread> running;
        for (std::size_t i = 0; i < std::min(count, threads); ++i) {
            running.emplace_back([&] {
                try {
                    for (auto at = next++; at < count && !failed; at = next++) {
                        each(at);
                    }
                } catch (const std::exception& wrong) {
                    const std::scoped_lock guard(mutex);
                    failed = true;
                    why = wrong.what();
                }
            });
        }
    }
    if (failed) {
        throw std::runtime_error(why);
    }
}

void insert(store::document_store& into, const store::document& fresh) {
    const auto done = into.insert(fresh);
    if (!done) {
        throw std::runtime_error(fresh.id + ": " + done.error().code + " " + done.error().detail);
    }
    if (*done != store::insert_outcome::inserted) {
        throw std::runtime_error(fresh.id + " is there already");
    }
}

boost::json::object told(const event_documents& made, std::string token) {
    boost::json::array free;
    for (const auto& each : made.free) {
        free.push_back(boost::json::object{{"date", each.date}, {"slot", each.slot}, {"helper", each.helper}});
    }
    return {{"slug", made.slug},
            {"account", made.coordinator.account},
            {"token", std::move(token)},
            {"free", std::move(free)}};
}

void fill(const wishes& given) {
    std::ifstream file(given.like);
    std::string like;
    file >> like;
    const auto now = ops::system_clock().now();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const minter tokens(std::filesystem::path(given.directory) / "issuer.db", like, seconds);
    auto opened = store::open_sqlite({.directory = given.directory});
    if (!opened) {
        throw std::runtime_error(opened.error().detail);
    }
    auto& into = **opened;

    std::vector<event_documents> made(given.of.events);
    std::atomic<std::size_t> documents{0};
    in_parallel(made.size(), inserting_threads, [&](std::size_t at) {
        auto event = make_event(at, given.of, tokens.tenant(), now);
        for (const auto& fresh : event.documents) {
            insert(into, fresh);
        }
        documents += event.documents.size();
        event.documents = {};
        made[at] = std::move(event);
    });
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<boost::json::object> events(made.size());
    in_parallel(made.size(), cores, [&](std::size_t at) {
        const auto& owner = made[at].coordinator;
        events[at] = told(made[at], tokens.mint(owner.oid, owner.name));
    });
    std::vector<boost::json::string> further(given.tokens);
    in_parallel(given.tokens, cores, [&](std::size_t at) {
        const auto& owner = made.at(0).coordinator;
        further[at] = tokens.mint(owner.oid, owner.name);
    });
    std::ofstream out(given.out);
    out << boost::json::serialize(boost::json::object{
        {"events", boost::json::array(std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()))},
        {"tokens",
         boost::json::array(std::make_move_iterator(further.begin()), std::make_move_iterator(further.end()))}});
    if (!out.flush()) {
        throw std::runtime_error(given.out + " cannot be written");
    }
    std::cout << "filled: " << given.of.events << " events, " << documents << " documents, " << given.tokens
              << " further tokens\n";
}

} // namespace
} // namespace organizer::bench

int main(int count, char** words) {
    namespace po = boost::program_options;
    organizer::bench::wishes given;
    po::options_description known("Fills the data directory of a stopped organizer");
    known.add_options()                                                                                   //
        ("directory", po::value(&given.directory)->required(), "data directory, started once before")     //
        ("like", po::value(&given.like)->required(), "file with an access token of its issuer")           //
        ("out", po::value(&given.out)->required(), "file for what was made")                              //
        ("events", po::value(&given.of.events)->default_value(given.of.events), "events")                 //
        ("helpers", po::value(&given.of.helpers)->default_value(given.of.helpers), "helpers of an event") //
        ("places", po::value(&given.of.places)->default_value(given.of.places), "places of a date")       //
        ("ahead", po::value(&given.of.ahead)->default_value(given.of.ahead), "coming dates")              //
        ("behind", po::value(&given.of.behind)->default_value(given.of.behind), "past dates")             //
        ("tokens", po::value(&given.tokens)->default_value(0), "further tokens of the first event's coordinator");
    try {
        po::variables_map read;
        po::store(po::parse_command_line(count, words, known), read);
        po::notify(read);
        if (given.of.events == 0 || given.of.places < 10 || given.of.helpers < 4) {
            throw std::invalid_argument("at least one event with 4 helpers and 10 places");
        }
        organizer::bench::fill(given);
    } catch (const std::exception& wrong) {
        std::cerr << "bench_fill: " << wrong.what() << '\n' << known;
        return 1;
    }
    return 0;
}
