#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace ovg::raii {

/// The handle of this variant, for bodies that it shares with its siblings.
struct UniqueOwner {
  template <class T>
  using Handle = std::unique_ptr<T>;

  /// What may be kept beside the owner, who lives longer.
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

  /// `size` elements, left uninitialised.
  template <class T>
  static Handle<T[]> make_array(std::size_t size) {
    return std::make_unique_for_overwrite<T[]>(size);
  }
};

}  // namespace ovg::raii
