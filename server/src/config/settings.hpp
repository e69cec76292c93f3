#pragma once

#include "config/network.hpp"
#include "domain/local_date.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::config {

/// Everything that can be set, as the program uses it. Each member is declared once in `declared()`.
struct settings {
    std::filesystem::path data;
    std::uint16_t port = 8080;
    std::string bind = "loopback"; ///< `loopback` or a numeric address
    std::string public_url;        ///< empty: `http://localhost:<port>`
    std::vector<network> trusted_hop;
    std::string operations_address; ///< empty, or a numeric address
    std::uint16_t operations_port = 0;
    std::size_t connections = 4096;
    unsigned reads_per_second = 100;  ///< of one account; 0: no limit
    unsigned changes_per_second = 20; ///< of one account; 0: no limit
    std::size_t event_memory = 256;   ///< MiB
    std::size_t answer_memory = 64;   ///< MiB
    unsigned threads = 0;             ///< 0: one per processor
    std::string log_level = "info";
    bool access_log = true;
    bool demo = false;
    std::string archive_key;    ///< empty: archives can be neither made nor read
    unsigned archive_days = 35; ///< older archives are not restored
    std::optional<domain::instant> test_now;
};

/// One setting: `public_url` is the option `--public-url`, the variable `ORGANIZER_PUBLIC_URL` and the variable
/// `ORGANIZER_PUBLIC_URL_FILE`, which names a file that holds the value.
struct setting {
    std::string_view name;
    std::string_view type;          ///< for people: what is taken
    std::string_view default_value; ///< for people
    std::string_view help;
    bool secret = false; ///< taken from a file only, and never shown
    bool flag = false;   ///< the option needs no value
    /// Puts the text into the settings, or says why not (without the text of a secret).
    std::optional<std::string> (*apply)(settings& into, std::string_view text) = nullptr;
};

/// The table of all settings.
std::span<const setting> declared();

using environment = std::map<std::string, std::string, std::less<>>;

/// What was read. With `faults` (one line each, all of them together) the settings must not be used.
struct loaded {
    settings values;
    std::vector<std::string> words; ///< the command line without its options
    std::vector<std::string> faults;
    std::vector<std::string> unknown_variables; ///< `ORGANIZER_…` that no setting knows: probably a typing error
};

/// Reads the command line (without the program's name) before the environment before the defaults, and checks what
/// belongs together.
loaded load(std::span<const std::string> arguments, const environment& variables,
            std::span<const setting> table = declared());

/// The part of `--help` about settings.
std::string help_text(std::span<const setting> table = declared());
/// The same as the table of docs/operations.md.
std::string markdown_table(std::span<const setting> table = declared());

/// The origin that people use: `public_url`, or `http://localhost:<port>`.
std::string public_origin(const settings& values, std::uint16_t bound_port);

} // namespace organizer::config
