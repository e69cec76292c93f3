#pragma once

#include "identity/issuer/forms.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::identity::issuer {

/// A checked authorization request.
struct authorization_request {
    std::string client;
    std::string redirect_uri;
    std::string scope; ///< what is granted of what was asked for, verbatim
    std::string state;
    std::string nonce;
    std::string challenge;
    bool fragment = false; ///< response_mode
    std::string login_hint;
};

/// Requests that wait for somebody to sign in, on the server and not in the page. In memory: a restart asks people to
/// begin again. Bounded in all and per address (the oldest goes). Thread-safe.
class pending_requests {
public:
    explicit pending_requests(std::size_t most = 10'000, std::size_t most_per_address = 64)
        : most_(most), most_per_address_(most_per_address) {}

    /// Keeps a request; the id is a secret of 256 random bits.
    std::string add(authorization_request request, std::string_view address, std::int64_t now);
    /// The request of that id for half an hour.
    std::optional<authorization_request> find(std::string_view id, std::int64_t now) const;
    void drop(std::string_view id);
    std::size_t size() const;

private:
    struct entry {
        std::string id;
        std::string address;
        std::int64_t added_at = 0;
        authorization_request request;
    };
    using place = std::list<entry>::iterator;
    void erase(place at);

    std::size_t most_;
    std::size_t most_per_address_;
    mutable std::mutex mutex_;
    std::list<entry> entries_; ///< oldest first
    std::map<std::string, place, std::less<>> by_id_;
    std::map<std::string, std::list<place>, std::less<>> by_address_;
};

} // namespace organizer::identity::issuer
