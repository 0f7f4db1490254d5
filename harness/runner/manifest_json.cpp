#include "harness/runner/manifest_json.h"

#include "harness/record/child_result_json.h"
#include "harness/record/read_parts.h"
#include "harness/record/trial_json.h"
#include "harness/runner/prediction.h"

namespace ovg::runner {

using nlohmann::json;
using record::JsonFields;

namespace {

json or_null(const std::string& text) {
  return text.empty() ? json(nullptr) : json(text);
}

json or_null(const std::optional<double>& number) {
  return number ? json(*number) : json(nullptr);
}

json to_json(const Profile& profile) {
  return {{"name", profile.name},
          {"scale", profile.scale},
          {"blocks", profile.blocks},
          {"trials_per_block", profile.trials_per_block},
          {"steady_target_ms", profile.steady_target_ms},
          {"primitives_min_time_s", profile.primitives_min_time_s}};
}

Profile profile_from(const JsonFields& fields) {
  // What it takes of the axes is done with once there are cells.
  Profile profile;
  profile.name = fields.text("name");
  profile.scale = fields.text("scale");
  profile.blocks = fields.count("blocks");
  profile.trials_per_block = fields.count("trials_per_block");
  profile.steady_target_ms = fields.number("steady_target_ms");
  profile.primitives_min_time_s = fields.number("primitives_min_time_s");
  return profile;
}

json to_json(const FoundAllocator& found) {
  return {{"name", found.allocator.name},
          {"path", or_null(found.library.string())},
          {"package", or_null(found.allocator.package)},
          {"variables", found.variables}};
}

FoundAllocator allocator_from(const JsonFields& fields) {
  FoundAllocator found;
  found.allocator.name = fields.text("name");
  found.allocator.package = fields.optional_text("package").value_or("");
  found.library = fields.optional_text("path").value_or("");
  found.variables = fields.texts("variables");
  return found;
}

json to_json(const ChildBinary& child) {
  return {{"variant", child.variant},
          {"executable", child.executable.string()},
          {"primitives", or_null(child.primitives.string())},
          {"sha256", child.sha256}};
}

ChildBinary child_from(const JsonFields& fields) {
  return {.variant = fields.text("variant"),
          .executable = fields.text("executable"),
          .primitives = fields.optional_text("primitives").value_or(""),
          .sha256 = fields.text("sha256"),
          .link = {}};
}

json to_json(const Library& library) {
  return {{"path", library.path.string()}, {"sha256", library.sha256}};
}

Library library_from(const JsonFields& fields) {
  return {.path = fields.text("path"), .sha256 = fields.text("sha256")};
}

json to_json(const SourceFile& source) {
  return {{"variant", or_null(source.variant)},
          {"workload", or_null(source.workload)},
          {"file", source.file},
          {"sha256", source.sha256}};
}

SourceFile source_from(const JsonFields& fields) {
  return {.variant = fields.optional_text("variant").value_or(""),
          .workload = fields.optional_text("workload").value_or(""),
          .file = fields.text("file"),
          .sha256 = fields.text("sha256")};
}

json to_json(const Tuned& tuned) {
  return {{"path", tuned.path}, {"from", tuned.from}, {"to", tuned.to}};
}

Tuned tuned_from(const JsonFields& fields) {
  return {.path = fields.text("path"), .from = fields.text("from"), .to = fields.text("to")};
}

json to_json(const PlannedCell& planned) {
  return {{"cell", record::to_json(planned.cell)},
          {"group", planned.group},
          {"status", record::status_name(planned.status)},
          {"reason", planned.reason},
          {"apart", planned.apart},
          {"headline", planned.headline},
          {"atomic_counts", planned.atomic_counts},
          {"heap_factor", or_null(planned.heap_factor)},
          {"rate_per_s", or_null(planned.rate_per_s)},
          {"interruption_threshold_ns", planned.interruption_threshold_ns},
          {"rounds", planned.rounds},
          {"estimate_ms", planned.estimate_ms},
          {"counts_per_round", record::to_json(planned.counts_per_round)}};
}

PlannedCell cell_from(const JsonFields& fields) {
  const auto status = record::status_from_name(fields.text("status"));
  if (!status) fields.fail("status", "is not one of the statuses");
  return {.cell = record::cell_from_json(fields.any("cell"), fields.path_of("cell")),
          .group = fields.text("group"),
          .status = *status,
          .reason = fields.text("reason"),
          .apart = fields.flag("apart"),
          .headline = fields.flag("headline"),
          .atomic_counts = fields.flag("atomic_counts"),
          .heap_factor = fields.optional_number("heap_factor"),
          .rate_per_s = fields.optional_number("rate_per_s"),
          .interruption_threshold_ns = fields.count("interruption_threshold_ns"),
          .rounds = fields.count("rounds"),
          .estimate_ms = fields.number("estimate_ms"),
          .counts_per_round = record::read_allocations(fields, "counts_per_round")};
}

json to_json(const BaseRate& rate) {
  return {{"workload", rate.workload},
          {"threads", rate.threads},
          {"per_s", rate.per_s},
          {"slowest", rate.slowest}};
}

BaseRate rate_from(const JsonFields& fields) {
  return {.workload = fields.text("workload"),
          .threads = fields.small_count("threads"),
          .per_s = fields.number("per_s"),
          .slowest = fields.text("slowest")};
}

json to_json(const SmallestHeap& heap) {
  return {{"cell", heap.cell}, {"bytes", heap.bytes}, {"too_small_bytes", heap.too_small_bytes}};
}

SmallestHeap heap_from(const JsonFields& fields) {
  return {.cell = fields.text("cell"),
          .bytes = fields.count("bytes"),
          .too_small_bytes = fields.count("too_small_bytes")};
}

template <class T>
json to_list(const std::vector<T>& items) {
  json list = json::array();
  for (const T& item : items) list.push_back(to_json(item));
  return list;
}

json to_json(const Side& side) {
  return {{"children", to_list(side.children)},
          {"env", side.env},
          {"git", side.git},
          {"toolchain", side.toolchain},
          {"counter", or_null(side.counter.string())},
          {"libraries", to_list(side.libraries)}};
}

Side side_from(const JsonFields& fields) {
  Side side{.children = {},
            .env = fields.texts("env"),
            .git = fields.any("git"),
            .toolchain = fields.any("toolchain"),
            .counter = fields.optional_text("counter").value_or(""),
            .libraries = {}};
  fields.each_object("children", [&](const auto& item) { side.children.push_back(child_from(item)); });
  fields.each_object("libraries", [&](const auto& item) { side.libraries.push_back(library_from(item)); });
  return side;
}

json to_json(const std::optional<Sides>& sides) {
  if (!sides) return nullptr;
  return {{record::kBaseSide, to_json(sides->base)}, {record::kHeadSide, to_json(sides->head)}};
}

std::optional<Sides> sides_from(const JsonFields& fields) {
  if (fields.any("sides").is_null()) return std::nullopt;
  const JsonFields sides = fields.object("sides");
  return Sides{side_from(sides.object(record::kBaseSide)), side_from(sides.object(record::kHeadSide))};
}

}  // namespace

json to_json(const Manifest& manifest) {
  return {{"schema", record::kSchemaVersion},
          {"run_id", manifest.run_id},
          {"created", manifest.created},
          {"command", manifest.command},
          {"profile", to_json(manifest.profile)},
          {"seed", manifest.seed},
          {"script_seed", manifest.script_seed},
          {"timeout_s", manifest.timeout_s},
          {"rss_every_ms", manifest.rss_every_ms},
          {"primitives", manifest.primitives},
          {"env", manifest.env},
          {"child_env", manifest.child_env},
          {"host", manifest.host},
          {"warnings", manifest.warnings},
          {"tuned", manifest.tuned ? to_list(*manifest.tuned) : json(nullptr)},
          {"toolchain", manifest.toolchain},
          {"git", manifest.git},
          {"allocators", to_list(manifest.allocators)},
          {"children", to_list(manifest.children)},
          {"sources", to_list(manifest.sources)},
          {"counter", or_null(manifest.counter.string())},
          {"sides", to_json(manifest.sides)},
          {"cells", to_list(manifest.cells)},
          {"workloads", manifest.workloads},
          {"sweep", or_null(manifest.sweep)},
          {"rates", to_list(manifest.rates)},
          {"smallest_heaps", to_list(manifest.smallest_heaps)},
          {"reference_digests", manifest.reference_digests}};
}

Manifest manifest_from_json(const json& value) {
  const JsonFields fields(value);
  if (fields.count("schema") != record::kSchemaVersion) fields.fail("schema", "is not 1");
  Manifest manifest;
  manifest.run_id = fields.text("run_id");
  manifest.created = fields.text("created");
  manifest.command = fields.text_list("command");
  manifest.profile = profile_from(fields.object("profile"));
  manifest.seed = fields.count("seed");
  manifest.script_seed = fields.count("script_seed");
  manifest.timeout_s = fields.number("timeout_s");
  manifest.rss_every_ms = fields.number("rss_every_ms");
  manifest.primitives = fields.flag("primitives");
  manifest.env = fields.texts("env");
  manifest.child_env = fields.texts("child_env");
  manifest.host = fields.any("host");
  manifest.warnings = fields.text_list("warnings");
  if (!fields.any("tuned").is_null()) {
    manifest.tuned.emplace();
    fields.each_object("tuned", [&](const auto& item) { manifest.tuned->push_back(tuned_from(item)); });
  }
  manifest.toolchain = fields.any("toolchain");
  manifest.git = fields.any("git");
  manifest.counter = fields.optional_text("counter").value_or("");
  manifest.sides = sides_from(fields);
  manifest.workloads = fields.any("workloads");
  read_predictions_of_all(manifest.workloads);  // which are needed when the run ends: refuse it now
  manifest.sweep = fields.optional_text("sweep").value_or("");
  manifest.reference_digests = fields.texts("reference_digests");
  fields.each_object("rates", [&](const auto& item) { manifest.rates.push_back(rate_from(item)); });
  fields.each_object("smallest_heaps",
                     [&](const auto& item) { manifest.smallest_heaps.push_back(heap_from(item)); });
  fields.each_object("allocators",
                     [&](const auto& item) { manifest.allocators.push_back(allocator_from(item)); });
  fields.each_object("children", [&](const auto& item) { manifest.children.push_back(child_from(item)); });
  if (fields.has("sources")) {  // older runs have none
    fields.each_object("sources", [&](const auto& item) { manifest.sources.push_back(source_from(item)); });
  }
  fields.each_object("cells", [&](const auto& item) { manifest.cells.push_back(cell_from(item)); });
  return manifest;
}

}  // namespace ovg::runner
