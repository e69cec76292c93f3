#pragma once

// For tests of this folder: a client that sends exactly the bytes it is told.

#include <string>
#include <string_view>

namespace organizer::http {

/// One TCP connection to 127.0.0.1. Every wait ends after 30 seconds, which no working server reaches.
class raw_client {
public:
    explicit raw_client(unsigned short port);
    ~raw_client();
    raw_client(const raw_client&) = delete;
    raw_client& operator=(const raw_client&) = delete;

    /// False when the server has closed the connection.
    bool send(std::string_view bytes);
    /// No more bytes will come from here.
    void end_sending();

    struct answer {
        int status = 0;
        std::string head;
        std::string body;

        /// The value of a header, empty if absent.
        std::string header(std::string_view name) const;
    };
    /// The next answer, its body by `Content-Length` (none after HEAD, 1xx, 204 and 304). Status 0: the connection
    /// ended.
    answer receive(bool to_head = false);
    /// True if the server closes the connection (whatever it sends before is thrown away).
    bool ends();

private:
    bool fill();

    int socket_ = -1;
    std::string buffer_;
};

} // namespace organizer::http
