#include "api/roles.hpp"

#include "api/etag.hpp"
#include "api/forms.hpp"
#include "domain/calendar.hpp"
#include "domain/role.hpp"

#include <boost/json/serialize.hpp>

#include <array>

namespace organizer::api {
namespace {

/// Countries whose extra days a new event is offered; any other has 1 January alone.
constexpr std::array<std::string_view, 12> offered_countries{"AT", "AU", "DE", "DK", "FR", "GB",
                                                             "IE", "IT", "NL", "NZ", "PL", "ZA"};

boost::json::object to_json(const domain::role& role) {
    boost::json::object made;
    made["id"] = role.id;
    made["names"] = boost::json::object{{"en", role.name_en}, {"de", role.name_de}};
    auto& aliases = made["aliases"].emplace_array();
    for (const auto alias : role.aliases) {
        aliases.emplace_back(alias);
    }
    made["phase"] = domain::to_text(role.phase);
    made["group"] = domain::to_text(role.group);
    auto& series = made["series"].emplace_array();
    if (role.five_k) {
        series.emplace_back(domain::to_text(domain::event_series::five_k));
    }
    if (role.junior) {
        series.emplace_back(domain::to_text(domain::event_series::junior));
    }
    return made;
}

boost::json::object defaults() {
    boost::json::object made;
    auto& needs = made["needs"].emplace_array();
    for (const auto series : {domain::event_series::five_k, domain::event_series::junior}) {
        needs.push_back(boost::json::object{{"series", domain::to_text(series)},
                                            {"needs", api::to_json(domain::usual_needs(series))}});
    }
    auto& days = made["specialDays"].emplace_array();
    for (const auto country : offered_countries) {
        days.push_back(
            boost::json::object{{"country", country}, {"days", api::to_json(domain::usual_special_days(country))}});
    }
    made["allowedPairs"] = api::to_json(domain::usual_pairs());
    return made;
}

/// The same for everybody, and for as long as the program runs.
representation catalogue() {
    representation made;
    auto& roles = made.body["roles"].emplace_array();
    for (const auto& role : domain::role_catalogue()) {
        roles.push_back(to_json(role));
    }
    made.body["defaults"] = defaults();
    etag_maker tag(0, visibility::helper, answer_shape);
    tag.add(boost::json::serialize(made.body));
    made.etag = tag.text();
    return made;
}

} // namespace

task<http::response> list_roles(call&) {
    static const auto kept = answer(catalogue());
    co_return kept;
}

} // namespace organizer::api
