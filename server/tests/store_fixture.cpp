#include "store_fixture.hpp"

#include "store/codec/event.hpp"
#include "store/codec/helper.hpp"
#include "store/codec/number_reservation.hpp"

namespace organizer::store::testing {

entities_options without_projector() {
    entities_options options;
    options.project = false;
    options.deadline = std::chrono::minutes(2);
    return options;
}

document event_document(const std::vector<domain::membership>& further, const std::vector<domain::role_need>& needs) {
    domain::event event;
    event.slug = slug;
    event.name = "Monrepos parkrun";
    event.time_zone = "Europe/Berlin";
    event.country = "DE";
    event.languages = {"de", "en"};
    event.needs = needs;
    event.memberships.push_back({coordinator, domain::access::coordinator, {}});
    event.memberships.insert(event.memberships.end(), further.begin(), further.end());
    document made = fresh_document(event_document_id(slug));
    made.body = codec::encode(event, {});
    return made;
}

document helper_document(const std::string& id, const domain::helper& state) {
    document made = fresh_document(helper_document_id(slug, id));
    made.body = codec::encode(state, {});
    return made;
}

domain::helper named(const std::string& name, std::optional<domain::parkrun_number> number) {
    domain::helper made;
    made.name = name;
    made.number = number;
    return made;
}

domain::command_header header(const std::string& op, const std::string& kind, const std::string& payload,
                              const std::string& actor, domain::access access) {
    domain::command_header made;
    made.op = op;
    made.kind = kind;
    made.actor = actor;
    made.token_access = access;
    made.at = manual_clock().now();
    made.hash = kind + "/" + payload;
    return made;
}

domain::result<command_outcome<domain::helper>> give(commands& to, const domain::command_header& header,
                                                     const std::string& helper, domain::helper_command command) {
    return to.execute<domain::helper>(header, helper_document_id(slug, helper), std::move(command));
}

domain::result<command_outcome<domain::schedule>> give(commands& to, const domain::command_header& header,
                                                       domain::local_date date, domain::schedule_command command) {
    return to.execute<domain::schedule>(header, schedule_document_id(slug, date), std::move(command));
}

domain::result<command_outcome<domain::event>> give(commands& to, const domain::command_header& header,
                                                    domain::event_command command) {
    return to.execute<domain::event>(header, event_document_id(slug), std::move(command));
}

std::optional<document> stored_document(document_store& in, const std::string& id) {
    auto found = in.find(id);
    EXPECT_TRUE(good(found));
    return found ? std::move(*found) : std::nullopt;
}

namespace {

template <class Noun>
std::optional<Noun> stored_state(document_store& in, const std::string& id) {
    auto state = state_of<Noun>(stored_document(in, id));
    EXPECT_TRUE(good(state));
    return state ? std::move(*state) : std::nullopt;
}

} // namespace

std::optional<domain::helper> stored_helper(document_store& in, const std::string& helper) {
    return stored_state<domain::helper>(in, helper_document_id(slug, helper));
}

std::optional<domain::schedule> stored_schedule(document_store& in, domain::local_date date) {
    return stored_state<domain::schedule>(in, schedule_document_id(slug, date));
}

std::optional<domain::event> stored_event(document_store& in) {
    return stored_state<domain::event>(in, event_document_id(slug));
}

std::string reservation(document_store& in, domain::parkrun_number number) {
    const auto found = stored_document(in, number_document_id(slug, number));
    if (!found) {
        return "free";
    }
    const auto read = codec::decode_number_reservation(found->body);
    EXPECT_TRUE(good(read));
    EXPECT_EQ(read->command.has_value(), read->state == domain::reservation_state::reserved);
    return std::string(domain::to_text(read->state)) + " " + read->helper;
}

void commands_fixture::seed(const document& fresh) {
    const auto inserted = store().insert(fresh);
    ASSERT_TRUE(good(inserted));
    ASSERT_EQ(*inserted, insert_outcome::inserted);
}

void commands_fixture::seed_event(const std::vector<domain::membership>& further,
                                  const std::vector<domain::role_need>& needs) {
    seed(event_document(further, needs));
}

void commands_fixture::seed_helpers(std::size_t count) {
    for (std::size_t at = 0; at < count; ++at) {
        seed(helper_document("h" + std::to_string(at), named("Helper " + std::to_string(at))));
    }
}

void commands_fixture::restart(entities_options options) {
    commands_.reset();
    opened_->reopen();
    commands_ = std::make_unique<commands>(store(), clock_, options);
}

} // namespace organizer::store::testing
