#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "harness/session/census.h"

namespace ovg::workloads::alloc_churn {

/// A block behind a handle to an array, whose destructor frees it: `Owner::Handle<std::byte[]>`.
template <class Owner>
class OwnedBlock {
 public:
  OwnedBlock(std::size_t size, std::uint8_t fill) : bytes_(Owner::template make_array<std::byte>(size)), size_(size) {
    std::memset(bytes_.get(), fill, size);
    session::count_created();
  }
  const std::byte* data() const { return bytes_.get(); }
  std::size_t size() const { return size_; }

 private:
  typename Owner::template Handle<std::byte[]> bytes_;
  std::size_t size_;
};

}  // namespace ovg::workloads::alloc_churn
