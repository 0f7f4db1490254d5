// Ownership story: nobody owns an employee. A local one is forgotten when its function returns, a batch when
// the vector that refers to it is freed, a member of the roster when its place is overwritten; the collector
// finds out later, and whichever op happens to allocate then pays. The vectors are roots. Employees,
// whose name is a literal, and names of 40 characters are declared pointer-free, as a user of the collector would.

#include "gc_variants/boehm/flat.h"
#include "harness/session/escape.h"
#include "harness/session/registry.h"
#include "workloads/employee_bonus/workload.h"

namespace ovg::answers {

namespace {

using namespace workloads::employee_bonus;

class LocalBody {
 public:
  explicit LocalBody(const Script& script) : script_(script) {}

  std::uint64_t op(const Op& op) {
    std::int64_t total = 0;
    for (const Row& row : script_.rows_of(op)) total += boehm::make_leaf<Employee>(row)->bonus;
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
      Employee* const employee = boehm::make_leaf<Employee>(row);
      session::escape(employee);
      total += employee->bonus;
    }
    return static_cast<std::uint64_t>(total);
  }
  session::Live read_live() const { return {}; }

 private:
  const Script& script_;
};

session::Live read(const boehm::RootVector<boehm::Pointer<Employee>>& employees) {
  session::Digest digest;
  for (const auto& employee : employees) fold_employee(digest, *employee);
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
    for (const Row& row : script_.rows_of(op)) employees_.push_back(boehm::make_leaf<Employee>(row));
    return static_cast<std::uint64_t>(employees_.back()->bonus);
  }
  std::uint64_t sum(const Op& op) const {
    std::int64_t total = 0;
    for (std::size_t index = op.first; index < op.first + op.count; ++index) total += employees_[index]->bonus;
    return static_cast<std::uint64_t>(total);
  }
  void dismiss() {
    decltype(employees_)().swap(employees_);  // clear() would keep the memory
    employees_.reserve(script_.held);
  }

  const Script& script_;
  boehm::RootVector<boehm::Pointer<Employee>> employees_;
};

class FifoBody {
 public:
  explicit FifoBody(const Script& script) : script_(script) { roster_.reserve(script.held); }

  std::uint64_t op(const Op& op) {
    std::int64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      if (roster_.size() < script_.held) {
        total += roster_.emplace_back(boehm::make_leaf<Employee>(row))->bonus;
        continue;
      }
      total += roster_[oldest_]->bonus;
      roster_[oldest_] = boehm::make_leaf<Employee>(row);
      if (++oldest_ == script_.held) oldest_ = 0;
    }
    return static_cast<std::uint64_t>(total);
  }
  session::Live read_live() const { return read(roster_); }

 private:
  const Script& script_;
  boehm::RootVector<boehm::Pointer<Employee>> roster_;
  std::size_t oldest_ = 0;
};

struct NamedEmployee {
  explicit NamedEmployee(const Row& row)
      : name(boehm::make_pointer_free(row.full_name.size())),
        salary(row.salary),
        sales(row.sales),
        bonus(bonus_of(row.salary, row.sales)) {
    std::memcpy(name, row.full_name.data(), row.full_name.size());
    session::count_created();
  }

  char* name;
  std::int64_t salary;
  std::int64_t sales;
  std::int64_t bonus;
};

class NamedBody {
 public:
  explicit NamedBody(const Script& script) : script_(script) { roster_.reserve(script.held); }

  std::uint64_t op(const Op& op) {
    std::uint64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      if (roster_.size() < script_.held) {
        roster_.push_back(boehm::make<NamedEmployee>(row));
        continue;
      }
      const NamedEmployee& leaver = *roster_[oldest_];
      total += static_cast<std::uint64_t>(leaver.bonus) + observe_name(leaver.name);
      roster_[oldest_] = boehm::make<NamedEmployee>(row);
      if (++oldest_ == script_.held) oldest_ = 0;
    }
    return total;
  }
  session::Live read_live() const {
    session::Digest digest;
    for (const auto& employee : roster_) {
      fold_employee(digest, employee->name[0], employee->salary, employee->sales, employee->bonus);
      fold_name(digest, employee->name);
    }
    return {roster_.size(), digest.value()};
  }

 private:
  const Script& script_;
  boehm::RootVector<boehm::Pointer<NamedEmployee>> roster_;
  std::size_t oldest_ = 0;
};

constexpr const char* kNotFlat = "an employee inside a vector is no object that a collector would see: that is value";

}  // namespace

void employee_bonus(session::Registry& registry) {
  registry.answer<Local, LocalBody>();
  registry.answer<Escaped, EscapedBody>();
  registry.answer<Batch, BatchBody>();
  registry.answer<Fifo, FifoBody>();
  registry.answer<Named, NamedBody>();
  boehm::decline_flat(registry, Local::card().name, kNotFlat);
  boehm::decline_flat(registry, Escaped::card().name, kNotFlat);
  boehm::decline_flat(registry, Batch::card().name, kNotFlat);
  boehm::decline_flat(registry, Fifo::card().name, kNotFlat);
  boehm::decline_flat(registry, Named::card().name, kNotFlat);
}

}  // namespace ovg::answers
