#include "http/front.hpp"

#include "http/fake_request.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <sstream>

namespace organizer::http {
namespace {

constexpr std::array<asset, 2> pages{{
    {"/assets/a-12345678.js", "text/javascript; charset=utf-8", "js", "", "", "\"a\"", true},
    {"/index.html", "text/html; charset=utf-8", "<html>", "", "", "\"i\"", false},
}};

class fronted {
public:
    explicit fronted(std::string public_url, std::uint16_t port = 8080)
        : front_(router(routes()), static_files(pages), {std::move(public_url), port}, journal_, measures_) {}

    response ask(method verb, std::string target, std::vector<std::pair<std::string, std::string>> headers) {
        const fake_request message(verb, std::move(target), std::move(headers));
        request_context context{message, "1234567890abcdef", "t", {}};
        auto planned = front_.plan_for(message);
        boost::asio::io_context run;
        auto answered = boost::asio::co_spawn(run, front_.answer(planned, context), boost::asio::use_future);
        run.run();
        return answered.get();
    }
    unsigned status(method verb, std::string target, std::string host) {
        return ask(verb, std::move(target), {{"Host", std::move(host)}}).status;
    }

private:
    static std::vector<route> routes() {
        std::vector<route> made;
        for (const auto* pattern : {"/api/v1/me", "/healthz", "/readyz", "/config.json"}) {
            route each;
            each.pattern = pattern;
            each.operation = pattern;
            each.handle = [](request_context&) -> boost::asio::awaitable<response> {
                co_return response::text(200, "text/plain", "here");
            };
            made.push_back(std::move(each));
        }
        return made;
    }

    std::ostringstream out_;
    ops::system_clock time_;
    ops::log journal_{ops::log_level::error, time_, out_};
    ops::metrics measures_;
    front front_;
};

TEST(front, known_paths_files_and_pages) {
    fronted all("http://localhost:8080");
    const std::string host = "localhost:8080";
    EXPECT_EQ(all.ask(method::get, "/api/v1/me", {{"Host", host}}).bytes(), "here");
    EXPECT_EQ(all.ask(method::get, "/assets/a-12345678.js", {{"Host", host}}).bytes(), "js");
    for (const auto* page : {"/", "/index.html", "/board", "/events/monrepos/board", "/apis", "/oidcx"}) {
        EXPECT_EQ(all.ask(method::get, page, {{"Host", host}}).bytes(), "<html>") << page;
        EXPECT_EQ(all.status(method::head, page, host), 200U) << page;
    }
}

TEST(front, nothing_below_the_servers_own_folders_is_a_page) {
    fronted all("http://localhost:8080");
    for (const auto* path :
         {"/api", "/api/", "/api/v1/nothing", "/oidc/x", "/.well-known/x", "/assets/x.js", "/assets"}) {
        EXPECT_EQ(all.status(method::get, path, "localhost:8080"), 404U) << path;
    }
}

TEST(front, other_verbs_are_405_with_what_is_allowed) {
    fronted all("http://localhost:8080");
    const auto header = [](const response& answer) {
        for (const auto& [name, value] : answer.headers) {
            if (name == "Allow") {
                return value;
            }
        }
        return std::string();
    };
    for (const auto* path : {"/api/v1/me", "/board", "/assets/a-12345678.js"}) {
        for (const auto verb :
             {method::post, method::put, method::patch, method::del, method::options, method::other}) {
            const auto answer = all.ask(verb, path, {{"Host", "localhost:8080"}});
            EXPECT_EQ(answer.status, 405U) << path;
            EXPECT_EQ(header(answer), "GET, HEAD") << path;
        }
    }
}

TEST(front, probes_are_answered_whatever_the_host) {
    fronted all("https://organizer.example");
    for (const auto* host : {"10.0.0.3:8080", "", "organizer.example", "evil.example"}) {
        EXPECT_EQ(all.status(method::get, "/healthz", host), 200U);
        EXPECT_EQ(all.status(method::get, "/readyz", host), 200U);
    }
    EXPECT_EQ(all.status(method::get, "/config.json", "evil.example"), 421U);
}

TEST(front, behind_a_proxy_the_public_name_alone_counts) {
    fronted all("https://organizer.example");
    EXPECT_EQ(all.status(method::get, "/", "organizer.example"), 200U);
    EXPECT_EQ(all.status(method::get, "/", "ORGANIZER.example:443"), 200U);
    EXPECT_EQ(all.status(method::get, "/", "organizer.example:80"), 421U);
    EXPECT_EQ(all.status(method::get, "/", "organizer.example.evil.example"), 421U);
    EXPECT_EQ(all.status(method::get, "/", "localhost:8080"), 421U);
    EXPECT_EQ(all.status(method::get, "/", "127.0.0.1:8080"), 308U);
    EXPECT_EQ(all.status(method::get, "/", "127.0.0.1"), 421U);
    // Twice the header is no host at all.
    EXPECT_EQ(all.ask(method::get, "/", {{"Host", "organizer.example"}, {"Host", "organizer.example"}}).status, 421U);
}

TEST(front, an_ipv6_public_url) {
    fronted all("http://[::1]:9000", 9000);
    EXPECT_EQ(all.status(method::get, "/", "[::1]:9000"), 200U);
    EXPECT_EQ(all.status(method::get, "/", "127.0.0.1:9000"), 308U);
}

TEST(front, a_redirect_keeps_to_the_public_origin) {
    fronted all("http://localhost:8080");
    const auto answer = all.ask(method::get, "//evil.example/x?y=1", {{"Host", "127.0.0.1:8080"}});
    EXPECT_EQ(answer.status, 308U);
    EXPECT_EQ(answer.headers.at(0).second, "http://localhost:8080//evil.example/x?y=1");
}

} // namespace
} // namespace organizer::http
