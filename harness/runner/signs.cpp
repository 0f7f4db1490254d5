#include "harness/runner/signs.h"

#include <algorithm>
#include <cmath>

namespace ovg::runner {

double sign_test(std::size_t over, std::size_t under) {
  const auto coins = static_cast<double>(over + under);
  double tail = 0;
  for (std::size_t alike = std::max(over, under); alike <= over + under; ++alike) {
    const auto heads = static_cast<double>(alike);
    // As logarithms: 2^-n alone would underflow for long runs.
    tail += std::exp(std::lgamma(coins + 1) - std::lgamma(heads + 1) - std::lgamma(coins - heads + 1) -
                     coins * std::log(2));
  }
  return std::min(1.0, 2 * tail);
}

}  // namespace ovg::runner
