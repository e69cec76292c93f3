#include "http/access_line.hpp"

#include "ops/log.hpp"

namespace organizer::http {

void append_access_line(std::string& lines, const access_facts& facts) {
    lines += R"({"time":")";
    lines += domain::to_text(facts.at);
    lines += R"(","level":"info","event":"request","requestId":")";
    lines += facts.request_id;
    lines += R"(","traceId":")";
    lines += facts.trace_id;
    lines += R"(","method":")";
    lines += to_text(facts.verb);
    lines += R"(","route":)";
    ops::append_json_string(lines, facts.route);
    lines += R"(,"status":)";
    lines += std::to_string(facts.status);
    lines += R"(,"bytes":)";
    lines += std::to_string(facts.bytes);
    lines += R"(,"micros":)";
    lines += std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(facts.took).count());
    lines += "}\n";
}

} // namespace organizer::http
