#include "config/settings.hpp"
#include "ops/control.hpp"
#include "serve.hpp"
#include "serve_console.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <iostream>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX names it in no header

namespace {

using organizer::config::loaded;

struct command {
    std::string_view name;
    std::string_view words;
    std::string_view help;
    int (*run)(const loaded& from);
};

constexpr std::array<command, 6> commands{{
    {"serve", "[--demo]", "Run the server until it is asked to stop.", organizer::serve},
    {"account", "link|reset|disable|enable|list [USER]",
     "Make a one-time link to sign in or to choose a new password; stop or allow an account; list them.",
     organizer::account},
    {"backup", "FILE",
     "Write the whole installation into a new encrypted archive, while the server runs or without it.",
     organizer::backup},
    {"restore", "FILE", "Put an archive into an empty data folder.", organizer::restore},
    {"demo-data", "", "Put the demo event into the data folder.", organizer::demo_data},
    {"healthcheck", "", "Exit 0 if the server of the data folder may take traffic.", organizer::healthcheck},
}};

organizer::config::environment read_environment() {
    organizer::config::environment variables;
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string_view pair(*each);
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos) {
            variables.emplace(pair.substr(0, equals), pair.substr(equals + 1));
        }
    }
    return variables;
}

void print_help(std::ostream& out) {
    out << "organizer COMMAND [OPTIONS]\n\nCommands:\n";
    for (const auto& each : commands) {
        out << "  " << each.name << ' ' << each.words << "\n      " << each.help << '\n';
    }
    out << "\nOptions, of all commands. Each is also an environment variable, and the same with _FILE names a file "
           "that holds the\n"
           "value:\n"
        << organizer::config::help_text();
}

int run(std::vector<std::string> arguments) {
    if (arguments.empty()) {
        print_help(std::cerr);
        return 2;
    }
    if (arguments.front() == "help" || std::ranges::find(arguments, "--help") != arguments.end()) {
        print_help(std::cout);
        return EXIT_SUCCESS;
    }
    const auto from = organizer::config::load(arguments, read_environment());
    const auto* chosen =
        from.words.empty() ? commands.end() : std::ranges::find(commands, from.words.front(), &command::name);
    if (chosen == commands.end()) {
        std::cerr << "organizer: no such command; see organizer --help\n";
        return 2;
    }
    if (!from.faults.empty()) {
        for (const auto& fault : from.faults) {
            std::cerr << "organizer: " << fault << '\n';
        }
        return 2;
    }
    return chosen->run(from);
}

} // namespace

int main(int count, char** words) {
    try {
        return run({words + 1, words + count});
    } catch (const std::exception& wrong) {
        std::cerr << "organizer: " << wrong.what() << '\n';
        return EXIT_FAILURE;
    }
}
