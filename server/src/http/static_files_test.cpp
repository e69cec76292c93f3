#include "http/static_files.hpp"

#include "http/fake_request.hpp"

#include <array>
#include <stdexcept>

namespace organizer::http {
namespace {

constexpr std::array<asset, 5> files{{
    {"/api/docs", "text/html; charset=utf-8", "<docs>", "", "", "\"d\"", false},
    {"/assets/main-1a2b3c4d.js", "text/javascript; charset=utf-8", "plain bytes", "zipped", "brotli", "\"abc\"", true},
    {"/favicon.svg", "image/svg+xml", "<svg/>", "", "", "\"f\"", false},
    {"/index.html", "text/html; charset=utf-8", "<html>", "", "", "\"i\"", false},
    {"/redirect.html", "text/html; charset=utf-8", "<script>", "", "", "\"r\"", false},
}};

response get(std::string_view path, std::vector<std::pair<std::string, std::string>> headers = {}) {
    const static_files all(files);
    const auto* found = all.find(path);
    if (found == nullptr) {
        throw std::runtime_error("no such file");
    }
    return static_files::answer(*found, fake_request(method::get, std::string(path), std::move(headers)));
}

std::string header(const response& answer, std::string_view name) {
    for (const auto& [known, value] : answer.headers) {
        if (known == name) {
            return value;
        }
    }
    return {};
}

TEST(static_files, found_by_their_exact_path) {
    const static_files all(files);
    EXPECT_EQ(all.find("/index.html")->etag, "\"i\"");
    EXPECT_EQ(all.find("/"), nullptr);
    EXPECT_EQ(all.find("/index.htm"), nullptr);
    EXPECT_EQ(all.find("/zzz"), nullptr);
}

TEST(static_files, an_unsorted_table_is_a_fault_of_the_program) {
    constexpr std::array<asset, 2> wrong{{{"/b", "", "", "", "", "", false}, {"/a", "", "", "", "", "", false}}};
    EXPECT_THROW(static_files{wrong}, std::logic_error);
}

TEST(static_files, the_best_accepted_variant) {
    const std::string path = "/assets/main-1a2b3c4d.js";
    const auto coding = [&](std::string accepted) {
        return header(get(path, {{"Accept-Encoding", std::move(accepted)}}), "Content-Encoding");
    };
    EXPECT_EQ(coding("gzip, deflate, br"), "br");
    EXPECT_EQ(coding("gzip"), "gzip");
    EXPECT_EQ(coding("GZIP;q=0.5"), "gzip");
    EXPECT_EQ(coding("br;q=0.1, gzip;q=0.9"), "gzip");
    EXPECT_EQ(coding("br;q=0, gzip;q=0"), "");
    EXPECT_EQ(coding("br;q=0.0, *"), "gzip");
    EXPECT_EQ(coding("*;q=0.000"), "");
    EXPECT_EQ(coding("identity"), "");
    EXPECT_EQ(coding("br;q=2"), "");
    EXPECT_EQ(coding(""), "");
    EXPECT_EQ(get(path).bytes(), "plain bytes");
    EXPECT_EQ(get(path, {{"Accept-Encoding", "br"}}).bytes(), "brotli");
    EXPECT_EQ(header(get(path), "Vary"), "Accept-Encoding");
    EXPECT_EQ(header(get("/favicon.svg", {{"Accept-Encoding", "br"}}), "Content-Encoding"), "");
}

TEST(static_files, hashed_names_are_kept_for_ever_pages_are_asked_about) {
    EXPECT_EQ(header(get("/assets/main-1a2b3c4d.js"), "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(header(get("/index.html"), "Cache-Control"), "no-cache");
    EXPECT_EQ(header(get("/favicon.svg"), "Cache-Control"), "no-cache");
    EXPECT_EQ(header(get("/redirect.html"), "Cache-Control"), "no-store");
}

TEST(static_files, each_variant_has_its_own_validator) {
    const std::string path = "/assets/main-1a2b3c4d.js";
    EXPECT_EQ(header(get(path), "ETag"), "\"abc\"");
    EXPECT_EQ(header(get(path, {{"Accept-Encoding", "br"}}), "ETag"), "\"abc-br\"");
    EXPECT_EQ(header(get(path, {{"Accept-Encoding", "gzip"}}), "ETag"), "\"abc-gz\"");
    const auto known = get(path, {{"Accept-Encoding", "br"}, {"If-None-Match", "\"x\", W/\"abc-br\""}});
    EXPECT_EQ(known.status, 304U);
    EXPECT_TRUE(known.bytes().empty());
    EXPECT_EQ(header(known, "ETag"), "\"abc-br\"");
    EXPECT_EQ(get(path, {{"If-None-Match", "\"abc-br\""}}).status, 200U);
    EXPECT_EQ(get(path, {{"If-None-Match", "*"}}).status, 304U);
}

TEST(static_files, policies_of_the_pages) {
    const auto page = header(get("/index.html"), "Content-Security-Policy");
    EXPECT_NE(page.find("script-src 'self';"), std::string::npos);
    EXPECT_NE(page.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_NE(page.find("frame-src 'self'"), std::string::npos);
    EXPECT_EQ(page.find("data:"), std::string::npos);
    const auto back = header(get("/redirect.html"), "Content-Security-Policy");
    EXPECT_NE(back.find("frame-ancestors 'self'"), std::string::npos);
    EXPECT_EQ(header(get("/redirect.html"), "Cross-Origin-Opener-Policy"), "");
    EXPECT_EQ(header(get("/index.html"), "Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_NE(header(get("/api/docs"), "Content-Security-Policy").find("img-src 'self' data:"), std::string::npos);
}

} // namespace
} // namespace organizer::http
