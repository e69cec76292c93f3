#pragma once

#include <functional>
#include <string>

namespace organizer::store::sqlite {

/// See `back_up_file`. Throws `sqlite_error`, also when the copy fails its check.
void copy_database(const std::string& from, const std::string& vfs, const std::string& to,
                   const std::function<void(int)>& progress);

} // namespace organizer::store::sqlite
