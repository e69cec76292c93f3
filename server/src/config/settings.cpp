#include "config/settings.hpp"

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/value_semantic.hpp>

#include <algorithm>
#include <fstream>
#include <set>

namespace organizer::config {
namespace {

namespace po = boost::program_options;

constexpr std::string_view prefix = "ORGANIZER_";
constexpr std::string_view file_suffix = "_FILE";
constexpr std::streamsize longest_file = 64 * 1024;

std::string option_of(std::string_view name) {
    std::string option(name);
    std::ranges::replace(option, '_', '-');
    return option;
}

std::string variable_of(std::string_view name) {
    std::string variable(prefix);
    for (const char c : name) {
        variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return variable;
}

/// The file's text without the line end that editors add.
std::optional<std::string> text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    std::string text(static_cast<std::size_t>(longest_file), '\0');
    file.read(text.data(), longest_file);
    if (file.bad() || !file.eof()) {
        return std::nullopt;
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    return text;
}

struct command_line {
    std::vector<std::string> words;
    std::map<std::string, std::string, std::less<>> options; ///< by option name
};

command_line read_command_line(std::span<const std::string> arguments, std::span<const setting> table,
                               std::vector<std::string>& faults) {
    po::options_description known;
    for (const auto& each : table) {
        known.add_options()(option_of(each.name).c_str(), po::value<std::string>());
    }
    known.add_options()("words", po::value<std::vector<std::string>>());
    po::positional_options_description positions;
    positions.add("words", -1);
    std::vector<std::string> spelled(arguments.begin(), arguments.end());
    for (auto& argument : spelled) {
        // A flag alone means true; it must not take the word behind it for its value.
        const auto is_argument = [&](const setting& each) {
            return each.flag && argument == "--" + option_of(each.name);
        };
        if (std::ranges::any_of(table, is_argument)) {
            argument += "=true";
        }
    }
    command_line read;
    try {
        namespace style = po::command_line_style;
        const auto parsed = po::basic_command_line_parser<char>(spelled)
                                .options(known)
                                .positional(positions)
                                .style(style::allow_long | style::long_allow_adjacent | style::long_allow_next)
                                .allow_unregistered()
                                .run();
        for (const auto& option : parsed.options) {
            if (option.unregistered) {
                faults.push_back("unknown option " + option.original_tokens.front());
            } else if (option.position_key >= 0) {
                read.words.insert(read.words.end(), option.value.begin(), option.value.end());
            } else if (!read.options.emplace(option.string_key, option.value.front()).second) {
                faults.push_back("--" + option.string_key + " is given twice");
            }
        }
    } catch (const po::error& wrong) {
        faults.emplace_back(wrong.what());
    }
    return read;
}

/// The text of a setting from the environment, with the name that a fault shall tell.
std::optional<std::pair<std::string, std::string>> from_environment(const setting& wanted, const environment& variables,
                                                                    std::vector<std::string>& faults) {
    const auto name = variable_of(wanted.name);
    const auto plain = variables.find(name);
    const auto file = variables.find(name + std::string(file_suffix));
    if (plain != variables.end() && (wanted.secret || file != variables.end())) {
        faults.push_back(wanted.secret ? name + ": a secret is taken from " + name + std::string(file_suffix) + " only"
                                       : name + " and " + file->first + " are both set");
        return std::nullopt;
    }
    if (plain != variables.end()) {
        return std::pair(name, plain->second);
    }
    if (file == variables.end()) {
        return std::nullopt;
    }
    auto text = text_of_file(file->second);
    if (!text) {
        faults.push_back(file->first + ": cannot read " + file->second);
        return std::nullopt;
    }
    return std::pair(file->first, *std::move(text));
}

std::filesystem::path default_data(const environment& variables, bool demo) {
    const std::string folder = demo ? "organizer-demo" : "organizer";
    if (const auto xdg = variables.find("XDG_DATA_HOME"); xdg != variables.end() && xdg->second.starts_with('/')) {
        return std::filesystem::path(xdg->second) / folder;
    }
    if (const auto home = variables.find("HOME"); home != variables.end() && !home->second.empty()) {
        return std::filesystem::path(home->second) / ".local" / "share" / folder;
    }
    return {};
}

bool bound_to_loopback(const settings& values) {
    if (values.bind == "loopback") {
        return true;
    }
    const auto address = address_from_text(values.bind);
    return address && is_loopback(*address);
}

/// What no setting can tell alone.
void check_together(const settings& values, std::vector<std::string>& faults) {
    if (values.data.empty()) {
        faults.emplace_back("data_directory: there is no home folder to take; name one with --data-directory");
    }
    if (!bound_to_loopback(values) && !values.public_url.starts_with("https://")) {
        faults.push_back("bind: " + values.bind +
                         " can be reached from other machines; set public_url to the https address of "
                         "the proxy in front");
    }
    if (values.test_now && !bound_to_loopback(values)) {
        faults.emplace_back("test_now: only for tests, with a loopback bind");
    }
}

void find_unknown_variables(const environment& variables, std::span<const setting> table,
                            std::vector<std::string>& unknown) {
    std::set<std::string, std::less<>> known;
    for (const auto& each : table) {
        known.insert(variable_of(each.name));
        known.insert(variable_of(each.name) + std::string(file_suffix));
    }
    for (const auto& [name, value] : variables) {
        if (name.starts_with(prefix) && !known.contains(name)) {
            unknown.push_back(name);
        }
    }
}

} // namespace

loaded load(std::span<const std::string> arguments, const environment& variables, std::span<const setting> table) {
    loaded made;
    auto line = read_command_line(arguments, table, made.faults);
    made.words = std::move(line.words);
    for (const auto& each : table) {
        std::optional<std::pair<std::string, std::string>> given;
        if (const auto option = line.options.find(option_of(each.name)); option != line.options.end()) {
            if (each.secret) {
                made.faults.push_back("--" + option->first + ": a secret is taken from " + variable_of(each.name) +
                                      std::string(file_suffix) + " only");
                continue;
            }
            given = std::pair("--" + option->first, option->second);
        } else {
            given = from_environment(each, variables, made.faults);
        }
        if (!given) {
            continue;
        }
        if (const auto wrong = each.apply(made.values, given->second)) {
            made.faults.push_back(given->first + ": " + *wrong);
        }
    }
    if (made.values.data.empty()) {
        made.values.data = default_data(variables, made.values.demo);
    }
    check_together(made.values, made.faults);
    find_unknown_variables(variables, table, made.unknown_variables);
    return made;
}

std::string help_text(std::span<const setting> table) {
    std::string text;
    for (const auto& each : table) {
        // A secret has no option: command lines are seen by everybody on the machine.
        text += (each.secret ? "  (no option)" : "  --" + option_of(each.name) + (each.flag ? "" : " VALUE")) +
                "\n      " + std::string(each.help) + "\n      Takes " + std::string(each.type) +
                ". Default: " + std::string(each.default_value) + ". Variable " + variable_of(each.name) +
                (each.secret ? std::string(file_suffix) + " (a file)" : "") + ".\n";
    }
    std::erase(text, '`');
    return text;
}

std::string markdown_table(std::span<const setting> table) {
    std::string text = "| option | variable | takes | default | what it does |\n|---|---|---|---|---|\n";
    for (const auto& each : table) {
        text += (each.secret ? "| none" : "| `--" + option_of(each.name) + "`") + " | `" + variable_of(each.name) +
                (each.secret ? std::string(file_suffix) : "") + "` | " + std::string(each.type) + " | " +
                std::string(each.default_value) + " | " + std::string(each.help) + " |\n";
    }
    return text;
}

std::string public_origin(const settings& values, std::uint16_t bound_port) {
    return values.public_url.empty() ? "http://localhost:" + std::to_string(bound_port) : values.public_url;
}

} // namespace organizer::config
