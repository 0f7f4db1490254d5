#pragma once

#include <string>

#include "harness/runner/ink.h"
#include "harness/runner/surprise.h"

namespace ovg::runner {

/// What a person reads last, at most 100 columns wide: how many predictions failed, and the most surprising
/// results with what was expected of them; or why nothing can be said.
std::string surprise_text(const Surprises& surprises, const Ink& ink);

}  // namespace ovg::runner
