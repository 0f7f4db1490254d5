#pragma once

#include <utility>
#include <vector>

#include "workloads/cascade_drop/linked_owners.h"

namespace ovg::workloads::cascade_drop {

/// Nodes behind a handle whose destructor frees what hangs on it, node by node. The recursion is as deep as
/// the tree, 24 levels at most, so it needs no help against overflow.
template <class Owner>
struct OwnedLinks {
  template <class T>
  using Handle = typename Owner::template Handle<T>;
  template <class T>
  using Handles = std::vector<Handle<T>>;

  template <class T, class... Arguments>
  static Handle<T> make(Arguments&&... arguments) {
    return Owner::template make<T>(std::forward<Arguments>(arguments)...);
  }
};

}  // namespace ovg::workloads::cascade_drop
