// Drives a server with requests that differ from one to the next, and prints one line of JSON (README.md).

#include "plan.hpp"
#include "run.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/program_options.hpp>

#include <ctime>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace {

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

} // namespace

int main(int count, char** words) {
    namespace po = boost::program_options;
    std::string file;
    std::vector<unsigned> shares;
    organizer::bench::pace at;
    po::options_description known("Drives a server");
    known.add_options()                                                                            //
        ("plan", po::value(&file)->required(), "what may be asked for")                            //
        ("shares", po::value(&shares)->multitoken(), "reads, changing reads, writes in 100")       //
        ("tokens", "ask with each token of the plan once")                                         //
        ("connections", po::value(&at.connections)->default_value(at.connections), "together")     //
        ("seconds", po::value(&at.seconds)->default_value(at.seconds), "how long")                 //
        ("requests", po::value(&at.requests)->default_value(0), "no more than these; 0: no limit") //
        ("rate", po::value(&at.rate)->default_value(at.rate), "requests a second; 0: as answers come");
    try {
        po::variables_map read;
        po::store(po::parse_command_line(count, words, known), read);
        po::notify(read);
        const bool tokens = read.contains("tokens");
        if (tokens == (shares.size() == 3) || at.connections == 0 || at.connections > 10'000 || at.seconds <= 0 ||
            at.seconds > 600) {
            throw std::invalid_argument("either --tokens or three --shares; 1 to 10000 connections; up to 600 s");
        }
        const auto plan = organizer::bench::plan::from_file(file);
        auto asked = tokens ? std::make_unique<organizer::bench::requests>(plan)
                            : std::make_unique<organizer::bench::requests>(
                                  plan, std::array<unsigned, 3>{shares[0], shares[1], shares[2]});
        organizer::bench::run running(plan, *asked, at);
        const auto before = processor_seconds();
        const auto made = running.go();
        const auto lasted = static_cast<double>(made.lasted) / 1e6;
        const boost::json::object told{{"requests", made.requests},
                                       {"writes", made.writes},
                                       {"cleared", made.cleared},
                                       {"failed", made.failed},
                                       {"microseconds", made.lasted},
                                       {"p50", made.p50},
                                       {"p99", made.p99},
                                       {"longest", made.longest},
                                       {"busy", lasted > 0 ? (processor_seconds() - before) / lasted : 0},
                                       {"fault", made.first_failure}};
        std::cout << boost::json::serialize(told) << '\n';
    } catch (const std::exception& wrong) {
        std::cerr << "bench_load: " << wrong.what() << '\n';
        return 1;
    }
    return 0;
}
