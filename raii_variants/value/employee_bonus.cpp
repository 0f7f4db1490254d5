// Ownership story: an employee is its own storage. Local ones live on the stack; held ones live inside one
// std::vector, which dies as a whole. Nobody frees an employee, and a newcomer overwrites the one it
// replaces. In `named` each employee owns its name through std::string, which frees the buffer when its
// employee is overwritten.

#include <vector>

#include "harness/session/escape.h"
#include "harness/session/registry.h"
#include "workloads/employee_bonus/string_named_employee.h"
#include "workloads/employee_bonus/workload.h"

namespace ovg::answers {

namespace {

using namespace workloads::employee_bonus;

class LocalBody {
 public:
  explicit LocalBody(const Script& script) : script_(script) {}

  std::uint64_t op(const Op& op) {
    std::int64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      const Employee employee(row);
      total += employee.bonus;
    }
    return static_cast<std::uint64_t>(total);
  }
  session::Live read_live() const { return {}; }

 private:
  const Script& script_;
};

class EscapedBody {
 public:
  explicit EscapedBody(const Script& script) : script_(script) {}

  std::uint64_t op(const Op& op) {
    std::int64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      Employee employee(row);
      session::escape(&employee);
      total += employee.bonus;
    }
    return static_cast<std::uint64_t>(total);
  }
  session::Live read_live() const { return {}; }

 private:
  const Script& script_;
};

session::Live read(const std::vector<Employee>& employees) {
  session::Digest digest;
  for (const Employee& employee : employees) fold_employee(digest, employee);
  return {employees.size(), digest.value()};
}

class BatchBody {
 public:
  explicit BatchBody(const Script& script) : script_(script) {}

  std::uint64_t op(const Op& op) {
    switch (op.kind) {
      case Kind::kHire:
        return hire(op);
      case Kind::kSum:
        return sum(op);
      case Kind::kDismiss:
        dismiss();
        return 0;
    }
    return 0;
  }
  session::Live read_live() const { return read(employees_); }

 private:
  std::uint64_t hire(const Op& op) {
    for (const Row& row : script_.rows_of(op)) employees_.emplace_back(row);
    return static_cast<std::uint64_t>(employees_.back().bonus);
  }
  std::uint64_t sum(const Op& op) const {
    std::int64_t total = 0;
    for (std::size_t index = op.first; index < op.first + op.count; ++index) total += employees_[index].bonus;
    return static_cast<std::uint64_t>(total);
  }
  void dismiss() {
    decltype(employees_)().swap(employees_);  // clear() would keep the memory
    employees_.reserve(script_.held);
  }

  const Script& script_;
  std::vector<Employee> employees_;
};

class FifoBody {
 public:
  explicit FifoBody(const Script& script) : script_(script) { roster_.reserve(script.held); }

  std::uint64_t op(const Op& op) {
    std::int64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      if (roster_.size() < script_.held) {
        total += roster_.emplace_back(row).bonus;
        continue;
      }
      total += roster_[oldest_].bonus;
      roster_[oldest_] = Employee(row);
      if (++oldest_ == script_.held) oldest_ = 0;
    }
    return static_cast<std::uint64_t>(total);
  }
  session::Live read_live() const { return read(roster_); }

 private:
  const Script& script_;
  std::vector<Employee> roster_;
  std::size_t oldest_ = 0;
};

class NamedBody {
 public:
  explicit NamedBody(const Script& script) : script_(script) { roster_.reserve(script.held); }

  std::uint64_t op(const Op& op) {
    std::uint64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      if (roster_.size() < script_.held) {
        roster_.emplace_back(row);
        continue;
      }
      StringNamedEmployee& leaver = roster_[oldest_];
      total += static_cast<std::uint64_t>(leaver.bonus) + observe_name(leaver.name.data());
      leaver = StringNamedEmployee(row);
      if (++oldest_ == script_.held) oldest_ = 0;
    }
    return total;
  }
  session::Live read_live() const {
    session::Digest digest;
    for (const StringNamedEmployee& employee : roster_) {
      fold_employee(digest, employee.name[0], employee.salary, employee.sales, employee.bonus);
      fold_name(digest, employee.name.data());
    }
    return {roster_.size(), digest.value()};
  }

 private:
  const Script& script_;
  std::vector<StringNamedEmployee> roster_;
  std::size_t oldest_ = 0;
};

}  // namespace

void employee_bonus(session::Registry& registry) {
  registry.answer<Local, LocalBody>();
  registry.answer<Escaped, EscapedBody>();
  registry.answer<Batch, BatchBody>();
  registry.answer<Fifo, FifoBody>();
  registry.answer<Named, NamedBody>();
}

}  // namespace ovg::answers
