#include "identity/issuer/pages.hpp"

#include <algorithm>

namespace organizer::identity::issuer {
namespace {

void append_hidden(std::string& out, std::string_view name, std::string_view value) {
    out += "<input type=\"hidden\" name=\"";
    out += name;
    out += "\" value=\"";
    out += html(value);
    out += "\">\n";
}

void append_binding(std::string& out, language in, const form_binding& form) {
    append_hidden(out, "in", say(in, "en", "de"));
    append_hidden(out, "request", form.request);
    append_hidden(out, "token", form.token);
}

void append_error(std::string& out, std::string_view error) {
    if (!error.empty()) {
        out += "<p class=\"error\" role=\"alert\" id=\"error\">";
        out += html(error);
        out += "</p>\n";
    }
}

void append_field(std::string& out, const action_page::field& field, bool focus) {
    out += "<label for=\"";
    out += html(field.name);
    out += "\">";
    out += html(field.label);
    out += "</label>\n<input id=\"";
    out += html(field.name);
    out += "\" name=\"";
    out += html(field.name);
    out += "\" type=\"";
    out += html(field.type);
    out += "\" autocomplete=\"";
    out += html(field.autocomplete);
    out += "\" value=\"";
    out += html(field.value);
    out += "\" required spellcheck=\"false\" autocapitalize=\"";
    out += field.name == "name" ? "words" : "none";
    out += '"';
    std::string described = field.hint.empty() ? "" : field.name + "_hint";
    if (field.faulty) {
        out += " aria-invalid=\"true\"";
        described += described.empty() ? "error" : " error";
    }
    if (!described.empty()) {
        out += " aria-describedby=\"" + html(described) + "\"";
    }
    out += focus ? " autofocus>\n" : ">\n";
    if (!field.hint.empty()) {
        out += "<p class=\"hint\" id=\"" + html(field.name) + "_hint\">" + html(field.hint) + "</p>\n";
    }
}

/// The switch between the two languages: a form of its own, so that no half-typed password is sent for it.
std::string language_switch(language in, std::string_view action, const form_binding& form) {
    std::string out = "<form class=\"language\" method=\"post\" action=\"";
    out += html(action);
    out += "\">\n";
    append_binding(out, in, form);
    out += say(in, "<button name=\"language\" value=\"de\" lang=\"de\">Deutsch</button>\n",
               "<button name=\"language\" value=\"en\" lang=\"en\">English</button>\n");
    out += "</form>\n";
    return out;
}

http::response page(const issuer_settings& settings, language in, unsigned status, std::string_view title,
                    const std::string& body) {
    std::string out = "<!doctype html>\n<html lang=\"";
    out += say(in, "en", "de");
    out += "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
           "initial-scale=1\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<title>";
    out += html(title);
    out += " · Parkrun Helper Organizer</title>\n<link rel=\"stylesheet\" "
           "href=\"/oidc/style.css\">\n</head>\n<body>\n<main>\n"
           "<p class=\"product\">Parkrun Helper Organizer</p>\n<h1>";
    out += html(title);
    out += "</h1>\n";
    out += body;
    out += "</main>\n</body>\n</html>\n";
    auto answer = http::response::text(status, "text/html; charset=utf-8", std::move(out));
    std::string form_action = "form-action 'self'";
    if (!settings.development_origin.empty()) {
        form_action += " " + settings.development_origin;
    }
    answer.headers.emplace_back("Content-Security-Policy", "default-src 'none'; style-src 'self'; " + form_action +
                                                               "; frame-ancestors 'none'; base-uri 'none'");
    answer.headers.emplace_back("X-Frame-Options", "DENY");
    answer.headers.emplace_back("Cache-Control", "no-store");
    answer.headers.emplace_back("Vary", "Accept-Language, Cookie");
    return answer;
}

} // namespace

http::response render(const issuer_settings& settings, language in, unsigned status, const sign_in_page& content) {
    const bool faulty = !content.error.empty();
    std::string body;
    append_error(body, content.error);
    body += "<form method=\"post\" action=\"/oidc/login\">\n";
    append_binding(body, in, content.form);
    append_field(body,
                 {"user_name", std::string(say(in, "User name or e-mail", "Benutzername oder E-Mail")), "text",
                  "username", content.user_name, "", faulty},
                 content.user_name.empty());
    append_field(
        body,
        {"password", std::string(say(in, "Password", "Passwort")), "password", "current-password", "", "", faulty},
        !content.user_name.empty());
    body += "<button class=\"primary\">";
    body += say(in, "Sign in", "Anmelden");
    body += "</button>\n</form>\n<p class=\"hint\">";
    body += say(in, "Password forgotten? An administrator can make you a link for a new one.",
                "Passwort vergessen? Die Verwaltung kann dir einen Link für ein neues geben.");
    body += "</p>\n";
    body += language_switch(in, "/oidc/login", content.form);
    return page(settings, in, status, say(in, "Sign in", "Anmelden"), body);
}

http::response render(const issuer_settings& settings, language in, unsigned status, const action_page& content) {
    std::string body;
    if (!content.text.empty()) {
        body += "<p>" + html(content.text) + "</p>\n";
    }
    append_error(body, content.error);
    body += "<form method=\"post\" action=\"" + html(content.action) + "\">\n";
    append_binding(body, in, content.form);
    const auto wrong =
        std::find_if(content.fields.begin(), content.fields.end(), [](const auto& field) { return field.faulty; });
    const auto opens_at = wrong == content.fields.end() ? content.fields.begin() : wrong;
    for (auto field = content.fields.begin(); field != content.fields.end(); ++field) {
        append_field(body, *field, field == opens_at);
    }
    body += "<button class=\"primary\">" + html(content.button) + "</button>\n";
    if (!content.other_choice.first.empty()) {
        body += "<button name=\"choice\" value=\"" + html(content.other_choice.first) + "\" formnovalidate>" +
                html(content.other_choice.second) + "</button>\n";
    }
    body += "</form>\n";
    body += language_switch(in, content.action, content.form);
    return page(settings, in, status, content.title, body);
}

http::response render(const issuer_settings& settings, language in, unsigned status, const message_page& content) {
    std::string body = "<p>" + html(content.text) + "</p>\n";
    if (!content.link_text.empty()) {
        body += "<p><a href=\"" + html(content.link) + "\">" + html(content.link_text) + "</a></p>\n";
    }
    return page(settings, in, status, content.title, body);
}

std::string_view style_sheet() {
    return R"css(:root {
  color-scheme: light dark;
  --bg: #fbf8f6; --surface: #ffffff; --line: #dcd3d6; --text: #241722; --muted: #62535f;
  --primary: #4a2545; --on-primary: #ffffff; --link: #7a2e6e; --control: #85777f; --focus: #0b63ce;
  --error: #8c1d18; --error-fill: #f7c4bc;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #17111a; --surface: #211925; --line: #3d3242; --text: #f3ebf1; --muted: #bcadb8;
    --primary: #e3b3d6; --on-primary: #2b1029; --link: #e3a6d3; --control: #8f8093; --focus: #7cb7ff;
    --error: #ffe1dc; --error-fill: #8a2f2a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 16px/1.4 system-ui, sans-serif; }
main { max-width: 26rem; margin: 0 auto; padding: 32px 16px; overflow-wrap: anywhere; }
.product { margin: 0 0 24px; color: var(--muted); font-size: 14px; font-weight: 600; }
h1 { margin: 0 0 16px; font-size: 24px; font-weight: 600; line-height: 1.2; }
p { margin: 0 0 16px; }
a { color: var(--link); }
form { display: flex; flex-direction: column; margin: 0 0 16px; }
label { margin: 0 0 4px; font-weight: 600; }
input { width: 100%; min-height: 44px; margin: 0 0 16px; padding: 8px 12px;
  border: 1px solid var(--control); border-radius: 8px; background: var(--surface); color: var(--text); font: inherit; }
input[aria-invalid="true"] { border-color: var(--error); border-width: 2px; }
.hint { margin: 0 0 16px; color: var(--muted); font-size: 14px; }
input + .hint { margin-top: -12px; }
button { min-height: 44px; margin: 0 0 12px; padding: 8px 16px; border: 1px solid var(--control); border-radius: 8px;
  background: transparent; color: var(--text); font: inherit; cursor: pointer; }
button.primary { border-color: var(--primary); background: var(--primary); color: var(--on-primary); font-weight: 600; }
.language { align-items: flex-end; margin-top: 24px; padding-top: 12px; border-top: 1px solid var(--line); }
.language button { border-color: transparent; color: var(--link); text-decoration: underline; }
.error { padding: 12px; border-radius: 8px; background: var(--error-fill); color: var(--error); font-weight: 600; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
)css";
}

} // namespace organizer::identity::issuer
