#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "harness/session/census.h"
#include "harness/session/digest.h"

namespace ovg::workloads::employee_bonus {

inline constexpr std::int64_t kBonusPercent = 10;

/// 10 % of the salary for each sale, in whole units and from left to right: 5000 and 5 give 2500.
constexpr std::int64_t bonus_of(std::int64_t salary, std::int64_t sales) {
  return salary * kBonusPercent / 100 * sales;
}

inline constexpr std::size_t kFullNameLength = 40;
using FullName = std::array<char, kFullNameLength>;

/// What an employee is hired from.
struct Row {
  const char* name;
  std::int64_t salary;
  std::int64_t sales;
  FullName full_name;
};

/// 32 bytes. The name is a literal that nobody owns.
struct Employee {
  explicit Employee(const Row& row)
      : name(row.name), salary(row.salary), sales(row.sales), bonus(bonus_of(row.salary, row.sales)) {
    session::count_created();
  }

  const char* name;
  std::int64_t salary;
  std::int64_t sales;
  std::int64_t bonus;
};

/// Folds every field: how a live employee is read at the end of a trial.
inline void fold_employee(session::Digest& digest, char initial, std::int64_t salary, std::int64_t sales,
                          std::int64_t bonus) {
  digest.fold(static_cast<std::uint64_t>(initial));
  digest.fold(static_cast<std::uint64_t>(salary));
  digest.fold(static_cast<std::uint64_t>(sales));
  digest.fold(static_cast<std::uint64_t>(bonus));
}

inline void fold_employee(session::Digest& digest, const Employee& employee) {
  fold_employee(digest, employee.name[0], employee.salary, employee.sales, employee.bonus);
}

/// Folds all of an owned name.
inline void fold_name(session::Digest& digest, const char* name) {
  for (std::size_t at = 0; at < kFullNameLength; at += sizeof(std::uint64_t)) {
    std::uint64_t letters = 0;
    std::memcpy(&letters, name + at, sizeof letters);
    digest.fold(letters);
  }
}

/// What is seen of an owned name of 40 characters when its employee leaves: both ends.
inline std::uint64_t observe_name(const char* name) {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::memcpy(&first, name, sizeof first);
  std::memcpy(&last, name + kFullNameLength - sizeof last, sizeof last);
  return first + 3 * last;
}

}  // namespace ovg::workloads::employee_bonus
