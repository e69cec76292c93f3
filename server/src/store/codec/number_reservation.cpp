#include "store/codec/number_reservation.hpp"

#include "store/codec/helper.hpp"
#include "store/codec/stored_object.hpp"

#include <boost/json/value.hpp>

#include <stdexcept>

namespace organizer::store::codec {

namespace {

constexpr std::int64_t highest_number = 999'999'999;

void put_header(boost::json::object& into, const domain::command_header& header) {
    into["op"] = header.op;
    into["kind"] = header.kind;
    into["actor"] = header.actor;
    into["access"] = to_text(header.token_access);
    put_moment(into, "at", header.at);
    put_text(into, "hash", header.hash);
    put_text(into, "group", header.group);
}

domain::command_header read_header(const stored_object& from) {
    domain::command_header header;
    header.op = from.text("op");
    header.kind = from.text("kind");
    header.actor = from.text("actor");
    header.token_access = from.word("access", &domain::access_from_text, domain::access::none);
    header.at = from.moment("at");
    header.hash = from.text_or_empty("hash");
    header.group = from.text_or_empty("group");
    return header;
}

struct put_payload {
    boost::json::object& into;

    void operator()(const domain::create_helper& wish) const {
        put_values(into["values"].emplace_object(), wish.values);
    }
    void operator()(const domain::change_parkrun_number& wish) const {
        if (wish.number) {
            into["number"] = static_cast<std::int64_t>(*wish.number);
        }
        if (wish.expect) {
            into["expect"] = static_cast<std::int64_t>(*wish.expect);
        }
    }
    void operator()(const domain::restore_helper&) const {}
    void operator()(const domain::undo_helper& wish) const { into["undone"] = wish.op; }
    void operator()(const domain::edit_helper&) const { refuse(); }
    void operator()(const domain::archive_helper&) const { refuse(); }

    [[noreturn]] static void refuse() { throw std::logic_error("a command without a number was to wait for one"); }
};

std::optional<domain::parkrun_number> read_number(const stored_object& from, std::string_view name) {
    const auto number = from.optional_integer(name, 1, highest_number);
    return number ? std::optional{static_cast<domain::parkrun_number>(*number)} : std::nullopt;
}

domain::helper_command read_payload(const stored_object& from, std::string_view kind) {
    if (kind == "createHelper") {
        return domain::create_helper{read_values(from.inner("values"))};
    }
    if (kind == "changeParkrunNumber") {
        return domain::change_parkrun_number{read_number(from, "number"), read_number(from, "expect")};
    }
    if (kind == "restoreHelper") {
        return domain::restore_helper{};
    }
    if (kind == "undo") {
        return domain::undo_helper{from.text("undone")};
    }
    from.note("kind", "unknown command");
    return domain::restore_helper{};
}

} // namespace

boost::json::object encode(const domain::number_reservation& state, boost::json::object previous) {
    boost::json::object body = std::move(previous);
    body["helper"] = state.helper;
    body["state"] = to_text(state.state);
    body.erase("command");
    if (state.command) {
        boost::json::object& command = body["command"].emplace_object();
        put_header(command, state.command->header);
        std::visit(put_payload{command}, state.command->command);
    }
    return body;
}

domain::result<domain::number_reservation> decode_number_reservation(const boost::json::object& body) {
    damage found;
    const stored_object from{body, "", found};
    domain::number_reservation state;
    state.helper = from.text("helper");
    state.state = from.word("state", &domain::reservation_state_from_text, domain::reservation_state::released);
    if (from.has("command")) {
        const stored_object command = from.inner("command");
        domain::command_header header = read_header(command);
        domain::helper_command wish = read_payload(command, header.kind);
        state.command = domain::waiting_command{std::move(header), std::move(wish)};
    }
    if (state.command.has_value() != (state.state == domain::reservation_state::reserved)) {
        from.note("command", "does not belong to the state");
    }
    if (found) {
        return damaged_body("number reservation", found);
    }
    return state;
}

} // namespace organizer::store::codec
