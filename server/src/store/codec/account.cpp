#include "store/codec/account.hpp"

#include "store/codec/stored_object.hpp"

#include <boost/json/value.hpp>

namespace organizer::store::codec {

boost::json::object encode(const domain::account& state, boost::json::object previous) {
    boost::json::object body = std::move(previous);
    body["tid"] = state.tid;
    body["oid"] = state.oid;
    body["name"] = state.name;
    put_text(body, "loginName", state.login_name);
    body["admin"] = state.admin;
    body["disabled"] = state.disabled;
    return body;
}

domain::result<domain::account> decode_account(const boost::json::object& body) {
    damage found;
    const stored_object from{body, "", found};
    domain::account state;
    state.tid = from.text("tid");
    state.oid = from.text("oid");
    state.name = from.text("name");
    state.login_name = from.text_or_empty("loginName");
    state.admin = from.flag("admin");
    state.disabled = from.flag("disabled");
    if (found) {
        return damaged_body("account", found);
    }
    return state;
}

} // namespace organizer::store::codec
