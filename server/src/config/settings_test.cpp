#include "config/settings.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace organizer::config {
namespace {

loaded read(std::vector<std::string> arguments, environment variables = {}) {
    variables.emplace("HOME", "/home/x");
    return load(arguments, variables);
}

/// A file with that text, gone afterwards.
class text_file {
public:
    explicit text_file(const std::string& text) {
        std::string pattern = (std::filesystem::temp_directory_path() / "setting-XXXXXX").string();
        const int opened = ::mkstemp(pattern.data());
        EXPECT_GE(opened, 0);
        path_ = pattern;
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~text_file() { std::filesystem::remove(path_); }
    text_file(const text_file&) = delete;
    text_file& operator=(const text_file&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

TEST(settings, defaults) {
    const auto made = read({"serve"});
    EXPECT_TRUE(made.faults.empty());
    EXPECT_EQ(made.words, std::vector<std::string>{"serve"});
    EXPECT_EQ(made.values.data, "/home/x/.local/share/organizer");
    EXPECT_EQ(made.values.port, 8080);
    EXPECT_EQ(made.values.bind, "loopback");
    EXPECT_FALSE(made.values.demo);
    EXPECT_EQ(public_origin(made.values, 8080), "http://localhost:8080");
}

TEST(settings, the_data_folder_follows_the_desktops_rules) {
    EXPECT_EQ(read({"serve", "--demo"}).values.data, "/home/x/.local/share/organizer-demo");
    EXPECT_EQ(read({"serve"}, {{"XDG_DATA_HOME", "/data"}}).values.data, "/data/organizer");
    EXPECT_EQ(read({"serve"}, {{"XDG_DATA_HOME", "relative"}}).values.data, "/home/x/.local/share/organizer");
    EXPECT_EQ(read({"serve", "--demo", "--data-directory", "/d"}).values.data, "/d");
    const auto homeless = load(std::vector<std::string>{"serve"}, {});
    ASSERT_EQ(homeless.faults.size(), 1U);
    EXPECT_NE(homeless.faults[0].find("--data-directory"), std::string::npos);
}

TEST(settings, the_command_line_goes_before_the_environment) {
    const environment variables{{"ORGANIZER_PORT", "9000"}, {"ORGANIZER_LOG_LEVEL", "error"}};
    const auto made = read({"serve", "--port=9001", "--access-log=false"}, variables);
    EXPECT_TRUE(made.faults.empty());
    EXPECT_EQ(made.values.port, 9001);
    EXPECT_EQ(made.values.log_level, "error");
    EXPECT_FALSE(made.values.access_log);
}

TEST(settings, words_and_options_in_any_order) {
    const auto made = read({"account", "--port", "1", "link", "--demo", "anna@example.org"});
    EXPECT_TRUE(made.faults.empty());
    EXPECT_EQ(made.words, (std::vector<std::string>{"account", "link", "anna@example.org"}));
    EXPECT_TRUE(made.values.demo);
}

TEST(settings, from_files) {
    const text_file port("9002\n");
    EXPECT_EQ(read({"serve"}, {{"ORGANIZER_PORT_FILE", port.path()}}).values.port, 9002);
    const auto both = read({"serve"}, {{"ORGANIZER_PORT_FILE", port.path()}, {"ORGANIZER_PORT", "1"}});
    EXPECT_EQ(both.faults, std::vector<std::string>{"ORGANIZER_PORT and ORGANIZER_PORT_FILE are both set"});
    const auto absent = read({"serve"}, {{"ORGANIZER_PORT_FILE", "/nowhere/at/all"}});
    EXPECT_EQ(absent.faults, std::vector<std::string>{"ORGANIZER_PORT_FILE: cannot read /nowhere/at/all"});
    const text_file huge(std::string(100'000, '1'));
    EXPECT_EQ(read({"serve"}, {{"ORGANIZER_PORT_FILE", huge.path()}}).faults.size(), 1U);
}

TEST(settings, all_faults_are_told_together) {
    const auto made = read({"serve", "--port", "70000", "--colour", "red", "--threads", "-1"},
                           {{"ORGANIZER_LOG_LEVEL", "loud"},
                            {"ORGANIZER_PUBLIC_URL", "http://organizer.example"},
                            {"ORGANIZER_BIND", "somewhere"}});
    EXPECT_EQ(made.faults.size(), 6U);
    std::string all;
    for (const auto& fault : made.faults) {
        all += fault + "\n";
    }
    for (const auto* part : {"--port: ", "--colour",
                             "--threads: ", "ORGANIZER_LOG_LEVEL: ", "ORGANIZER_PUBLIC_URL: ", "ORGANIZER_BIND: "}) {
        EXPECT_NE(all.find(part), std::string::npos) << part << " in\n" << all;
    }
}

TEST(settings, faults_of_the_command_line) {
    EXPECT_EQ(read({"serve", "--port"}).faults.size(), 1U);
    EXPECT_EQ(read({"serve", "--port", "1", "--port", "2"}).faults, std::vector<std::string>{"--port is given twice"});
    EXPECT_EQ(read({"serve", "--por", "1"}).faults.size(), 1U); // no guessing
}

TEST(settings, values_that_are_refused) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> bad{
        {"--port", {"", "-1", "65536", "80 ", "0x50", "8080a"}},
        {"--bind", {"", "localhost", "300.0.0.1", "::1::"}},
        {"--public-url",
         {"", "organizer.example", "ftp://x", "https://", "https://a/", "https://a/b", "https://a:0", "https://a:70000",
          "https://A.example", "https://u@a", "http://10.0.0.1:8080", "http://localhost.evil", "https://[::g]",
          "https://a b"}},
        {"--trusted-hop", {"proxy", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1", "fd00::/129", ","}},
        {"--operations-address", {"", "9090", "localhost:9090", "127.0.0.1:", "127.0.0.1:0", "::1"}},
        {"--connections", {"0", "100001"}},
        {"--reads-per-second", {"-1", "1000001"}},
        {"--changes-per-second", {"", "many"}},
        {"--event-memory", {"0", "65537"}},
        {"--answer-memory", {"0", "much"}},
        {"--threads", {"65"}},
        {"--log-level", {"", "INFO"}},
        {"--access-log", {"", "yes"}},
        {"--test-now", {"", "2026-01-01", "2026-01-01T00:00:00+01:00"}},
    };
    for (const auto& [option, values] : bad) {
        for (const auto& value : values) {
            EXPECT_EQ(read({"serve", option + "=" + value}).faults.size(), 1U) << option << "=" << value;
        }
    }
}

TEST(settings, values_that_are_taken) {
    EXPECT_EQ(read({"serve", "--public-url=https://a.example:8443"}).values.public_url, "https://a.example:8443");
    EXPECT_EQ(read({"serve", "--public-url=http://[::1]:80"}).values.public_url, "http://[::1]:80");
    const auto operations = read({"serve", "--operations-address=[::1]:9090"});
    EXPECT_EQ(operations.values.operations_address, "::1");
    EXPECT_EQ(operations.values.operations_port, 9090);
    EXPECT_EQ(read({"serve", "--trusted-hop=10.0.0.0/8,fd00::/8,192.0.2.1"}).values.trusted_hop.size(), 3U);
}

TEST(settings, other_machines_may_come_through_https_only) {
    EXPECT_EQ(read({"serve", "--bind=0.0.0.0"}).faults.size(), 1U);
    EXPECT_EQ(read({"serve", "--bind=::"}).faults.size(), 1U);
    EXPECT_EQ(read({"serve", "--bind=0.0.0.0", "--public-url=http://localhost"}).faults.size(), 1U);
    EXPECT_TRUE(read({"serve", "--bind=0.0.0.0", "--public-url=https://a.example"}).faults.empty());
    EXPECT_TRUE(read({"serve", "--bind=127.0.0.2"}).faults.empty());
    EXPECT_TRUE(read({"serve", "--bind=::1"}).faults.empty());
}

TEST(settings, the_test_clock_stays_on_loopback) {
    EXPECT_TRUE(read({"serve", "--test-now=2026-12-31T23:59:00Z"}).faults.empty());
    EXPECT_EQ(read({"serve", "--test-now=2026-12-31T23:59:00Z", "--bind=0.0.0.0", "--public-url=https://a.example"})
                  .faults.size(),
              1U);
}

TEST(settings, unknown_variables_are_named) {
    const auto made = read({"serve"}, {{"ORGANIZER_PROT", "1"}, {"PATH", "/bin"}});
    EXPECT_EQ(made.unknown_variables, std::vector<std::string>{"ORGANIZER_PROT"});
    EXPECT_TRUE(made.faults.empty());
}

TEST(settings, a_secret_comes_from_a_file_alone_and_is_never_told) {
    static std::string taken;
    const std::vector<setting> table{{"key", "text", "none", "A key.", true, false,
                                      [](settings&, std::string_view text) -> std::optional<std::string> {
                                          taken = text;
                                          return text.size() < 8 ? std::optional<std::string>("is too short")
                                                                 : std::nullopt;
                                      }}};
    const environment home{{"HOME", "/home/x"}};
    const auto with = [&](std::vector<std::string> arguments, environment variables) {
        variables.insert(home.begin(), home.end());
        return load(arguments, variables, table);
    };
    EXPECT_EQ(with({}, {{"ORGANIZER_KEY", "hunter2hunter2"}}).faults,
              std::vector<std::string>{"ORGANIZER_KEY: a secret is taken from ORGANIZER_KEY_FILE only"});
    EXPECT_EQ(with({"--key", "hunter2hunter2"}, {}).faults,
              std::vector<std::string>{"--key: a secret is taken from ORGANIZER_KEY_FILE only"});
    EXPECT_TRUE(taken.empty());
    const text_file file("hunter2hunter2\n");
    EXPECT_TRUE(with({}, {{"ORGANIZER_KEY_FILE", file.path()}}).faults.empty());
    EXPECT_EQ(taken, "hunter2hunter2");
    const text_file brief("short\n");
    EXPECT_EQ(with({}, {{"ORGANIZER_KEY_FILE", brief.path()}}).faults,
              std::vector<std::string>{"ORGANIZER_KEY_FILE: is too short"});
}

TEST(settings, the_table_is_whole) {
    std::set<std::string_view> names;
    const auto help = help_text();
    for (const auto& each : declared()) {
        EXPECT_TRUE(names.insert(each.name).second) << each.name;
        EXPECT_NE(each.apply, nullptr);
        EXPECT_FALSE(each.help.empty());
        EXPECT_NE(help.find(std::string(each.help).substr(0, 20)), std::string::npos) << each.name;
    }
}

TEST(settings, the_operations_page_tells_the_same) {
    std::ifstream page(std::string(ORGANIZER_SOURCE_DIR) + "/docs/operations.md");
    ASSERT_TRUE(page) << "docs/operations.md";
    std::stringstream text;
    text << page.rdbuf();
    EXPECT_NE(text.str().find(markdown_table()), std::string::npos)
        << "docs/operations.md must hold exactly this table:\n"
        << markdown_table();
}

TEST(network, addresses_and_networks) {
    const auto holds = [](std::string_view network_text, std::string_view address_text) {
        return network::from_text(network_text)->holds(*address_from_text(address_text));
    };
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
    EXPECT_TRUE(holds("192.0.2.1", "192.0.2.1"));
    EXPECT_FALSE(holds("192.0.2.1", "192.0.2.2"));
    EXPECT_TRUE(holds("0.0.0.0/0", "1.2.3.4"));
    EXPECT_FALSE(holds("0.0.0.0/0", "::1"));
    EXPECT_TRUE(holds("fd00::/8", "fd12::1"));
    EXPECT_TRUE(holds("::/0", "1.2.3.4"));
    EXPECT_FALSE(address_from_text("127.1"));
    EXPECT_FALSE(address_from_text("010.0.0.1"));
    EXPECT_FALSE(address_from_text(std::string_view("1.2.3.4\0x", 9)));
    EXPECT_EQ(to_text(*address_from_text("::ffff:1.2.3.4")), "1.2.3.4");
    EXPECT_TRUE(is_loopback(*address_from_text("127.8.8.8")));
    EXPECT_TRUE(is_loopback(*address_from_text("::1")));
    EXPECT_FALSE(is_loopback(*address_from_text("::2")));
}

} // namespace
} // namespace organizer::config
