#pragma once

#include "domain/event.hpp"
#include "store/codec/stored_object.hpp"

#include <boost/json/object.hpp>

#include <vector>

// Needs and allowed pairs, which events and schedules store alike.

namespace organizer::store::codec {

std::vector<domain::role_need> read_needs(const stored_object& from);
void put_needs(boost::json::object& into, const std::vector<domain::role_need>& needs);

std::vector<domain::allowed_pair> read_pairs(const stored_object& from);
void put_pairs(boost::json::object& into, const std::vector<domain::allowed_pair>& pairs);

} // namespace organizer::store::codec
