#pragma once

#include "http/message.hpp"
#include "identity/issuer/forms.hpp"
#include "identity/issuer/settings.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The issuer's own pages: HTML without script, in English and German, under a policy that loads nothing but their
/// style sheet.
namespace organizer::identity::issuer {

/// A text in the page's language.
inline std::string_view say(language in, std::string_view english, std::string_view german) {
    return in == language::german ? german : english;
}

/// What ties a form to the browser that got it: an id (of the pending request, or the link's secret) and its
/// anti-forgery token.
struct form_binding {
    std::string request;
    std::string token;
};

struct sign_in_page {
    form_binding form;
    std::string user_name;
    std::string error; ///< in the page's language, or empty
};

/// A page with one form below its text.
struct action_page {
    std::string title;
    std::string text;
    std::string action; ///< path of the form
    form_binding form;
    struct field {
        std::string name;
        std::string label;
        std::string type;         ///< `text`, `password`, `email`
        std::string autocomplete; ///< so that password managers help
        std::string value;
        std::string hint;
        bool faulty = false; ///< what the page's error is about; the page opens there
    };
    std::vector<field> fields;
    std::string button;
    std::string error;
    /// A further button that sends the same form with `choice` set to the first text.
    std::pair<std::string, std::string> other_choice;
};

/// A page that only says something, with a link onwards.
struct message_page {
    std::string title;
    std::string text;
    std::string link_text;
    std::string link = "/";
};

http::response render(const issuer_settings& settings, language in, unsigned status, const sign_in_page& page);
http::response render(const issuer_settings& settings, language in, unsigned status, const action_page& page);
http::response render(const issuer_settings& settings, language in, unsigned status, const message_page& page);

/// The style sheet of all pages.
std::string_view style_sheet();

} // namespace organizer::identity::issuer
