#pragma once

// The people and helpers that most scenarios play with: Monrepos parkrun with its team, and another event.

#include "world.hpp"

namespace organizer::testing {

struct cast {
    explicit cast(engine kept_in = engine::memory, sign_in accounts = sign_in::built_in, std::string vfs = {});

    world at;
    client admin;       ///< administrator; coordinator of both events, having made them
    client coordinator; ///< Clara, of monrepos
    client director;    ///< Rudi, Run Director of monrepos
    client helper;      ///< Jörg, with helper access, linked to the helper `jorg`
    client stranger;    ///< Otto, coordinator of elsewhere

    std::string anna; ///< Anna BECKER, A1001, with phone, e-mail and notes
    std::string jorg; ///< Jörg MÜLLER, A1002
    std::string zoe;  ///< Zoë Weiß, without a number

    static constexpr const char* base = "/api/v1/events/monrepos";
    static std::string path(std::string_view rest) { return base + std::string(rest); }
    static std::string day(std::string_view date, std::string_view rest = "") {
        return path("/schedules/") + std::string(date) + std::string(rest);
    }
    static std::string slot(std::string_view date, std::string_view slot) {
        return day(date, "/slots/" + std::string(slot) + "/assignment");
    }
    static boost::json::object assignment(const std::string& helper, const std::string& expect = "");

    /// Publishes the date.
    void publish(std::string_view date);
    /// Puts a helper into an open slot.
    reply assign(const client& by, std::string_view date, std::string_view slot, const std::string& helper);
    /// Who is in the slot: the helper's id, or empty.
    std::string holder(std::string_view date, std::string_view slot);
};

} // namespace organizer::testing
