#include "plan.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace organizer::bench {
namespace {

std::string text(const boost::json::object& from, std::string_view name) {
    return std::string(from.at(name).as_string());
}

std::vector<reading> readings(const boost::json::object& from, std::string_view name) {
    std::vector<reading> made;
    for (const auto& each : from.at(name).as_array()) {
        made.push_back({text(each.as_object(), "path"), text(each.as_object(), "token")});
    }
    return made;
}

} // namespace

plan plan::from_file(const std::string& file) {
    std::ifstream opened(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(opened)), std::istreambuf_iterator<char>());
    const auto whole = boost::json::parse(bytes);
    const auto& read = whole.as_object();
    plan made;
    made.host = text(read, "host");
    made.port = read.at("port").to_number<std::uint16_t>();
    made.reads = readings(read, "reads");
    made.changing = readings(read, "changing");
    for (const auto& each : read.at("places").as_array()) {
        const auto& one = each.as_object();
        made.places.push_back({text(one, "path"), text(one, "helper"), text(one, "token")});
    }
    for (const auto& each : read.at("tokens").as_array()) {
        made.tokens.emplace_back(each.as_string());
    }
    return made;
}

requests::requests(const plan& from, std::array<unsigned, 3> shares) : from_(from), shares_(shares) {
    if (shares[0] + shares[1] + shares[2] != 100) {
        throw std::invalid_argument("the shares must make a hundred");
    }
    if ((shares[0] > 0 && from.reads.empty()) || (shares[1] > 0 && from.changing.empty()) ||
        (shares[2] > 0 && from.places.empty())) {
        throw std::invalid_argument("the plan lacks what the shares ask for");
    }
    std::random_device seed;
    keys_.seed((static_cast<std::uint64_t>(seed()) << 32U) ^ seed());
    for (std::size_t at = 0; at < from.places.size(); ++at) {
        empty_.push_back(at);
    }
}

requests::requests(const plan& from) : from_(from), each_token_once_(true) {
    if (from.reads.empty() || from.tokens.empty()) {
        throw std::invalid_argument("the plan has no read or no token");
    }
}

bool requests::next(job& into) {
    into.counted = true;
    if (each_token_once_) {
        if (next_token_ == from_.tokens.size()) {
            return false;
        }
        read(into, from_.reads.front(), from_.tokens[next_token_++]);
        return true;
    }
    const auto drawn = choice_() % 100;
    if (drawn < shares_[0]) {
        const auto& of = from_.reads[choice_() % from_.reads.size()];
        read(into, of, of.token);
    } else if (drawn < shares_[0] + shares_[1]) {
        const auto& of = from_.changing[choice_() % from_.changing.size()];
        read(into, of, of.token);
    } else {
        write(into);
    }
    return true;
}

void requests::write(job& into) {
    // More requests under way than places there are: the plan is too small for the connections.
    if (empty_.empty() && filled_.empty()) {
        throw std::runtime_error("every place has a write under way");
    }
    const bool fill = filled_.empty() || (fill_next_ && !empty_.empty());
    auto& from = fill ? empty_ : filled_;
    const auto at = from.front();
    from.pop_front();
    put(into, at, fill);
    fill_next_ = !fill;
}

bool requests::next_clearing(job& into) {
    if (filled_.empty()) {
        return false;
    }
    const auto at = filled_.front();
    filled_.pop_front();
    put(into, at, false);
    into.counted = false;
    return true;
}

void requests::answered(const job& given, bool accepted) {
    if (given.kind == job::what::read) {
        return;
    }
    const bool is_filled = (given.kind == job::what::fill) == accepted;
    (is_filled ? filled_ : empty_).push_back(given.place);
}

void requests::put(job& into, std::size_t at, bool fill) {
    const auto& of = from_.places[at];
    const std::string helper = '"' + of.helper + '"';
    const std::string body =
        fill ? R"({"helper":)" + helper + R"(,"expect":null})" : R"({"helper":null,"expect":)" + helper + "}";
    into.kind = fill ? job::what::fill : job::what::clear;
    into.place = at;
    into.bytes = "PUT " + of.path + " HTTP/1.1\r\nHost: " + from_.host + "\r\nAuthorization: Bearer " + of.token +
                 "\r\nIdempotency-Key: " + new_key() +
                 "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                 body;
}

void requests::read(job& into, const reading& of, const std::string& token) const {
    into.kind = job::what::read;
    into.bytes =
        "GET " + of.path + " HTTP/1.1\r\nHost: " + from_.host + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
}

std::string requests::new_key() {
    const auto high = keys_();
    const auto low = keys_();
    std::array<char, 37> made{};
    std::snprintf(made.data(), made.size(), "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(high >> 32U),
                  static_cast<unsigned>(high >> 16U) & 0xffffU, static_cast<unsigned>(high) & 0xfffU,
                  static_cast<unsigned>(low >> 48U) & 0xfffU,
                  static_cast<unsigned long long>(low & 0xffff'ffff'ffffULL));
    return {made.data(), made.size() - 1};
}

} // namespace organizer::bench
