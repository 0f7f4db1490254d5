#include "harness/runner/prediction.h"

#include <nlohmann/json.hpp>

#include "harness/record/metric_names.h"

namespace ovg::runner {

namespace {

using record::JsonFields;

Expect expect_from(const JsonFields& fields) {
  const std::string name = fields.text("expect");
  if (name == "less") return Expect::kLess;
  if (name == "more") return Expect::kMore;
  if (name == "alike") return Expect::kAlike;
  fields.fail("expect", "is neither less nor more nor alike");
}

Prediction prediction_from(const JsonFields& fields, const std::string& workload) {
  const Prediction prediction{.workload = workload,
                              .metric = fields.text("metric"),
                              .variant = fields.text("variant"),
                              .than = fields.text("than"),
                              .expect = expect_from(fields),
                              .by = fields.number("by")};
  if (!record::is_metric(prediction.metric)) fields.fail("metric", "is no metric of docs/protocol.md");
  if (prediction.variant == prediction.than) fields.fail("than", "is the variant itself");
  if (prediction.by < 1) fields.fail("by", "is under 1");
  if (prediction.expect == Expect::kAlike && prediction.by <= 1) {
    fields.fail("by", "allows nothing: alike wants a factor over 1");
  }
  return prediction;
}

}  // namespace

std::vector<Prediction> read_predictions(const JsonFields& card) {
  std::vector<Prediction> predictions;
  if (!card.has("predictions")) return predictions;
  card.each_object("predictions", [&](const JsonFields& fields) {
    predictions.push_back(prediction_from(fields, card.text("name")));
  });
  return predictions;
}

std::vector<Prediction> read_predictions_of_all(const nlohmann::json& cards) {
  std::vector<Prediction> predictions;
  for (const auto& [name, card] : cards.items()) {
    for (Prediction& prediction : read_predictions(JsonFields(card, "workloads." + name))) {
      predictions.push_back(std::move(prediction));
    }
  }
  return predictions;
}

}  // namespace ovg::runner
