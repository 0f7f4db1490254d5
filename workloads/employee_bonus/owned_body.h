#pragma once

#include <utility>
#include <vector>

#include "harness/session/drops.h"
#include "harness/session/escape.h"
#include "harness/session/session.h"
#include "workloads/employee_bonus/string_named_employee.h"
#include "workloads/employee_bonus/workload.h"

/// The answers of variants that put each employee into a heap block of its own, behind a handle whose
/// destructor frees it. They differ in the handle's name only: `Owner::Handle<T>`,
/// `Owner::make<T>(arguments...)`.
namespace ovg::workloads::employee_bonus {

template <class Owner>
class OwnedLocal {
 public:
  explicit OwnedLocal(const Script& script) : script_(script) {}

  std::uint64_t op(const Op& op) {
    std::int64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      const auto employee = Owner::template make<Employee>(row);
      total += employee->bonus;
    }
    return static_cast<std::uint64_t>(total);
  }
  session::Live read_live() const { return {}; }

 private:
  const Script& script_;
};

template <class Owner>
class OwnedEscaped {
 public:
  explicit OwnedEscaped(const Script& script) : script_(script) {}

  std::uint64_t op(const Op& op) {
    std::int64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      const auto employee = Owner::template make<Employee>(row);
      session::escape(employee.get());
      total += employee->bonus;
    }
    return static_cast<std::uint64_t>(total);
  }
  session::Live read_live() const { return {}; }

 private:
  const Script& script_;
};

template <class Handle>
session::Live read_employees(const std::vector<Handle>& employees) {
  session::Digest digest;
  for (const Handle& employee : employees) fold_employee(digest, *employee);
  return {employees.size(), digest.value()};
}

/// `Drops` says when a dismissed batch is freed.
template <class Owner, template <class> class Drops = session::AtOnce>
class OwnedBatch {
 public:
  explicit OwnedBatch(const Script& script) : script_(script) {}

  std::uint64_t op(const Op& op) {
    const std::uint64_t seen = step(op);
    drops_.work();
    return seen;
  }
  session::Live read_live() const { return read_employees(employees_); }

 private:
  std::uint64_t step(const Op& op) {
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
  std::uint64_t hire(const Op& op) {
    for (const Row& row : script_.rows_of(op)) employees_.push_back(Owner::template make<Employee>(row));
    return static_cast<std::uint64_t>(employees_.back()->bonus);
  }
  std::uint64_t sum(const Op& op) const {
    std::int64_t total = 0;
    for (std::size_t index = op.first; index < op.first + op.count; ++index) total += employees_[index]->bonus;
    return static_cast<std::uint64_t>(total);
  }
  void dismiss() {
    drops_.drop(employees_);
    decltype(employees_)().swap(employees_);  // clear() would keep the memory
    employees_.reserve(script_.held);
  }

  const Script& script_;
  std::vector<typename Owner::template Handle<Employee>> employees_;
  [[no_unique_address]] Drops<typename Owner::template Handle<Employee>> drops_;
};

template <class Owner>
class OwnedFifo {
 public:
  explicit OwnedFifo(const Script& script) : script_(script) { roster_.reserve(script.held); }

  std::uint64_t op(const Op& op) {
    std::int64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      if (roster_.size() < script_.held) {
        total += roster_.emplace_back(Owner::template make<Employee>(row))->bonus;
        continue;
      }
      auto& place = roster_[oldest_];
      total += place->bonus;
      place = Owner::template make<Employee>(row);
      if (++oldest_ == script_.held) oldest_ = 0;
    }
    return static_cast<std::uint64_t>(total);
  }
  session::Live read_live() const { return read_employees(roster_); }

 private:
  const Script& script_;
  std::vector<typename Owner::template Handle<Employee>> roster_;
  std::size_t oldest_ = 0;
};

template <class Owner>
class OwnedNamed {
 public:
  explicit OwnedNamed(const Script& script) : script_(script) { roster_.reserve(script.held); }

  std::uint64_t op(const Op& op) {
    std::uint64_t total = 0;
    for (const Row& row : script_.rows_of(op)) {
      if (roster_.size() < script_.held) {
        roster_.push_back(Owner::template make<StringNamedEmployee>(row));
        continue;
      }
      auto& place = roster_[oldest_];
      total += static_cast<std::uint64_t>(place->bonus) + observe_name(place->name.data());
      place = Owner::template make<StringNamedEmployee>(row);
      if (++oldest_ == script_.held) oldest_ = 0;
    }
    return total;
  }
  session::Live read_live() const {
    session::Digest digest;
    for (const auto& employee : roster_) {
      fold_employee(digest, employee->name[0], employee->salary, employee->sales, employee->bonus);
      fold_name(digest, employee->name.data());
    }
    return {roster_.size(), digest.value()};
  }

 private:
  const Script& script_;
  std::vector<typename Owner::template Handle<StringNamedEmployee>> roster_;
  std::size_t oldest_ = 0;
};

}  // namespace ovg::workloads::employee_bonus
