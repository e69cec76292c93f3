#include "api/routes.hpp"

#include "api/accounts.hpp"
#include "api/activity.hpp"
#include "api/call.hpp"
#include "api/candidates.hpp"
#include "api/events.hpp"
#include "api/helpers.hpp"
#include "api/imports.hpp"
#include "api/invitations.hpp"
#include "api/me.hpp"
#include "api/members.hpp"
#include "api/roles.hpp"
#include "api/schedules.hpp"

#include <array>

namespace organizer::api {
namespace {

using http::method;

constexpr bool kept = true;
constexpr std::size_t file_limit = 16U << 20U;

// clang-format off
constexpr std::array table{
    api_route{method::get,   "/api/v1/me",                                              "getMe",               get_me},
    api_route{method::post,  "/api/v1/me/memberships",                                  "acceptInvitation",    accept_invitation},
    api_route{method::get,   "/api/v1/roles",                                           "listRoles",           list_roles},
    api_route{method::get,   "/api/v1/accounts",                                        "listAccounts",        list_accounts},
    api_route{method::get,   "/api/v1/accounts/{account}",                              "getAccount",          get_account},
    api_route{method::patch, "/api/v1/accounts/{account}",                              "editAccount",         edit_account},
    api_route{method::post,  "/api/v1/accounts/{account}/links",                        "createResetLink",     create_reset_link},
    api_route{method::get,   "/api/v1/events",                                          "listEvents",          list_events},
    api_route{method::post,  "/api/v1/events",                                          "createEvent",         create_event},
    api_route{method::get,   "/api/v1/events/{event}",                                  "getEvent",            get_event, kept},
    api_route{method::patch, "/api/v1/events/{event}",                                  "editEvent",           edit_event},
    api_route{method::get,   "/api/v1/events/{event}/members",                          "listMembers",         list_members},
    api_route{method::put,   "/api/v1/events/{event}/members/{account}",                "setMembership",       set_membership},
    api_route{method::del,   "/api/v1/events/{event}/members/{account}",                "endMembership",       end_membership},
    api_route{method::get,   "/api/v1/events/{event}/invitations",                      "listInvitations",     list_invitations},
    api_route{method::post,  "/api/v1/events/{event}/invitations",                      "createInvitation",    create_invitation},
    api_route{method::del,   "/api/v1/events/{event}/invitations/{invitation}",         "revokeInvitation",    revoke_invitation},
    api_route{method::get,   "/api/v1/events/{event}/helpers",                          "listHelpers",         list_helpers, kept},
    api_route{method::post,  "/api/v1/events/{event}/helpers",                          "createHelper",        create_helper},
    api_route{method::get,   "/api/v1/events/{event}/helpers/{helper}",                 "getHelper",           get_helper, kept},
    api_route{method::patch, "/api/v1/events/{event}/helpers/{helper}",                 "editHelper",          edit_helper},
    api_route{method::put,   "/api/v1/events/{event}/helpers/{helper}/parkrun-number",  "changeParkrunNumber", change_parkrun_number},
    api_route{method::post,  "/api/v1/events/{event}/helpers/{helper}/archive",         "archiveHelper",       archive_helper},
    api_route{method::post,  "/api/v1/events/{event}/helpers/{helper}/restore",         "restoreHelper",       restore_helper},
    api_route{method::post,  "/api/v1/events/{event}/helpers/{helper}/undo",            "undoHelper",          undo_helper},
    api_route{method::post,  "/api/v1/events/{event}/imports/preview",                  "previewImport",       preview_import, !kept, file_limit},
    api_route{method::post,  "/api/v1/events/{event}/imports",                          "importHelpers",       import_helpers, !kept, file_limit},
    api_route{method::get,   "/api/v1/events/{event}/schedules",                        "listSchedules",       list_schedules, kept},
    api_route{method::get,   "/api/v1/events/{event}/schedules/{date}",                 "getSchedule",         get_schedule, kept},
    api_route{method::get,   "/api/v1/events/{event}/schedules/{date}/slots/{slot}/candidates", "listCandidates", list_candidates, kept},
    api_route{method::put,   "/api/v1/events/{event}/schedules/{date}/slots/{slot}/assignment", "setAssignment",  set_assignment},
    api_route{method::post,  "/api/v1/events/{event}/schedules/{date}/swap",            "swapSlots",           swap_slots},
    api_route{method::put,   "/api/v1/events/{event}/schedules/{date}/needs/{role}",    "setNeed",             set_need},
    api_route{method::post,  "/api/v1/events/{event}/schedules/{date}/apply-needs",     "applyNeeds",          apply_needs},
    api_route{method::post,  "/api/v1/events/{event}/schedules/{date}/publish",         "publishSchedule",     publish_schedule},
    api_route{method::post,  "/api/v1/events/{event}/schedules/{date}/cancel",          "cancelSchedule",      cancel_schedule},
    api_route{method::post,  "/api/v1/events/{event}/schedules/{date}/reinstate",       "reinstateSchedule",   reinstate_schedule},
    api_route{method::post,  "/api/v1/events/{event}/schedules/{date}/undo",            "undoSchedule",        undo_schedule},
    api_route{method::get,   "/api/v1/events/{event}/activity",                         "listActivity",        list_activity},
};
// clang-format on

} // namespace

std::vector<http::route> api_routes(services service) { return bind_routes(table, std::move(service)); }

} // namespace organizer::api
