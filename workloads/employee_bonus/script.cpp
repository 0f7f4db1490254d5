#include <algorithm>
#include <array>

#include "harness/session/random.h"
#include "workloads/employee_bonus/workload.h"

namespace ovg::workloads::employee_bonus {

namespace {

using session::Parameters;
using session::Scale;

// A multiple of every form's items_per_op, so that no op wraps around the table; and no divisor of any
// roster, so that a newcomer is never the double of the one who leaves.
constexpr std::size_t kRows = 4100;
constexpr std::array kNames{"John", "Aida", "Bela", "Chen", "Dora", "Emil", "Fay", "Gita"};

std::uint32_t by_scale(Scale scale, std::array<std::uint32_t, 4> values) {
  return values.at(static_cast<std::size_t>(scale));
}

std::vector<Row> make_rows(std::uint64_t seed) {
  session::SplitMix64 random(seed);
  std::vector<Row> rows;
  for (std::size_t index = 0; index < kRows; ++index) {
    Row row{.name = kNames.at(random.below(kNames.size())),
            .salary = 1000 + static_cast<std::int64_t>(random.below(20'000)),
            .sales = static_cast<std::int64_t>(random.below(50)),
            .full_name = {}};
    for (char& letter : row.full_name) letter = static_cast<char>('a' + random.below(26));
    rows.push_back(row);
  }
  return rows;
}

Script with_rows(const Parameters& parameters) {
  Script script;
  script.rows = make_rows(parameters.script_seed);
  script.rounds.emplace_back();
  return script;
}

/// Appends ops that hire `employees` in all, from the table again and again.
void append_hires(std::vector<Op>& ops, std::size_t employees, std::uint32_t per_op) {
  for (std::size_t hired = 0; hired < employees; hired += per_op) {
    ops.push_back({Kind::kHire, static_cast<std::uint32_t>(hired % kRows), per_op});
  }
}

void finish(Script& script) {
  script.shape.round_ops = script.rounds[0].size();
}

/// Employees that nobody holds.
Script passing(const Parameters& parameters, std::uint32_t per_op) {
  Script script = with_rows(parameters);
  const std::size_t employees = by_scale(parameters.scale, {4'100, 410'000, 410'000, 410'000});
  append_hires(script.rounds[0], employees, per_op);
  script.shape.expected = {.created_per_round = employees};
  finish(script);
  return script;
}

/// A roster that is turned over several times a round.
Script turnover(const Parameters& parameters, std::uint32_t per_op, std::uint64_t bytes_per_employee) {
  Script script = with_rows(parameters);
  script.held = by_scale(parameters.scale, {1'000, 10'000, 100'000, 1'000'000});
  append_hires(script.setup.emplace_back(), script.held, per_op);
  // Whole turnovers only, so that a round ends where it began; two at least, so that newcomer and leaver
  // differ.
  const std::size_t employees = std::max<std::size_t>(2 * script.held, parameters.scale == Scale::kSmoke ? 0 : 200'000);
  append_hires(script.rounds[0], employees, per_op);
  script.shape.live_bytes = script.held * bytes_per_employee;
  script.shape.expected = {.created_in_setup = script.held, .created_per_round = employees, .live_at_end = script.held};
  finish(script);
  return script;
}

}  // namespace

Script Local::script(const Parameters& parameters) {
  return passing(parameters, card().items_per_op);
}

Script Escaped::script(const Parameters& parameters) {
  return passing(parameters, card().items_per_op);
}

Script Batch::script(const Parameters& parameters) {
  Script script = with_rows(parameters);
  script.held = by_scale(parameters.scale, {1'000, 100'000, 1'000'000, 10'000'000});
  // Dismissing first leaves the last round's batch alive, to be read at the end.
  std::vector<Op>& ops = script.rounds[0];
  ops.push_back({Kind::kDismiss, 0, 0});
  append_hires(ops, script.held, card().items_per_op);
  for (std::size_t first = 0; first < script.held; first += card().items_per_op) {
    ops.push_back({Kind::kSum, static_cast<std::uint32_t>(first), card().items_per_op});
  }
  script.shape.live_bytes = script.held * sizeof(Employee);
  script.shape.expected = {.created_per_round = script.held, .live_at_end = script.held};
  finish(script);
  return script;
}

Script Fifo::script(const Parameters& parameters) {
  return turnover(parameters, card().items_per_op, sizeof(Employee));
}

Script Named::script(const Parameters& parameters) {
  return turnover(parameters, card().items_per_op, sizeof(Employee) + kFullNameLength);
}

}  // namespace ovg::workloads::employee_bonus
