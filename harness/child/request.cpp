#include "harness/child/request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "harness/measure/arrivals.h"

namespace ovg::child {

const session::Answer& resolve(const Request& request, const session::VariantCard& card,
                               const session::Registry& registry) {
  const session::Answer* const answer = registry.find(request.workload);
  if (answer == nullptr) {
    throw BadRequest(fmt::format("variant {} has no answer to workload '{}'; see `list`", card.name, request.workload));
  }
  const session::Config* const config = card.find(request.config);
  if (config == nullptr) {
    throw BadRequest(fmt::format("variant {} has no configuration '{}'; see `list`", card.name, request.config));
  }
  if (!session::scale_named(request.scale)) {
    throw BadRequest(fmt::format("unknown scale '{}': use smoke, quick, default or full", request.scale));
  }
  if (request.rounds == 0) throw BadRequest("--rounds must be at least 1");
  if (request.threads == 0 || request.threads > answer->card.max_threads) {
    throw BadRequest(fmt::format("workload {} runs with 1 to {} threads, not {}", request.workload,
                                 answer->card.max_threads, request.threads));
  }
  if (request.threads > 1 && config->single_threaded) {
    throw BadRequest(fmt::format("configuration {}:{} never has a second thread: run it with --threads 1", card.name,
                                 request.config));
  }
  if (const auto* const declined = registry.declined(request.workload, request.config, request.threads)) {
    throw BadRequest(fmt::format("configuration {}:{} does not answer {} with {} thread{}: {}", card.name,
                                 request.config, request.workload, request.threads, request.threads == 1 ? "" : "s",
                                 declined->reason));
  }
  const auto sizes = answer->card.live_sizes_mib;
  if (request.live_mib != 0 && std::ranges::find(sizes, request.live_mib) == sizes.end()) {
    throw BadRequest(
        fmt::format("workload {} has no live size of {} MiB; see `list`", request.workload, request.live_mib));
  }
  if (request.heap_limit_bytes > 0 && !card.heap_limit) {
    throw BadRequest(fmt::format("variant {} has no heap to limit", card.name));
  }
  if (!std::isfinite(request.rate_per_s) || request.rate_per_s < 0) {
    throw BadRequest("--rate wants ops per second, 0 for a closed loop");
  }
  if (!measure::arrivals_named(request.arrivals)) {
    throw BadRequest(
        fmt::format("unknown arrivals '{}': use {}", request.arrivals, fmt::join(measure::kArrivalsNames, ", ")));
  }
  return *answer;
}

}  // namespace ovg::child
