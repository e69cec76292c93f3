#include "identity/issuer/forms.hpp"
#include "identity/issuer/pending_requests.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace organizer::identity::issuer;

TEST(parameters, are_decoded_once_and_stand_once) {
    const auto read = read_parameters("a=1&b=x+y%20z&c=%C3%BC%00&d&=e&&f=%2525");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(value_of(*read, "a"), "1");
    EXPECT_EQ(value_of(*read, "b"), "x y z");
    EXPECT_EQ(value_of(*read, "c"), std::string_view("\xc3\xbc\0", 3));
    EXPECT_EQ(value_of(*read, "d"), "");
    EXPECT_EQ(value_of(*read, ""), "e");
    EXPECT_EQ(value_of(*read, "f"), "%25");
    EXPECT_EQ(value_of(*read, "none"), "");
    EXPECT_TRUE(read_parameters("")->empty());
}

TEST(parameters, that_are_not_well_formed_are_refused) {
    for (const auto* text : {"a=1&a=2", "a=1&%61=2", "a=%", "a=%4", "a=%zz", "%=1", "a=%4g"}) {
        EXPECT_EQ(read_parameters(text), std::nullopt) << text;
    }
    std::string many;
    for (int i = 0; i < 65; ++i) {
        many += "p" + std::to_string(i) + "=1&";
    }
    EXPECT_EQ(read_parameters(many), std::nullopt);
}

TEST(parameters, come_back_as_they_were_encoded) {
    std::string all;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
    }
    EXPECT_EQ(value_of(*read_parameters("a=" + encoded(all)), "a"), all);
    EXPECT_EQ(encoded("a b&c=d~"), "a%20b%26c%3Dd~");
}

TEST(cookies, are_found_by_their_whole_name_and_only_once) {
    EXPECT_EQ(cookie_of("a=1; b=2;c=3", "b"), "2");
    EXPECT_EQ(cookie_of("a=1; b=2;c=3", "c"), "3");
    EXPECT_EQ(cookie_of("xb=1; bx=2", "b"), std::nullopt);
    EXPECT_EQ(cookie_of("b=1; b=2", "b"), std::nullopt);
    EXPECT_EQ(cookie_of("", "b"), std::nullopt);
    EXPECT_EQ(cookie_of("b", "b"), std::nullopt);
}

TEST(html_text, is_escaped) { EXPECT_EQ(html("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;"); }

TEST(languages, are_chosen_by_wish_and_weight) {
    EXPECT_EQ(choose_language("", ""), language::english);
    EXPECT_EQ(choose_language("", "de"), language::german);
    EXPECT_EQ(choose_language("", "de-CH, en;q=0.5"), language::german);
    EXPECT_EQ(choose_language("", "de;q=0.4, en;q=0.5"), language::english);
    EXPECT_EQ(choose_language("", "fr, de;q=0.1"), language::german);
    EXPECT_EQ(choose_language("", "de;q=0, en;q=0.001"), language::english);
    EXPECT_EQ(choose_language("en", "de"), language::english);
    EXPECT_EQ(choose_language("fr de en", "en"), language::german);
    EXPECT_EQ(choose_language("xx", "de"), language::german);
    EXPECT_EQ(choose_language("", ";;,,q=,de;q=x"), language::english);
}

authorization_request request_named(std::string state) {
    authorization_request made;
    made.state = std::move(state);
    return made;
}

TEST(pending_requests, wait_half_an_hour) {
    pending_requests pending;
    const auto id = pending.add(request_named("a"), "192.0.2.1", 1000);
    EXPECT_EQ(pending.find(id, 1000 + 1799)->state, "a");
    EXPECT_FALSE(pending.find(id, 1000 + 1800).has_value());
    EXPECT_FALSE(pending.find("other", 1000).has_value());
    pending.add(request_named("b"), "192.0.2.1", 1000 + 1800);
    EXPECT_EQ(pending.size(), 1U);
    const auto dropped = pending.add(request_named("c"), "192.0.2.1", 3000);
    pending.drop(dropped);
    EXPECT_FALSE(pending.find(dropped, 3000).has_value());
}

TEST(pending_requests, are_bounded_and_a_flood_from_one_address_pushes_out_its_own) {
    pending_requests pending(100, 10);
    const auto quiet = pending.add(request_named("quiet"), "192.0.2.1", 0);
    for (int i = 0; i < 500; ++i) {
        pending.add(request_named("flood"), "203.0.113.1", 1);
    }
    EXPECT_EQ(pending.size(), 11U);
    EXPECT_TRUE(pending.find(quiet, 1).has_value());
    for (int i = 0; i < 500; ++i) {
        pending.add(request_named("flood"), "203.0.113." + std::to_string(i), 1);
    }
    EXPECT_EQ(pending.size(), 100U);
}

} // namespace
