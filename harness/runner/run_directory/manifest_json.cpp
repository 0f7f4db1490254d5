#include <fmt/format.h>

#include <fstream>

#include "harness/record/described_parts.h"
#include "harness/record/metrics.h"
#include "harness/record/trial_json.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/run_directory/store.h"

// A type of another floor is described in the namespace of its own, where argument-dependent lookup finds it.

namespace ovg::runner::command {

/// What it takes of the axes is done with once there are cells.
template <class Fields>
void describe(Fields& fields, record::Like<Fields, Profile>& profile) {
  fields("name", profile.name);
  fields("scale", profile.scale);
  fields("blocks", profile.blocks);
  fields("trials_per_block", profile.trials_per_block);
  fields("steady_target_ms", profile.steady_target_ms);
  fields("primitives_min_time_s", profile.primitives_min_time_s);
}

}  // namespace ovg::runner::command

namespace ovg::runner::catalogue {

template <class Fields>
void describe(Fields& fields, record::Like<Fields, FoundAllocator>& found) {
  fields("name", found.allocator.name);
  fields.or_null("path", found.library);
  fields.or_null("package", found.allocator.package);
  fields("variables", found.variables);
}

}  // namespace ovg::runner::catalogue

namespace ovg::runner::host {

template <class Fields>
void describe(Fields& fields, record::Like<Fields, Tuned>& tuned) {
  fields("path", tuned.path);
  fields("from", tuned.from);
  fields("to", tuned.to);
}

}  // namespace ovg::runner::host

namespace ovg::runner::plan {

template <class Fields>
void describe(Fields& fields, record::Like<Fields, PlannedCell>& planned) {
  fields("cell", planned.cell);
  fields("group", planned.group);
  fields("status", planned.status);
  fields("reason", planned.reason);
  fields("apart", planned.apart);
  fields("headline", planned.headline);
  fields("atomic_counts", planned.atomic_counts);
  fields("heap_factor", planned.heap_factor);
  fields("rate_per_s", planned.rate_per_s);
  fields("interruption_threshold_ns", planned.interruption_threshold_ns);
  fields("rounds", planned.rounds);
  fields("estimate_ms", planned.estimate_ms);
  fields("counts_per_round", planned.counts_per_round);
}

}  // namespace ovg::runner::plan

namespace ovg::runner::run_directory {

using nlohmann::json;
using record::Like;

template <class Fields>
void describe(Fields& fields, Like<Fields, ChildBinary>& child) {
  fields("variant", child.variant);
  fields("executable", child.executable);
  fields.or_null("primitives", child.primitives);
  fields("sha256", child.sha256);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, Library>& library) {
  fields("path", library.path);
  fields("sha256", library.sha256);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, SourceFile>& source) {
  fields.or_null("variant", source.variant);
  fields.or_null("workload", source.workload);
  fields("file", source.file);
  fields("sha256", source.sha256);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, BaseRate>& rate) {
  fields("workload", rate.workload);
  fields("threads", rate.threads);
  fields("per_s", rate.per_s);
  fields("slowest", rate.slowest);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, SmallestHeap>& heap) {
  fields("cell", heap.cell);
  fields("bytes", heap.bytes);
  fields("too_small_bytes", heap.too_small_bytes);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, Side>& side) {
  fields("name", side.name);
  fields("children", side.children);
  fields("env", side.env);
  fields("git", side.git);
  fields("toolchain", side.toolchain);
  fields.or_null("counter", side.counter);
  fields("libraries", side.libraries);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, Manifest>& manifest) {
  fields.constant("schema", record::kSchemaVersion);
  fields("run_id", manifest.run_id);
  fields("created", manifest.created);
  fields("command", manifest.command);
  fields("profile", manifest.profile);
  fields("seed", manifest.seed);
  fields("script_seed", manifest.script_seed);
  fields("timeout_s", manifest.timeout_s);
  fields("rss_every_ms", manifest.rss_every_ms);
  fields("primitives", manifest.primitives);
  fields("env", manifest.env);
  fields("child_env", manifest.child_env);
  fields("host", manifest.host);
  fields("warnings", manifest.warnings);
  fields("tuned", manifest.tuned);
  fields("allocators", manifest.allocators);
  fields("sides", manifest.sides);
  fields.check(!manifest.sides.empty(), "sides", "is empty");
  fields("sources", manifest.sources);
  fields("cells", manifest.cells);
  fields("workloads", manifest.workloads);
  fields.or_null("sweep", manifest.sweep);
  fields("rates", manifest.rates);
  fields("smallest_heaps", manifest.smallest_heaps);
  fields("reference_digests", manifest.reference_digests);
}

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
