#include "config/settings.hpp"

#include <algorithm>
#include <charconv>

namespace organizer::config {
namespace {

using fault = std::optional<std::string>;

constexpr std::size_t least_key = 32; ///< characters of base64 that hold 192 bits

template <class Number>
fault number(std::string_view text, Number least, Number most, Number& into) {
    Number read{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), read);
    if (failed != std::errc() || end != text.data() + text.size() || read < least || read > most) {
        return "must be a number from " + std::to_string(least) + " to " + std::to_string(most);
    }
    into = read;
    return std::nullopt;
}

fault boolean(std::string_view text, bool& into) {
    if (text != "true" && text != "false") {
        return "must be true or false";
    }
    into = text == "true";
    return std::nullopt;
}

fault data_directory(settings& into, std::string_view text) {
    if (text.empty() || text.find('\0') != std::string_view::npos) {
        return "must name a folder";
    }
    into.data = std::filesystem::path(text);
    return std::nullopt;
}

fault port(settings& into, std::string_view text) { return number<std::uint16_t>(text, 0, 65535, into.port); }

fault bind(settings& into, std::string_view text) {
    if (text != "loopback" && !address_from_text(text)) {
        return "must be 'loopback' or a numeric address";
    }
    into.bind = text;
    return std::nullopt;
}

bool host_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

/// `localhost`, a name, or an address in brackets; then perhaps a port.
bool split_authority(std::string_view authority, std::string_view& host) {
    auto after = authority.size();
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos || !address_from_text(authority.substr(1, close - 1))) {
            return false;
        }
        after = close + 1;
    } else {
        after = std::min(authority.find(':'), authority.size());
        if (after == 0 || !std::ranges::all_of(authority.substr(0, after), host_character)) {
            return false;
        }
    }
    host = authority.substr(0, after);
    if (after == authority.size()) {
        return true;
    }
    std::uint16_t read = 0;
    return authority[after] == ':' && !number<std::uint16_t>(authority.substr(after + 1), 1, 65535, read);
}

fault public_url(settings& into, std::string_view text) {
    const bool secure = text.starts_with("https://");
    if (!secure && !text.starts_with("http://")) {
        return "must begin with https:// (or http:// for localhost)";
    }
    std::string_view host;
    if (!split_authority(text.substr(secure ? 8 : 7), host)) {
        return "must be a scheme, a lower-case host and perhaps a port, without a path: https://organizer.example";
    }
    // Browsers give the functions that signing in needs to secure origins and to loopback names only.
    if (!secure && host != "localhost" && host != "127.0.0.1" && host != "[::1]") {
        return "must be https for any host but localhost: browsers refuse to sign in otherwise";
    }
    into.public_url = text;
    return std::nullopt;
}

fault trusted_hop(settings& into, std::string_view text) {
    std::vector<network> read;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const auto one = network::from_text(text.substr(0, comma));
        if (!one) {
            return "must be addresses or networks (10.0.0.0/8), separated by commas";
        }
        read.push_back(*one);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    into.trusted_hop = std::move(read);
    return std::nullopt;
}

fault operations_address(settings& into, std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return "must be a numeric address and a port: 127.0.0.1:9090 or [::1]:9090";
    }
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    if (!address_from_text(host)) {
        return "must be a numeric address and a port: 127.0.0.1:9090 or [::1]:9090";
    }
    if (auto wrong = number<std::uint16_t>(text.substr(colon + 1), 1, 65535, into.operations_port)) {
        return "the port " + *wrong;
    }
    into.operations_address = host;
    return std::nullopt;
}

