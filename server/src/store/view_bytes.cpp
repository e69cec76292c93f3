#include "store/view_bytes.hpp"

#include <string>

namespace organizer::store {

namespace {

/// About what a text takes beside its object.
std::size_t far_bytes(const std::string& text) { return text.size() > 15 ? text.size() + 17 : 0; }

constexpr std::size_t entry_bytes = 700;
constexpr std::size_t block_bytes = 16;

} // namespace

std::size_t bytes_of(const stored<domain::helper>& of) {
    const auto& value = of.value;
    std::size_t bytes = sizeof(of) + 2 * far_bytes(of.id) + 96 + of.recent.size() * entry_bytes;
    for (const std::string* text : {&value.name, &value.phone, &value.email, &value.notes}) {
        bytes += far_bytes(*text);
    }
    bytes += value.levels.size() * (sizeof(domain::helper_level) + block_bytes);
    bytes += (value.prefers.size() + value.avoids.size()) * (sizeof(std::string) + block_bytes);
    return bytes + value.absences.size() * sizeof(domain::absence);
}

std::size_t bytes_of(const stored<domain::schedule>& of) {
    const auto& value = of.value;
    std::size_t bytes = sizeof(of) + far_bytes(of.id) + 96 + of.recent.size() * entry_bytes;
    bytes += value.needs.size() * (sizeof(domain::role_need) + block_bytes);
    bytes += value.allowed_pairs.size() * (sizeof(domain::allowed_pair) + block_bytes);
    for (const auto& place : value.slots) {
        bytes += sizeof(place) + far_bytes(place.role) + (place.assignment ? far_bytes(place.assignment->helper) : 0);
    }
    return bytes + value.reserve.size() * (sizeof(std::string) + block_bytes);
}

std::size_t bytes_of(const stored<domain::event>& of) {
    const auto& value = of.value;
    return sizeof(of) + 1024 + of.recent.size() * entry_bytes +
           value.needs.size() * (sizeof(domain::role_need) + block_bytes) +
           value.memberships.size() * (sizeof(domain::membership) + 2 * block_bytes) +
           value.invitations.size() * (sizeof(domain::invitation) + 6 * block_bytes);
}

std::size_t bytes_of(const event_view& of) {
    std::size_t bytes = sizeof(of) + bytes_of(*of.event);
    for (const auto& [id, helper] : *of.helpers) {
        bytes += bytes_of(*helper);
    }
    for (const auto& [date, schedule] : *of.schedules) {
        bytes += bytes_of(*schedule);
    }
    return bytes;
}

} // namespace organizer::store
