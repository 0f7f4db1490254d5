#include "harness/measure/fault_cost.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "harness/measure/clock.h"

namespace ovg::measure {

std::uint64_t fault_cost_ns(const Clock& clock) {
  constexpr std::size_t kPages = 256;
  const auto page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* const block = mmap(nullptr, kPages * page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) return 1;
  madvise(block, kPages * page_bytes, MADV_NOHUGEPAGE);  // one fault a page, as small objects cause them
  auto* const bytes = static_cast<volatile unsigned char*>(block);
  const std::uint64_t start_ns = clock.now_ns();
  for (std::size_t page = 0; page < kPages; ++page) bytes[page * page_bytes] = 1;
  const std::uint64_t length_ns = clock.now_ns() - start_ns;
  munmap(block, kPages * page_bytes);
  return std::max<std::uint64_t>(length_ns / kPages, 1);
}

}  // namespace ovg::measure
