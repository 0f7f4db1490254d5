#pragma once

#include <string>

#include "workloads/employee_bonus/employee.h"

namespace ovg::workloads::employee_bonus {

/// Owns its name through std::string: 40 characters do not fit inside the object, so they take a block of
/// their own.
struct StringNamedEmployee {
  explicit StringNamedEmployee(const Row& row)
      : name(row.full_name.begin(), row.full_name.end()),
        salary(row.salary),
        sales(row.sales),
        bonus(bonus_of(row.salary, row.sales)) {
    session::count_created();
  }

  std::string name;
  std::int64_t salary;
  std::int64_t sales;
  std::int64_t bonus;
};

}  // namespace ovg::workloads::employee_bonus
