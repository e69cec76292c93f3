#include "store/sqlite/rows.hpp"

#include "store/stored_value.hpp"

#include <boost/json/serialize.hpp>

namespace organizer::store::sqlite {

row row_of(const document& stored) {
    row made;
    made.id = stored.id;
    made.event = stored.event;
    made.v = stored.v;
    made.rev = stored.rev;
    made.format = stored.format;
    made.updated_at = stored.updated_at.time_since_epoch().count();
    made.deleted = stored.deleted ? 1 : 0;
    made.evicted = stored.evicted ? 1 : 0;
    made.body = boost::json::serialize(stored.body);
    made.decided = boost::json::serialize(stored.decided);
    return made;
}

domain::result<document> document_of(const statement& at, bool with_decided) {
    document read;
    read.id = at.text(0);
    read.event = at.text(1);
    read.v = at.number(2);
    read.rev = at.number(3);
    read.format = static_cast<int>(at.number(4));
    read.updated_at = domain::instant(std::chrono::milliseconds(at.number(5)));
    read.deleted = at.number(6) != 0;
    read.evicted = at.number(7) != 0;
    auto body = object_from_text(at.text(8));
    if (!body) {
        return damaged("document " + read.id + ", body: " + body.error().detail);
    }
    read.body = std::move(*body);
    if (with_decided) {
        auto decided = array_from_text(at.text(9));
        if (!decided) {
            return damaged("document " + read.id + ", decided: " + decided.error().detail);
        }
        read.decided = std::move(*decided);
    }
    return read;
}

} // namespace organizer::store::sqlite
