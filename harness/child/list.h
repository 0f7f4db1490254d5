#pragma once

#include <string>

#include "harness/session/registry.h"
#include "harness/session/variant.h"

namespace ovg::child {

/// What this child can run, as the JSON object that docs/protocol.md describes for `list`.
std::string list_as_json(const session::VariantCard& card, const session::Registry& registry);

}  // namespace ovg::child
