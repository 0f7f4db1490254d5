// A program that makes the mistake which tests/end_to_end/test_uninitialised_fields.py looks for in the
// answers: `uninitialised_field` folds objects in fresh memory, one field of which nobody set; with `set` it
// is set.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string_view>
#include <vector>

#include "harness/session/digest.h"
#include "harness/session/escape.h"

namespace {

struct Employee {
  std::int64_t salary;
  std::int64_t bonus;
};

}  // namespace

int main(int argc, char** argv) {
  const bool set = argc > 1 && std::string_view(argv[1]) == "set";
  ovg::session::Digest digest;
  std::vector<std::unique_ptr<Employee>> held;
  for (std::int64_t salary = 0; salary < 100; ++salary) {
    held.push_back(std::make_unique_for_overwrite<Employee>());
    Employee& employee = *held.back();
    ovg::session::escape(&employee);  // or the compiler would know that nobody set the field
    employee.salary = salary;
    if (set) employee.bonus = 0;
    digest.fold(static_cast<std::uint64_t>(employee.salary));
    digest.fold(static_cast<std::uint64_t>(employee.bonus));
  }
  std::printf("%016llx\n", static_cast<unsigned long long>(digest.value()));
}
