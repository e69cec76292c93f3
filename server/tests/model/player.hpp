#pragma once

// Plays turns on a whole server and on the model, and compares after each.

#include "model/generator.hpp"
#include "model/rules.hpp"
#include "model/shown.hpp"

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace organizer::testing::model {

class player {
public:
    /// A server with an event, its team and a few helpers, all of it played.
    explicit player(engine kept_in);

    /// Plays one turn; what differs, or nothing.
    std::optional<std::string> play(const turn& what);
    /// Waits for the background and compares the store's documents, the lists and what is new in the activity log; with
    /// `whole`, all of the log by its pages.
    std::optional<std::string> check(bool whole);

    const state& model() const { return model_; }
    domain::local_date today();
    const std::vector<person>& persons() const { return persons_; }
    /// How many answers there were of each status, and how many were outcomes of earlier requests.
    const std::map<unsigned, std::size_t>& statuses() const { return statuses_; }
    std::size_t repeats() const { return repeats_; }

private:
    /// Thrown by whatever compares.
    struct difference : std::runtime_error {
        using std::runtime_error::runtime_error;
    };

    void open();
    void must_play(wish what);
    looking looking_as(std::size_t person, domain::access ceiling, const std::string& helper = {});

    void ask_for(const wish& what);
    void compare_problem(const answer& expected, const reply& got) const;
    void compare_change(const wish& what, const reply& got, const looking& by);
    void look(const turn& what);
    void look_at(const client& by, const std::string& path, const shown& expected);
    void compare_tag(const shown& expected, const std::string& tag);
    void compare_stored(const std::string& id, const record* expected);
    void compare_documents();
    void compare_numbers();
    void compare_range();
    void compare_old_ones();
    void compare_members();
    void compare_new_entries();
    void compare_pages(std::size_t newest, std::size_t page);
    bool is_undoable(const logged& entry) const;
    client as(std::size_t person, domain::access ceiling);

    world at_;
    std::vector<person> persons_;
    std::vector<std::string> names_;
    state model_;
    std::size_t compared_entries_ = 0;
    std::map<std::size_t, std::size_t> tag_of_;   ///< hash of a stamp -> hash of the tag that stood for it
    std::map<std::size_t, std::size_t> stamp_of_; ///< and back
    std::map<std::string, std::string> last_tag_; ///< by path and class: the tag that a client would send
    std::size_t checks_ = 0;
    std::map<unsigned, std::size_t> statuses_;
    std::size_t repeats_ = 0;
};

/// Prints a JSON value as tests show it.
std::string text_of(const boost::json::value& value);

} // namespace organizer::testing::model
