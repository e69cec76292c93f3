#include "api/formats.hpp"

#include "api/request_reader.hpp"
#include "http/fake_request.hpp"

#include <gtest/gtest.h>

namespace organizer::api {
namespace {

using contract::format;

struct sample {
    format name;
    std::vector<std::string> right;
    std::vector<std::string> wrong;
};

TEST(formats, take_the_whole_text_or_nothing) {
    const std::vector<sample> samples{
        {format::country, {"DE", "GB"}, {"", "de", "D", "DEU", "D3"}},
        {format::cursor, {"a", "Zg-_0", std::string(400, 'x')}, {"", "a b", "a=", std::string(401, 'x')}},
        {format::date,
         {"2026-12-05", "2028-02-29", "1900-01-01"},
         {"", "2026-02-30", "2026-2-3", "26-01-01", "2026-12-05T00:00", "1899-12-31", "2026-13-01"}},
        {format::date_time,
         {"2026-12-05T09:00:00.000Z"},
         {"2026-12-05T09:00:00Z", "2026-12-05", "2026-12-05T25:00:00.000Z"}},
        {format::email,
         {"a@b", "anna.b+c@example.org"},
         {"", "@b", "a@", "a b@c", "a@b@c", std::string(65, 'x') + "@b", "a@" + std::string(190, 'x')}},
        {format::id, {"0b9f8a1e-5d36-4b1c-8f2e-6a7b3d4c5e6f", "a.b_c~d"}, {"", "a/b", "a:b", std::string(101, 'x')}},
        {format::local_time, {"00:00", "09:30", "23:59"}, {"24:00", "9:30", "09:60", "09-30", "09:3x"}},
        {format::phone, {"+49 711 1001", "(0711)/12-3.4", "112"}, {"", "12", "49+711", "phone", std::string(41, '1')}},
        {format::role, {"marshal", "pre-event-setup", "5k"}, {"", "-a", "a-", "a--b", "Marshal", "a_b"}},
        {format::slot,
         {"marshal-1", "pre-event-setup-12", "marshal-999"},
         {"marshal", "marshal-0", "marshal-01", "marshal-1000", "-1", "1", "Marshal-1"}},
        {format::slug, {"monrepos", "haga-park"}, {"", "Haga", "haga park"}},
        {format::time_zone,
         {"Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+3"},
         {"", "Europe Berlin", "../../etc/passwd", std::string(65, 'x')}},
        {format::uri, {"http://localhost:8080/oidc/link/x", "https://a"}, {"", "http://", "ftp://a", "http://a b"}},
        {format::uuid,
         {"0b9f8a1e-5d36-4b1c-8f2e-6a7b3d4c5e6f"},
         {"", "0B9F8A1E-5D36-4B1C-8F2E-6A7B3D4C5E6F", "0b9f8a1e5d364b1c8f2e6a7b3d4c5e6f",
          "0b9f8a1e-5d36-4b1c-8f2e-6a7b3d4c5e6g"}},
    };
    for (const auto& [name, right, wrong] : samples) {
        for (const auto& text : right) {
            EXPECT_TRUE(matches(name, text)) << static_cast<int>(name) << " " << text;
        }
        for (const auto& text : wrong) {
            EXPECT_FALSE(matches(name, text)) << static_cast<int>(name) << " " << text;
        }
    }
    EXPECT_TRUE(matches(format::none, "anything"));
}

TEST(entity_tags, name_a_rev_without_a_sign) {
    const auto rev_of = [](std::string tag) {
        return if_match_rev(http::fake_request(http::method::put, "/", {{"If-Match", std::move(tag)}}));
    };
    EXPECT_EQ(rev_of("\"12-abc\"").value(), 12);
    EXPECT_EQ(rev_of("W/\"0-a\"").value(), 0);
    for (const char* wrong : {"\"-0-a\"", "\"-3-a\"", "\"+3-a\"", "\"12\"", "12-a", "*", "\"\""}) {
        EXPECT_FALSE(rev_of(wrong)) << wrong;
    }
}

} // namespace
} // namespace organizer::api
