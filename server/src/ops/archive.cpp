#include "ops/archive.hpp"

#include "ops/sealed_file.hpp"
#include "json/strict_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>
#include <system_error>

// Sealed in an archive: one line of JSON, `{"madeAt":…,"files":[{"name":…,"bytes":…}]}`, then the files' bytes.

namespace organizer::ops {
namespace {

constexpr std::size_t longest_line = 4096;
constexpr std::size_t at_once = 1024 * 1024;

struct member {
    std::string name;
    std::uint64_t bytes = 0;
};

struct contents {
    domain::instant made_at{};
    std::vector<member> files;

    std::uint64_t bytes() const {
        std::uint64_t sum = 0;
        for (const auto& each : files) {
            sum += each.bytes;
        }
        return sum;
    }
};

domain::problem failed(std::string detail) {
    domain::problem made;
    made.kind = domain::failure::unavailable;
    made.code = "archiveFailed";
    made.detail = std::move(detail);
    return made;
}

std::string line_of(const contents& of) {
    boost::json::array files;
    for (const auto& each : of.files) {
        files.push_back(boost::json::object{{"name", each.name}, {"bytes", each.bytes}});
    }
    return boost::json::serialize(boost::json::object{{"madeAt", domain::to_text(of.made_at)}, {"files", files}}) +
           "\n";
}

std::optional<member> member_of(const boost::json::value& written) {
    const auto* fields = written.if_object();
    const auto* name = fields != nullptr ? fields->if_contains("name") : nullptr;
    const auto* bytes = fields != nullptr ? fields->if_contains("bytes") : nullptr;
    if (name == nullptr || !name->is_string() || bytes == nullptr || !bytes->is_int64() || bytes->get_int64() < 0) {
        return std::nullopt;
    }
    return member{std::string(name->get_string()), static_cast<std::uint64_t>(bytes->get_int64())};
}

contents read_line(sealed_reader& from) {
    std::string line;
    while (!line.ends_with('\n')) {
        const auto next = from.read(1);
        if (next.empty() || line.size() > longest_line) {
            throw sealed_file_error("its first line is not one of this program");
        }
        line += next;
    }
    const auto read = json::read(line, {.max_bytes = longest_line, .max_depth = 4});
    const auto* fields = read ? read->if_object() : nullptr;
    const auto* made_at = fields != nullptr ? fields->if_contains("madeAt") : nullptr;
    const auto* files = fields != nullptr ? fields->if_contains("files") : nullptr;
    const auto moment =
        made_at != nullptr && made_at->is_string() ? domain::instant_from_text(made_at->get_string()) : std::nullopt;
    if (!moment || files == nullptr || !files->is_array()) {
        throw sealed_file_error("a newer version of this program wrote it");
    }
    contents found;
    found.made_at = *moment;
    for (const auto& each : files->get_array()) {
        auto file = member_of(each);
        if (!file) {
            throw sealed_file_error("a newer version of this program wrote it");
        }
        found.files.push_back(*std::move(file));
    }
    return found;
}

/// Counts bytes for whoever looks on.
class counter {
public:
    counter(const archive_progress& told, std::uint64_t all) : told_(told), all_(std::max<std::uint64_t>(all, 1)) {}

    void add(std::size_t bytes) {
        done_ += bytes;
        if (const auto percent = static_cast<int>(100 * done_ / all_); told_ && percent != last_) {
            last_ = percent;
            told_(percent);
        }
    }

private:
    const archive_progress& told_;
    std::uint64_t all_;
    std::uint64_t done_ = 0;
    int last_ = -1;
};

void add_file(sealed_writer& into, const std::filesystem::path& path, std::uint64_t bytes, counter& done) {
    const auto file = open_to_read(path);
    while (bytes > 0) {
        const auto part = read_fully(file, std::min<std::uint64_t>(at_once, bytes), path.string());
        if (part.empty()) {
            throw sealed_file_error(path.string() + " changed while it was read");
        }
        into.write(part);
        bytes -= part.size();
        done.add(part.size());
    }
}

void take_file(sealed_reader& from, const std::filesystem::path& path, std::uint64_t bytes, counter& done) {
    const auto file = make_private_file(path);
    while (bytes > 0) {
        const auto part = from.read(std::min<std::uint64_t>(at_once, bytes));
        if (part.empty()) {
            throw sealed_file_error("it holds less than it says");
        }
        write_fully(file, part, path.string());
        bytes -= part.size();
        done.add(part.size());
    }
    sync_file(file, path.string());
}

} // namespace

domain::result<void> write_archive(const std::filesystem::path& target, std::string_view secret,
                                   const std::filesystem::path& folder, const std::vector<std::string>& names,
                                   domain::instant made_at, const archive_progress& progress) {
    try {
        contents all;
        all.made_at = made_at;
        for (const auto& name : names) {
            all.files.push_back({name, std::filesystem::file_size(folder / name)});
        }
        sealed_writer archive(target, secret);
        archive.write(line_of(all));
        counter done(progress, all.bytes());
        for (const auto& each : all.files) {
            add_file(archive, folder / each.name, each.bytes, done);
        }
        archive.finish();
        return {};
    } catch (const sealed_file_error& wrong) {
        return failed("the archive cannot be written: " + std::string(wrong.what()));
    } catch (const std::system_error& wrong) {
        return failed("the archive cannot be written: " + std::string(wrong.what()));
    }
}

domain::result<domain::instant> read_archive(const std::filesystem::path& archive, std::string_view secret,
                                             const std::filesystem::path& folder, const std::vector<std::string>& names,
                                             domain::instant oldest, const archive_progress& progress) {
    try {
        sealed_reader from(archive, secret);
        const auto all = read_line(from);
        if (!std::ranges::equal(all.files, names, {}, &member::name)) {
            return failed(archive.string() + ": it does not hold what this version of the program expects");
        }
        if (all.made_at < oldest) {
            auto expired = failed(archive.string() + ": it was made at " + domain::to_text(all.made_at) +
                                  " and has expired; --archive-days takes older ones");
            expired.kind = domain::failure::invalid;
            expired.code = "archiveExpired";
            return expired;
        }
        counter done(progress, all.bytes());
        for (const auto& each : all.files) {
            take_file(from, folder / each.name, each.bytes, done);
        }
        if (!from.read(1).empty()) {
            return failed(archive.string() + ": it holds more than it says");
        }
        sync_folder(folder);
        return all.made_at;
    } catch (const sealed_file_error& wrong) {
        return failed(archive.string() + ": " + wrong.what());
    } catch (const std::system_error& wrong) {
        return failed("the archive cannot be read: " + std::string(wrong.what()));
    }
}

} // namespace organizer::ops
