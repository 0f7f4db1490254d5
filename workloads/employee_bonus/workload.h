#pragma once

#include <span>
#include <vector>

#include "harness/session/workload.h"
#include "workloads/employee_bonus/employee.h"

/// The program of the article series: employees with a name, a salary, sales and the bonus that follows from
/// them. Five forms, from an object that never leaves its function to a roster whose members own their names.
namespace ovg::workloads::employee_bonus {

enum class Kind : std::uint8_t {
  kHire,     // create employees from rows
  kSum,      // read held employees in the order of their hiring
  kDismiss,  // drop everybody
};

struct Op {
  Kind kind;
  std::uint32_t first;  // row, or held employee
  std::uint32_t count;
};

inline bool drops_many(const Op& op) {
  return op.kind == Kind::kDismiss;
}

struct Script : session::OpScript<Op> {
  std::vector<Row> rows;
  std::size_t held = 0;  // how many employees are held at once

  std::span<const Row> rows_of(const Op& op) const { return std::span(rows).subspan(op.first, op.count); }
};

/// Employees created and gone within the function that created them.
struct Local {
  using Script = employee_bonus::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// The same, but the address of each goes through an opaque sink.
struct Escaped : Local {
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// Everybody hired, then summed, then dropped at once.
struct Batch : Local {
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// A roster in which the newcomer replaces the one who has been there longest.
struct Fifo : Local {
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// The same roster; each employee owns a name of 40 characters.
struct Named : Fifo {
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

}  // namespace ovg::workloads::employee_bonus
