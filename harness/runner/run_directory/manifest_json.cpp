#include <fmt/format.h>

#include <fstream>

#include "harness/record/described_parts.h"
#include "harness/record/metrics.h"
#include "harness/record/trial_json.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/run_directory/store.h"

// All in the namespace where reader and writer look, whichever floor a type is of.
namespace ovg::record {

/// What it takes of the axes is done with once there are cells.
OVG_DESCRIBE(runner::command::Profile, name, scale, blocks, trials_per_block, steady_target_ms, collections_within_ms,
             primitives_min_time_s)

template <class Fields>
void describe(Fields& fields, Like<Fields, runner::catalogue::FoundAllocator>& message) {
  OVG_FIELDS(variables)
  fields("name", message.allocator.name);
  fields.or_null("path", message.library);
  fields.or_null("package", message.allocator.package);
}

OVG_DESCRIBE(runner::plan::PlannedCell, cell, group, status, reason, apart, headline, atomic_counts, heap_factor,
             rate_per_s, interruption_threshold_ns, rounds, estimate_ms, counts_per_round)

template <class Fields>
void describe(Fields& fields, Like<Fields, runner::run_directory::ChildBinary>& message) {
  OVG_FIELDS(variant, executable, sha256)
  fields.or_null("primitives", message.primitives);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, runner::run_directory::SourceFile>& message) {
  OVG_FIELDS(file, sha256)
  fields.or_null("variant", message.variant);
  fields.or_null("workload", message.workload);
}

OVG_DESCRIBE(runner::host::Tuned, path, from, to)
OVG_DESCRIBE(runner::run_directory::Library, path, sha256)
OVG_DESCRIBE(runner::run_directory::BaseRate, workload, threads, per_s, slowest)
OVG_DESCRIBE(runner::run_directory::SmallestHeap, cell, bytes, too_small_bytes)

template <class Fields>
void describe(Fields& fields, Like<Fields, runner::run_directory::Side>& message) {
  OVG_FIELDS(name, children, env, git, toolchain, libraries)
  fields.or_null("counter", message.counter);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, runner::run_directory::Manifest>& message) {
  fields.constant("schema", kSchemaVersion);
  OVG_FIELDS(run_id, created, command, profile, seed, script_seed, timeout_s, rss_every_ms, primitives, env, child_env,
             host, warnings, tuned, allocators, sides, sources, cells, workloads, rates, smallest_heaps,
             reference_digests)
  fields.check(!message.sides.empty(), "sides", "is empty");
  fields.or_null("sweep", message.sweep);
}

}  // namespace ovg::record

namespace ovg::runner::run_directory {

using nlohmann::json;

namespace {

/// With the table of metrics, which readers of results need.
std::string manifest_text(const Manifest& manifest) {
  std::string text = record::json_of(manifest).dump(2, ' ', false, json::error_handler_t::replace);
  text.resize(text.size() - std::string_view("\n}").size());
  text += ",\n  \"metrics\": {";
  const char* separator = "\n    ";  // not in a JSON value, which would sort them
  for (const record::Metric& metric : record::metrics()) {
    text += fmt::format(R"({}"{}": {{"unit": "{}", "better": "{}", "kind": "{}", "family": "{}", "words": "{}"}})",
                        separator, metric.name, metric.unit, metric.better, metric.kind, metric.family, metric.words);
    separator = ",\n    ";
  }
  return text + "\n  }\n}\n";
}

}  // namespace

void write_manifest(const Manifest& manifest, const std::filesystem::path& directory) {
  write_file_atomically(directory / "manifest.json", manifest_text(manifest));
}

Manifest read_manifest(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "manifest.json";
  std::ifstream stream(path);
  if (!stream) {
    throw os::UsageError("{} has no manifest.json, so nothing was measured there: start again without --resume",
                         directory.string());
  }
  try {
    const json value = json::parse(stream);
    return record::message_in<Manifest>(record::JsonFields(value));
  } catch (const json::exception&) {
    throw os::UsageError("{} is not JSON: it cannot be resumed, start again", path.string());
  } catch (const record::RecordError& error) {
    throw os::UsageError("{}: {}: it cannot be resumed, start again", path.string(), error.what());
  }
}

}  // namespace ovg::runner::run_directory