fault connections(settings& into, std::string_view text) {
    return number<std::size_t>(text, 1, 100'000, into.connections);
}

fault reads(settings& into, std::string_view text) {
    return number<unsigned>(text, 0, 1'000'000, into.reads_per_second);
}

fault changes(settings& into, std::string_view text) {
    return number<unsigned>(text, 0, 1'000'000, into.changes_per_second);
}

fault event_memory(settings& into, std::string_view text) {
    return number<std::size_t>(text, 1, 65'536, into.event_memory);
}

fault answer_memory(settings& into, std::string_view text) {
    return number<std::size_t>(text, 1, 65'536, into.answer_memory);
}

fault threads(settings& into, std::string_view text) { return number<unsigned>(text, 0, 64, into.threads); }

fault log_level(settings& into, std::string_view text) {
    if (text != "debug" && text != "info" && text != "warning" && text != "error") {
        return "must be debug, info, warning or error";
    }
    into.log_level = text;
    return std::nullopt;
}

fault access_log(settings& into, std::string_view text) { return boolean(text, into.access_log); }

fault demo(settings& into, std::string_view text) { return boolean(text, into.demo); }

fault archive_key(settings& into, std::string_view text) {
    if (text.size() < least_key || text.find('\0') != std::string_view::npos) {
        return "must be a random text of at least 32 characters (openssl rand -base64 32)";
    }
    into.archive_key = text;
    return std::nullopt;
}

fault archive_days(settings& into, std::string_view text) { return number<unsigned>(text, 1, 3650, into.archive_days); }

fault test_now(settings& into, std::string_view text) {
    into.test_now = domain::instant_from_text(text);
    if (!into.test_now) {
        return "must be a moment: 2026-12-31T23:59:00Z";
    }
    return std::nullopt;
}

constexpr std::array<setting, 18> table{{
    {"data_directory", "folder", "`$XDG_DATA_HOME/organizer`, else `~/.local/share/organizer`; `…-demo` with `demo`",
     "Where everything is kept. One server at a time.", false, false, data_directory},
    {"port", "0 to 65535", "8080", "The port to listen on; 0 takes any free one.", false, false, port},
    {"bind", "`loopback` or an address", "loopback",
     "Where to listen. Any address but a loopback one needs an https `public_url`.", false, false, bind},
    {"public_url", "URL without a path", "`http://localhost:<port>`",
     "Where people open the product. Set it behind a proxy; all other host names are refused.", false, false,
     public_url},
    {"trusted_hop", "addresses or networks", "none",
     "The one proxy in front, whose `X-Forwarded-For` tells the client's address.", false, false, trusted_hop},
    {"operations_address", "address and port", "none",
     "A second place to listen, for `/metrics`, `/healthz` and `/readyz` only.", false, false, operations_address},
    {"connections", "1 to 100000", "4096", "Connections at one time; more are answered 503.", false, false,
     connections},
    {"reads_per_second", "0 to 1000000", "100", "Reads of one account in a second; more are answered 429. 0: no limit.",
     false, false, reads},
    {"changes_per_second", "0 to 1000000", "20",
     "Changes of one account in a second; more are answered 429. 0: no limit.", false, false, changes},
    {"event_memory", "1 to 65536", "256",
     "MiB for the directories and schedules of events in memory; the ones not used lately are read anew.", false, false,
     event_memory},
    {"answer_memory", "1 to 65536", "64",
     "MiB for answers that are kept, ready to be sent; the ones not used lately are made anew.", false, false,
     answer_memory},
    {"threads", "0 to 64", "0", "Threads for network work; 0 is one per processor.", false, false, threads},
    {"log_level", "`debug`, `info`, `warning`, `error`", "info", "The least important lines that are logged.", false,
     false, log_level},
    {"access_log", "`true` or `false`", "true", "Log a line per request (its route, never its query).", false, true,
     access_log},
    {"demo", "`true` or `false`", "false", "Start with a demo event, in a data folder of its own.", false, true, demo},
    {"archive_key", "text of 32 characters or more", "none",
     "The secret from which the keys of archives are made; `backup` and `restore` need it.", true, false, archive_key},
    {"archive_days", "1 to 3650", "35", "Days after which an archive expires: `restore` refuses an older one.", false,
     false, archive_days},
    {"test_now", "moment", "none", "For tests, on loopback only: the clock starts at this moment and runs on.", false,
     false, test_now},
}};

} // namespace

std::span<const setting> declared() { return table; }

} // namespace organizer::config
