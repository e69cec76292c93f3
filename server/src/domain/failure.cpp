#include "domain/failure.hpp"

#include <stdexcept>

namespace organizer::domain {

void throw_exception_from_error(const problem& error, const boost::source_location& location) {
    throw std::logic_error("a problem was used as a value: " + error.code + " at " + location.file_name() + ":" +
                           std::to_string(location.line()));
}

} // namespace organizer::domain
