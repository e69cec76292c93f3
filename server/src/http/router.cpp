#include "http/router.hpp"

#include "http/path.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

namespace organizer::http {
namespace {

constexpr std::array<std::string_view, 8> verb_names{"GET",   "HEAD",   "POST",    "PUT",
                                                     "PATCH", "DELETE", "OPTIONS", "OTHER"};
constexpr std::size_t verb_count = verb_names.size();
constexpr std::size_t no_route = static_cast<std::size_t>(-1);

/// Takes the next segment off `rest`, a path that begins with its slash, or is empty at the end.
std::string_view next_segment(std::string_view& rest) {
    const auto end = std::min(rest.find('/', 1), rest.size());
    const auto segment = rest.substr(1, end - 1);
    rest.remove_prefix(end);
    return segment;
}

/// The segments on the way that stand where a template has variables.
class variable_segments {
public:
    void push(std::string_view segment) { held_.at(count_++) = segment; }
    void pop() { --count_; }
    std::span<const std::string_view> all() const { return {held_.data(), count_}; }

    static constexpr std::size_t most = 8; ///< of one route; the constructor of `router` holds it

private:
    std::array<std::string_view, most> held_;
    std::size_t count_ = 0;
};

bool is_variable(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

} // namespace

std::string_view to_text(method verb) { return verb_names.at(static_cast<std::size_t>(verb)); }

const std::string& request_context::path_value(std::string_view name) const {
    for (const auto& [known, value] : path_values) {
        if (known == name) {
            return value;
        }
    }
    throw std::logic_error("the route has no path value named " + std::string(name));
}

struct router::tree {
    struct node {
        std::vector<std::pair<std::string, std::unique_ptr<node>>> fixed;
        std::unique_ptr<node> variable;
        std::array<std::size_t, verb_count> verbs{};

        node() { verbs.fill(no_route); }
        node* fixed_child(std::string_view segment) const {
            for (const auto& [text, child] : fixed) {
                if (text == segment) {
                    return child.get();
                }
            }
            return nullptr;
        }
    };

    std::vector<route> routes;
    std::vector<std::vector<std::string_view>> names; ///< by route: the template's names in order
    node root;

    void add(std::size_t index) {
        const route& added = routes[index];
        node* at = &root;
        std::string_view rest = added.pattern;
        if (!rest.starts_with('/')) {
            throw std::logic_error("a route's pattern must start with '/': " + added.pattern);
        }
        while (!rest.empty()) {
            const auto segment = next_segment(rest);
            if (is_variable(segment)) {
                if (names[index].size() == variable_segments::most) {
                    throw std::logic_error("too many variables: " + added.pattern);
                }
                names[index].push_back(segment.substr(1, segment.size() - 2));
                if (!at->variable) {
                    at->variable = std::make_unique<node>();
                }
                at = at->variable.get();
                continue;
            }
            node* child = at->fixed_child(segment);
            if (child == nullptr) {
                child = at->fixed.emplace_back(std::string(segment), std::make_unique<node>()).second.get();
            }
            at = child;
        }
        auto& place = at->verbs[static_cast<std::size_t>(added.verb)];
        if (place != no_route) {
            throw std::logic_error("two routes for " + std::string(to_text(added.verb)) + " " + added.pattern);
        }
        place = index;
    }

    /// Depth-first, fixed text before a variable. `values` holds the variables' segments on the way; `allow` the verbs
    /// of places that fit but lack the verb.
    std::size_t find(const node& at, method verb, std::string_view rest, variable_segments& values,
                     std::array<bool, verb_count>& allow) const {
        if (rest.empty()) {
            const auto wanted = verb == method::head ? method::get : verb;
            for (std::size_t i = 0; i < verb_count; ++i) {
                allow[i] = allow[i] || at.verbs[i] != no_route;
            }
            return at.verbs[static_cast<std::size_t>(wanted)];
        }
        const auto segment = next_segment(rest);
        if (const node* child = at.fixed_child(segment)) {
            if (const auto found = find(*child, verb, rest, values, allow); found != no_route) {
                return found;
            }
        }
        if (at.variable && !segment.empty()) {
            values.push(segment);
            if (const auto found = find(*at.variable, verb, rest, values, allow); found != no_route) {
                return found;
            }
            values.pop();
        }
        return no_route;
    }
};

router::router(std::vector<route> routes) : tree_(std::make_unique<tree>()) {
    tree_->routes = std::move(routes);
    tree_->names.resize(tree_->routes.size());
    for (std::size_t i = 0; i < tree_->routes.size(); ++i) {
        tree_->add(i);
    }
}

router::~router() = default;
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;

router::match router::find(method verb, std::string_view path) const {
    match made;
    if (!path.starts_with('/')) {
        return made;
    }
    variable_segments values;
    std::array<bool, verb_count> allow{};
    const auto index = tree_->find(tree_->root, verb, path, values, allow);
    if (index != no_route) {
        const auto& names = tree_->names[index];
        made.path_values.reserve(names.size());
        for (const auto segment : values.all()) {
            auto decoded = decode_segment(segment);
            if (!decoded) {
                return made;
            }
            made.path_values.emplace_back(names[made.path_values.size()], *std::move(decoded));
        }
        made.found = &tree_->routes[index];
        return made;
    }
    allow[static_cast<std::size_t>(method::head)] = allow[static_cast<std::size_t>(method::get)];
    for (std::size_t i = 0; i < verb_count; ++i) {
        if (allow[i]) {
            made.allow += (made.allow.empty() ? "" : ", ") + std::string(verb_names[i]);
        }
    }
    return made;
}

const std::vector<route>& router::routes() const { return tree_->routes; }

} // namespace organizer::http
