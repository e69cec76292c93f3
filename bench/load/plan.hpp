#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

namespace organizer::bench {

/// A place that is filled and emptied in turn. Nobody else touches it, and its helper is in no other place of the date.
struct place {
    std::string path;   ///< of its assignment
    std::string helper; ///< id
    std::string token;
};

/// A read, by whoever may.
struct reading {
    std::string path;
    std::string token;
};

/// What one run may ask for; read from a JSON file with the members `host`, `port`, `reads`, `changing`, `places` and
/// `tokens`. Throws std::exception for a file that is otherwise.
struct plan {
    std::string host;
    std::uint16_t port = 0;
    std::vector<reading> reads;      ///< of what nobody changes
    std::vector<reading> changing;   ///< of what the places belong to
    std::vector<place> places;       ///< neighbours belong to different events
    std::vector<std::string> tokens; ///< each used once, with the path of the first read

    static plan from_file(const std::string& file);
};

/// One request with what its answer must be.
struct job {
    enum class what : std::uint8_t { read, fill, clear };
    what kind = what::read;
    std::size_t place = 0; ///< of a fill or clear
    std::string bytes;     ///< as they are sent
    bool counted = true;   ///< false: only leaves a place as it was found
};

/// Chooses the requests: shares of a hundred for reads of the unchanged, of the changing, and writes; or every token
/// once. Writes alternate between filling an empty place and clearing the one that was filled longest ago; each has a
/// new Idempotency-Key. The choice is the same on every run, but for the keys.
class requests {
public:
    requests(const plan& from, std::array<unsigned, 3> shares);
    /// With every token of the plan once.
    explicit requests(const plan& from);

    /// False when there is nothing left to ask for: the tokens are used up.
    bool next(job& into);
    /// Only what is needed to leave every place as it was found; false when all is.
    bool next_clearing(job& into);
    /// The answer to a write: whether it was accepted.
    void answered(const job& given, bool accepted);

private:
    void write(job& into);
    void put(job& into, std::size_t at, bool fill);
    void read(job& into, const reading& of, const std::string& token) const;
    std::string new_key();

    const plan& from_;
    std::array<unsigned, 3> shares_{};
    bool each_token_once_ = false;
    std::size_t next_token_ = 0;
    bool fill_next_ = true;
    std::deque<std::size_t> empty_;
    std::deque<std::size_t> filled_;
    std::mt19937_64 choice_{20261205}; // NOLINT(cert-msc51-cpp): the same on every run
    std::mt19937_64 keys_;
};

} // namespace organizer::bench
