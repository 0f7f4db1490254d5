#include "harness/counter/tally.h"

namespace ovg::counter {

namespace {

constinit std::atomic<std::uint64_t> objects{0};
constinit std::atomic<std::uint64_t> bytes_requested{0};
constinit std::atomic<std::uint64_t> bytes_served{0};
constinit std::atomic<std::uint64_t> frees{0};

void add(std::atomic<std::uint64_t>& counter, std::uint64_t number) {
  counter.fetch_add(number, std::memory_order_relaxed);
}

}  // namespace

void count_allocation(std::size_t requested_bytes, std::size_t served_bytes) {
  add(objects, 1);
  add(bytes_requested, requested_bytes);
  add(bytes_served, served_bytes);
}

void count_free() {
  add(frees, 1);
}

}  // namespace ovg::counter

void ovg_count_read(ovg_counts* counts) {
  using namespace ovg::counter;
  counts->objects = objects.load(std::memory_order_relaxed);
  counts->bytes_requested = bytes_requested.load(std::memory_order_relaxed);
  counts->bytes_served = bytes_served.load(std::memory_order_relaxed);
  counts->frees = frees.load(std::memory_order_relaxed);
}
