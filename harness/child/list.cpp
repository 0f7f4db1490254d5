#include "harness/child/list.h"

#include <nlohmann/json.hpp>

#include "harness/record/child_result_json.h"

namespace ovg::child {

namespace {

using nlohmann::json;

json describe(const session::Prediction& prediction) {
  return {{"metric", prediction.metric},
          {"variant", prediction.variant},
          {"than", prediction.than},
          {"expect", name_of(prediction.expect)},
          {"by", prediction.by}};
}

json describe(const session::Card& card) {
  json predictions = json::array();
  for (const session::Prediction& prediction : card.predictions) predictions.push_back(describe(prediction));
  return {{"name", card.name},
          {"max_threads", card.max_threads},
          {"about_threads", card.about_threads},
          {"live_mib", std::vector<std::uint64_t>(card.live_sizes_mib.begin(), card.live_sizes_mib.end())},
          {"open_loop", card.open_loop},
          {"allocates", card.allocates},
          {"demonstration", card.demonstration},
          {"items_per_op", card.items_per_op},
          {"item", card.item},
          {"question", card.question},
          {"expectation", card.expectation},
          {"predictions", predictions}};
}

}  // namespace

std::string list_as_json(const session::Variant& variant, const session::Registry& registry) {
  const session::VariantCard card = variant.card();
  json configs = json::array();
  for (const session::Config& config : card.configs) {
    configs.push_back({{"name", config.name},
                       {"summary", config.summary},
                       {"apart", config.apart},
                       {"single_threaded", config.single_threaded},
                       {"atomic_counts", config.atomic_counts},
                       {"unavailable", variant.unavailable(config.name)},
                       {"warning", variant.warning(config.name)}});
  }
  json workloads = json::array();
  for (const session::Answer& answer : registry.answers()) workloads.push_back(describe(answer.card));
  json not_applicable = json::array();
  for (const session::NotApplicable& entry : registry.not_applicable()) {
    json& declined = not_applicable.emplace_back(json{{"name", entry.workload}, {"reason", entry.reason}});
    if (entry.scope.config) declined["config"] = *entry.scope.config;
    if (entry.scope.from_threads > 1) declined["from_threads"] = entry.scope.from_threads;
  }
  return json{{"protocol", record::kProtocolVersion},
              {"variant", card.name},
              {"group", card.group},
              {"summary", card.summary},
              {"library", card.library},
              {"allocators", card.allocators},
              {"heap_limit", card.heap_limit},
              {"configs", configs},
              {"workloads", workloads},
              {"not_applicable", not_applicable}}
      .dump(2);
}

}  // namespace ovg::child
