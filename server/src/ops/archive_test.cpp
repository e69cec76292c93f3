#include "ops/archive.hpp"

#include "ops/sealed_file.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace organizer::ops {
namespace {

const std::string secret = "a secret of at least thirty-two characters";
const domain::instant made_at = *domain::instant_from_text("2026-12-01T10:00:00.000Z");
const domain::instant long_ago{};

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

class archive : public testing::Test {
protected:
    archive() {
        std::string pattern = (std::filesystem::temp_directory_path() / "organizer-archive-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no scratch folder");
        }
        folder_ = pattern;
        std::filesystem::create_directory(folder_ / "from");
        write_text(folder_ / "from/one", "the first file");
        write_text(folder_ / "from/two", std::string(200'000, 'x') + "end");
    }
    ~archive() override { std::filesystem::remove_all(folder_); }

    domain::result<void> write(std::string_view with = secret) {
        return write_archive(file(), with, folder_ / "from", names_, made_at, {});
    }
    /// Reads into a folder of its own; the code of the problem, or "read".
    std::string read(std::string_view with = secret, domain::instant oldest = long_ago) {
        const auto into = folder_ / "to";
        std::filesystem::remove_all(into);
        std::filesystem::create_directory(into);
        const auto done = read_archive(file(), with, into, names_, oldest, {});
        if (done) {
            EXPECT_EQ(*done, made_at);
            return "read";
        }
        EXPECT_FALSE(done.error().detail.empty());
        return done.error().code;
    }
    std::filesystem::path file() const { return folder_ / "archive"; }

    std::filesystem::path folder_;
    std::vector<std::string> names_{"one", "two"};
};

TEST_F(archive, gives_back_what_was_put_in) {
    ASSERT_TRUE(write());
    EXPECT_EQ(read(), "read");
    EXPECT_EQ(text_of(folder_ / "to/one"), "the first file");
    EXPECT_EQ(text_of(folder_ / "to/two"), text_of(folder_ / "from/two"));
    for (const auto* each : {"archive", "to/one", "to/two"}) {
        struct stat facts {};
        ASSERT_EQ(::stat((folder_ / each).c_str(), &facts), 0);
        EXPECT_EQ(facts.st_mode & 0777U, 0600U) << each;
    }
}

TEST_F(archive, of_any_size_round_a_piece) {
    // The line before the bytes has some 90 characters, so these sizes go over both sides of a piece's end.
    for (std::size_t size = piece_cipher::piece_bytes - 160; size <= piece_cipher::piece_bytes + 10; ++size) {
        write_text(folder_ / "from/two", std::string(size, 'y'));
        ASSERT_TRUE(write());
        ASSERT_EQ(read(), "read") << size;
        ASSERT_EQ(std::filesystem::file_size(folder_ / "to/two"), size);
        std::filesystem::remove(file());
    }
    write_text(folder_ / "from/one", "");
    write_text(folder_ / "from/two", "");
    ASSERT_TRUE(write());
    EXPECT_EQ(read(), "read");
}

TEST_F(archive, shows_nothing_of_what_is_in_it_and_no_two_are_alike) {
    ASSERT_TRUE(write());
    const auto first = text_of(file());
    EXPECT_EQ(first.find("first file"), std::string::npos);
    EXPECT_EQ(first.find("xxxx"), std::string::npos);
    EXPECT_EQ(first.find("madeAt"), std::string::npos);
    std::filesystem::remove(file());
    ASSERT_TRUE(write());
    const auto second = text_of(file());
    EXPECT_EQ(first.size(), second.size());
    EXPECT_NE(first.substr(48), second.substr(48));
}

TEST_F(archive, opens_with_its_key_only) {
    ASSERT_TRUE(write());
    EXPECT_EQ(read("another secret of thirty-two characters!"), "archiveFailed");
    EXPECT_EQ(read(""), "archiveFailed");
}

TEST_F(archive, that_was_changed_anywhere_is_refused) {
    ASSERT_TRUE(write());
    const auto good = text_of(file());
    for (std::size_t at = 0; at < good.size(); at += at < 200 ? 1 : 997) {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        write_text(file(), bad);
        ASSERT_EQ(read(), "archiveFailed") << at;
    }
}

TEST_F(archive, that_was_cut_off_extended_or_reordered_is_refused) {
    ASSERT_TRUE(write());
    const auto good = text_of(file());
    constexpr std::size_t head = 48;
    constexpr std::size_t sealed = piece_cipher::piece_bytes + piece_cipher::tag_bytes;
    ASSERT_GT(good.size(), head + 3 * sealed);
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, head, head + 5, head + sealed, head + 3 * sealed,
                                   good.size() - 17, good.size() - 16, good.size() - 1}) {
        write_text(file(), good.substr(0, size));
        EXPECT_EQ(read(), "archiveFailed") << size;
    }
    write_text(file(), good + "x");
    EXPECT_EQ(read(), "archiveFailed");
    write_text(file(), good + good.substr(head));
    EXPECT_EQ(read(), "archiveFailed");
    write_text(file(), good.substr(0, head) + good.substr(head + sealed, sealed) + good.substr(head, sealed) +
                           good.substr(head + 2 * sealed));
    EXPECT_EQ(read(), "archiveFailed");
}

TEST_F(archive, never_writes_over_a_file_and_leaves_none_when_it_fails) {
    write_text(file(), "precious");
    EXPECT_EQ(write().error().code, "archiveFailed");
    EXPECT_EQ(text_of(file()), "precious");
    std::filesystem::remove(file());
    names_.emplace_back("three");
    EXPECT_EQ(write().error().code, "archiveFailed");
    EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(archive, with_other_files_than_expected_is_refused) {
    ASSERT_TRUE(write());
    names_ = {"one"};
    EXPECT_EQ(read(), "archiveFailed");
    names_ = {"one", "../two"};
    EXPECT_EQ(read(), "archiveFailed");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "two"));
}

TEST_F(archive, expires) {
    ASSERT_TRUE(write());
    EXPECT_EQ(read(secret, made_at), "read");
    EXPECT_EQ(read(secret, made_at + std::chrono::milliseconds(1)), "archiveExpired");
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "to"));
}

class sealed_file : public archive {};

TEST_F(sealed_file, that_was_cut_off_between_pieces_does_not_open) {
    {
        sealed_writer made(file(), secret);
        made.write(std::string(2 * piece_cipher::piece_bytes, 'x') + "end");
        made.finish();
    }
    const auto all_of_it = [this] {
        sealed_reader from(file(), secret);
        std::string given;
        while (true) {
            const auto more = from.read(10'000);
            if (more.empty()) {
                return given.size();
            }
            given += more;
        }
    };
    EXPECT_EQ(all_of_it(), 2 * piece_cipher::piece_bytes + 3);
    const auto good = text_of(file());
    constexpr std::size_t head = 48;
    constexpr std::size_t sealed = piece_cipher::piece_bytes + piece_cipher::tag_bytes;
    for (const std::size_t pieces : {1U, 2U}) {
        write_text(file(), good.substr(0, head + pieces * sealed));
        EXPECT_THROW(static_cast<void>(all_of_it()), sealed_file_error) << pieces;
    }
}

} // namespace
} // namespace organizer::ops
