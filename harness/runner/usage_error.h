#pragma once

#include <stdexcept>

namespace ovg::runner {

/// Something that the user can put right. The text is one line that names the fix; bench_all prints it and
/// exits with 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace ovg::runner
