#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace ovg::raii {

/// The handle of this variant, for bodies that it shares with its siblings.
struct SharedOwner {
  template <class T>
  using Handle = std::shared_ptr<T>;

  /// What may be kept beside other owners, and keeps the object alive.
  template <class T>
  using Share = std::shared_ptr<T>;
  template <class T>
  static Share<T> share(const Handle<T>& handle) {
    return handle;
  }

  template <class T, class... Arguments>
  static Handle<T> make(Arguments&&... arguments) {
    return std::make_shared<T>(std::forward<Arguments>(arguments)...);
  }

  /// `size` elements, left uninitialised.
  template <class T>
  static Handle<T[]> make_array(std::size_t size) {
    return std::make_shared_for_overwrite<T[]>(size);
  }
};

}  // namespace ovg::raii
