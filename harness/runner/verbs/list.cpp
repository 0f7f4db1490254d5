#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/command/profile.h"
#include "harness/runner/command/suggestion.h"
#include "harness/runner/plan/selection.h"
#include "harness/runner/verbs/verbs.h"

namespace ovg::runner::verbs {

namespace {

using nlohmann::json;

json to_json(const catalogue::VariantCard& variant) {
  json not_applicable = json::array();
  for (const catalogue::Declined& declined : variant.not_applicable) {
    json& entry = not_applicable.emplace_back(json{{"name", declined.workload}, {"reason", declined.reason}});
    if (declined.config) entry["config"] = *declined.config;
    if (declined.from_threads > 1) entry["from_threads"] = declined.from_threads;
  }
  json workloads = json::array();
  for (const catalogue::WorkloadCard& workload : variant.workloads) workloads.push_back(workload.name);
  json listed = {{"variant", variant.program.variant},
                 {"group", variant.group},
                 {"summary", variant.summary},
                 {"library", variant.library},
                 {"allocators", variant.allocators},
                 {"configs", variant.config_cards ? *variant.config_cards : json()},
                 {"workloads", workloads},
                 {"not_applicable", not_applicable},
                 {"executable", variant.program.executable.string()}};
  if (!variant.program.unavailable.empty()) listed["unavailable"] = variant.program.unavailable;
  return listed;
}

json to_json(const catalogue::Catalogue& catalogue) {
  json workloads = json::array();
  for (const catalogue::WorkloadCard& workload : catalogue::all_workloads(catalogue.variants))
    workloads.push_back(*workload.card);
  json variants = json::array();
  for (const catalogue::VariantCard& variant : catalogue.variants) variants.push_back(to_json(variant));
  json allocators = json::array();
  for (const catalogue::FoundAllocator& found : catalogue.allocators) {
    allocators.push_back({{"name", found.allocator.name},
                          {"available", found.available()},
                          {"path", found.library.string()},
                          {"about", found.allocator.about},
                          {"package", found.allocator.package}});
  }
  return {{"workloads", workloads},
          {"variants", variants},
          {"allocators", allocators},
          {"profiles", command::profile_names()}};
}

void print_workloads(const catalogue::Catalogue& catalogue) {
  fmt::print("workloads\n");
  for (const catalogue::WorkloadCard& workload : catalogue::all_workloads(catalogue.variants)) {
    fmt::print("  {:<24} {}\n", workload.name, workload.card->value("question", ""));
  }
}

void print_variant(const catalogue::VariantCard& variant) {
  const std::string& name = variant.program.variant;
  if (!variant.program.unavailable.empty()) {
    fmt::print("  {:<24} unavailable: {}\n", name, variant.program.unavailable);
    return;
  }
  for (const json& config : *variant.config_cards) {
    const std::string label = record::variant_label(name, config["name"].get<std::string>());
    const bool headline = label == name;
    fmt::print("  {:<24} {}\n", label, headline ? variant.summary : config.value("summary", ""));
    for (const char* said : {"unavailable", "warning"}) {
      const std::string text = config.value(said, "");
      if (!text.empty()) fmt::print("  {:<24} {}: {}\n", "", said, text);
    }
  }
  fmt::print("  {:<24} {}; {}; under {}\n", "", variant.group, variant.library, command::joined(variant.allocators));
  for (const catalogue::Declined& declined : variant.not_applicable) {
    std::string who = declined.config ? record::variant_label(name, *declined.config) + " is " : "";
    const std::string threads =
        declined.from_threads > 1 ? fmt::format(" from {} threads on", declined.from_threads) : "";
    fmt::print("  {:<24} {}not for {}{}: {}\n", "", who, declined.workload, threads, declined.reason);
  }
}

}  // namespace

void list(const command::Options& options) {
  os::Signals signals;
  const catalogue::Catalogue catalogue =
      catalogue::load_catalogues(options.programs, options.choice.malloc_profiles, signals).front();
  if (options.output.json) {
    fmt::print("{}\n", to_json(catalogue).dump(2, ' ', false, json::error_handler_t::replace));
    return;
  }
  print_workloads(catalogue);
  fmt::print("\nvariants\n");
  for (const catalogue::VariantCard& variant : catalogue.variants) print_variant(variant);
  fmt::print("\nallocators\n");
  for (const catalogue::FoundAllocator& found : catalogue.allocators) {
    const std::string where = found.library.empty() ? "the C library's own" : found.library.string();
    fmt::print("  {:<24} {}\n", found.allocator.name, found.available() ? where : found.how_to_install());
    if (!found.allocator.about.empty()) fmt::print("  {:<24} {}\n", "", found.allocator.about);
    for (const auto& [name, value] : found.allocator.tuned) {
      fmt::print("  {:<24} tuned: {}={}\n", "", name, value);
    }
  }
  fmt::print("\nprofiles\n  {}\n", command::joined(command::profile_names()));
}

}  // namespace ovg::runner::verbs
