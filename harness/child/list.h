#pragma once

#include <string>

#include "harness/session/registry.h"
#include "harness/session/variant.h"

namespace ovg::child {

/// What this child can run, as the JSON object that docs/protocol.md describes for `list`. Asks the variant what works
/// here: nothing may be measured in this process afterwards.
std::string list_as_json(const session::Variant& variant, const session::Registry& registry);

}  // namespace ovg::child
