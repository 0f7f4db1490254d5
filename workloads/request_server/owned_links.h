#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "workloads/request_server/linked_server.h"

namespace ovg::workloads::request_server {

/// For whoever has one owner for each object and no handle of its own.
struct SoleOwner {
  template <class T>
  using Handle = std::unique_ptr<T>;
  template <class T>
  using Share = const T*;
  template <class T>
  static Share<T> share(const Handle<T>& handle) {
    return handle.get();
  }
  template <class T, class... Arguments>
  static Handle<T> make(Arguments&&... arguments) {
    return std::make_unique<T>(std::forward<Arguments>(arguments)...);
  }
};

/// Objects behind handles whose destructors free them.
template <class Owner>
struct OwnedLinks {
  template <class T>
  using Handle = typename Owner::template Handle<T>;
  template <class T>
  using Handles = std::vector<Handle<T>>;
  template <class T>
  using Shares = std::vector<typename Owner::template Share<T>>;
  using String = std::string;

  template <class T, class... Arguments>
  static Handle<T> make(Arguments&&... arguments) {
    return Owner::template make<T>(std::forward<Arguments>(arguments)...);
  }

  static auto share(const auto& handle) { return Owner::share(handle); }

  /// Node by node: left to its destructors, a chain would be dropped by a recursion as deep as it is long.
  template <class Fields>
  static void drop_chain(Fields& head) {
    while (head) head = std::move(head->next);
  }
};

}  // namespace ovg::workloads::request_server
