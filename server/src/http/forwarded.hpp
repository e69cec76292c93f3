#pragma once

#include "domain/failure.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::http {

/// The one proxy that may say for whom it speaks: addresses or networks (`10.0.0.0/8`), none by default.
class trusted_hop {
public:
    trusted_hop();
    ~trusted_hop();
    trusted_hop(trusted_hop&&) noexcept;
    trusted_hop& operator=(trusted_hop&&) noexcept;

    /// A comma-separated list; a problem names the member that is neither address nor network.
    static domain::result<trusted_hop> from_text(std::string_view text);

    /// The client's address: the last member of `X-Forwarded-For` if `peer` is the trusted hop and that member is an address, else
    /// `peer`. Only the last member is written by the hop itself; all before it are hearsay.
    std::string client_of(std::string_view peer, std::string_view forwarded_for) const;

    bool empty() const;

private:
    struct networks;
    std::unique_ptr<networks> networks_;
};

} // namespace organizer::http
