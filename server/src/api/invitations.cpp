#include "api/invitations.hpp"

#include "api/etag.hpp"
#include "api/events.hpp"
#include "api/forms.hpp"
#include "identity/link_secret.hpp"

#include <algorithm>

namespace organizer::api {
namespace {

std::string_view state_of(const domain::invitation& offered, domain::instant now) {
    if (offered.state == domain::invitation_state::open && !domain::is_open(offered, now)) {
        return "expired";
    }
    return domain::to_text(offered.state);
}

boost::asio::awaitable<boost::json::object> show(const call& call, const store::event_view& view,
                                                 const domain::invitation& offered) {
    auto inviter = co_await account_name(call, offered.invited_by);
    boost::json::object made;
    made["id"] = offered.id;
    made["access"] = domain::to_text(offered.access);
    if (offered.helper) {
        made["helper"] = helper_ref(view, *offered.helper);
    }
    made["state"] = state_of(offered, call.now);
    made["createdAt"] = domain::to_text(offered.created_at);
    made["createdBy"] = boost::json::object{{"account", offered.invited_by}, {"name", std::move(inviter)}};
    made["expiresAt"] = domain::to_text(offered.expires_at);
    co_return made;
}

/// The invitation `id` after a command on it, with the link if it was just made.
task<http::response> change(call& call, unsigned status, std::string id, domain::event_command command,
                            std::string link = {}) {
    const auto view = co_await view_after(call, std::move(command));
    if (!view) {
        co_return view.error();
    }
    const auto* offered = domain::find_invitation((*view)->event->value, id);
    if (offered == nullptr) {
        co_return fail(domain::failure::absent, "noSuchInvitation");
    }
    representation more;
    auto shown = co_await show(call, **view, *offered);
    more.body["invitation"] = std::move(shown);
    if (!link.empty()) {
        more.body["link"] = link;
    }
    co_return answer_change(call, status, std::move(more));
}

} // namespace

task<http::response> list_invitations(call& call) {
    const auto& view = *call.view;
    etag_maker tag(view.event->rev, call.seen_as, answer_shape);
    tag.add(call.slug, view.event->rev);
    representation made;
    auto& invitations = made.body["invitations"].emplace_array();
    const auto& all = view.event->value.invitations;
    for (auto offered = all.rbegin(); offered != all.rend(); ++offered) {
        auto shown = co_await show(call, view, *offered);
        tag.add(std::string_view(shown.at("state").as_string()));
        tag.add(std::string_view(shown.at("createdBy").at("name").as_string()));
        if (offered->helper) {
            tag.add(helper_name(view, *offered->helper));
        }
        invitations.push_back(std::move(shown));
    }
    made.etag = tag.text();
    co_return answer(made);
}

task<http::response> create_invitation(call& call) {
    const auto& id = call.input.op;
    const auto secret = identity::invitation_secret(call.service.installation_key, call.slug, id);
    domain::create_invitation command;
    command.access = domain::access_from_text(text_or_empty(call.input.body, "access")).value_or(domain::access::none);
    command.helper = text_of(call.input.body, "helper");
    command.secret_hash = identity::hash_of_secret(secret);
    auto link = call.service.public_url + "/oidc/link/" + secret;
    co_return co_await change(call, 201, id, std::move(command), std::move(link));
}

task<http::response> revoke_invitation(call& call) {
    const auto& id = call.path_value("invitation");
    domain::revoke_invitation command{id};
    co_return co_await change(call, 200, id, std::move(command));
}

} // namespace organizer::api
