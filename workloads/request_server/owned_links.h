#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "workloads/request_server/linked_server.h"

namespace ovg::workloads::request_server {

/// Objects behind handles whose destructors free them.
template <class Owner>
struct OwnedLinks {
  template <class T>
  using Handle = typename Owner::template Handle<T>;
  template <class T>
  using Handles = std::vector<Handle<T>>;

  class Text {
   public:
    Text(std::uint64_t key, std::size_t size) : bytes_(Owner::template make_array<std::byte>(size)), size_(size) {
      fill_text(bytes_.get(), size, key);
      session::count_created();
    }
    std::uint64_t read() const { return read_text(bytes_.get(), size_); }

   private:
    Handle<std::byte[]> bytes_;
    std::size_t size_;
  };

  template <class T, class... Arguments>
  static Handle<T> make(Arguments&&... arguments) {
    return Owner::template make<T>(std::forward<Arguments>(arguments)...);
  }

  /// Node by node: left to its destructors, a chain would be dropped by a recursion as deep as it is long.
  template <class Fields>
  static void drop_chain(Fields& head) {
    while (head) head = std::move(head->next);
  }
};

}  // namespace ovg::workloads::request_server
