#pragma once

#include "harness/child/channel.h"
#include "harness/child/request.h"
#include "harness/record/child_result.h"

namespace ovg::child {

/// Runs the trial that was asked for and returns what the runner is told of it. Phases are announced on the
/// channel as they begin. Throws BadRequest before anything has run, and what the answer throws.
record::ChildResult run(const Request& request, session::Variant& variant, const session::Registry& registry,
                        const Channel& channel);

}  // namespace ovg::child
