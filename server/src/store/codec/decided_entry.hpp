#pragma once

#include "domain/activity.hpp"
#include "domain/decision.hpp"
#include "domain/failure.hpp"

#include <boost/json/object.hpp>

namespace organizer::store::codec {

/// The format of activity documents that this program writes, and the highest that it reads.
inline constexpr int activity_format = 1;

/// An element of a document's `decided`. Empty members are left out.
boost::json::object encode_entry(const domain::decided_entry& entry);
/// Read back; a problem `unexpected` `storedDamaged` names the member in its detail.
domain::result<domain::decided_entry> decode_entry(const boost::json::object& stored);

/// The body of an activity document: the document decided on, and the entry.
boost::json::object encode(const domain::activity_entry& line, boost::json::object previous);
domain::result<domain::activity_entry> decode_activity(const boost::json::object& body);

} // namespace organizer::store::codec
