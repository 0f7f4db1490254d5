#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "harness/record/json_fields.h"

namespace ovg::runner {

/// How a ratio is expected to lie: under 1/by, over by, or from 1/by to by.
enum class Expect { kLess, kMore, kAlike };

/// One entry of a card's `predictions` (docs/protocol.md section 1).
struct Prediction {
  std::string workload;
  std::string metric;
  std::string variant, than;  // labels: "boehm", "boehm:incremental"
  Expect expect = Expect::kLess;
  double by = 1;
};

/// What the card of a workload predicts; nothing where it does not say. Throws RecordError for a metric or a
/// relation that does not exist, a variant compared with itself, and a factor that says nothing.
std::vector<Prediction> read_predictions(const record::JsonFields& card);

/// The same of all cards of a manifest, by workload.
std::vector<Prediction> read_predictions_of_all(const nlohmann::json& cards);

}  // namespace ovg::runner
