// Ownership story: a batch is an arena and a vector of pointers into it. Employees are hired one after the other into
// the arena; dismissing the batch releases it, a few large blocks, and no employee is visited. An employee that never
// leaves its function stands on the stack, as value has it. Rosters lose members one by one, so that the headline
// declines them: in the pool, a place in the roster owns its employee through a handle that gives it back to the pool
// of its size. Names stay with std::string.

#include <memory_resource>
#include <type_traits>
#include <vector>

#include "raii_variants/arena/pool.h"
#include "workloads/employee_bonus/owned_body.h"

namespace ovg::answers {

namespace {

using namespace workloads::employee_bonus;

class ArenaBatch {
 public:
  explicit ArenaBatch(const Script& script) : script_(script) {}

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
  session::Live read_live() const { return read_employees(employees_); }

 private:
  std::uint64_t hire(const Op& op) {
    std::pmr::polymorphic_allocator<> in(&arena_);
    for (const Row& row : script_.rows_of(op)) employees_.push_back(in.new_object<Employee>(row));
    return static_cast<std::uint64_t>(employees_.back()->bonus);
  }
  std::uint64_t sum(const Op& op) const {
    std::int64_t total = 0;
    for (std::size_t index = op.first; index < op.first + op.count; ++index) total += employees_[index]->bonus;
    return static_cast<std::uint64_t>(total);
  }
  void dismiss() {
    static_assert(std::is_trivially_destructible_v<Employee>);
    decltype(employees_)().swap(employees_);  // clear() would keep the memory
    arena_.release();
    employees_.reserve(script_.held);
  }

  const Script& script_;
  std::pmr::monotonic_buffer_resource arena_;
  std::vector<const Employee*> employees_;
};

}  // namespace

void employee_bonus(session::Registry& registry) {
  for (const std::string_view workload : {Local::card().name, Escaped::card().name}) {
    registry.not_applicable(workload, "a single object of a function stands on its stack: take value");
  }
  registry.answer<Batch, ArenaBatch>();
  raii::not_in_a_pool(registry, Batch::card().name);
  registry.answer<Fifo, OwnedFifo<raii::PoolOwner>>();
  raii::only_in_a_pool(registry, Fifo::card().name);
  registry.answer<Named, OwnedNamed<raii::PoolOwner>>();
  raii::only_in_a_pool(registry, Named::card().name);
}

}  // namespace ovg::answers
