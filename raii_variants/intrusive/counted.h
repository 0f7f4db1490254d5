#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstddef>
#include <new>
#include <utility>

namespace ovg::raii {

/// What a class of this idiom is: `T` with a count in it, four bytes that stand before its members.
template <class T, class Counter>
struct Counted : boost::intrusive_ref_counter<Counted<T, Counter>, Counter>, T {
  template <class... Arguments>
  explicit Counted(Arguments&&... arguments) : T(std::forward<Arguments>(arguments)...) {}
};

/// A buffer with a count before its elements, in one block. They are left uninitialised.
template <class T, class Counter>
class alignas(std::size_t) CountedArray : public boost::intrusive_ref_counter<CountedArray<T, Counter>, Counter> {
 public:
  static boost::intrusive_ptr<CountedArray> make(std::size_t size) { return {new (size) CountedArray}; }
  T* elements() { return reinterpret_cast<T*>(this + 1); }

  static void operator delete(void* block) { ::operator delete(block); }

 private:
  CountedArray() = default;
  static void* operator new(std::size_t header, std::size_t size) { return ::operator new(header + size * sizeof(T)); }
};

/// The handle of this variant, for bodies that it shares with its siblings. `Counter` is that of boost's
/// intrusive_ref_counter.
template <class Counter>
struct IntrusiveOwner {
  template <class T>
  struct HandleOf {
    using Type = boost::intrusive_ptr<Counted<T, Counter>>;
  };
  template <class T>
  struct HandleOf<T[]> {
    struct Type {
      T* get() const { return array->elements(); }
      boost::intrusive_ptr<CountedArray<T, Counter>> array;
    };
  };
  template <class T>
  using Handle = typename HandleOf<T>::Type;

  /// What may be kept beside other owners, and keeps the object alive.
  template <class T>
  using Share = Handle<T>;
  template <class T>
  static boost::intrusive_ptr<T> share(const boost::intrusive_ptr<T>& handle) {
    return handle;
  }

  template <class T, class... Arguments>
  static Handle<T> make(Arguments&&... arguments) {
    return Handle<T>(new Counted<T, Counter>(std::forward<Arguments>(arguments)...));
  }

  /// `size` elements, left uninitialised.
  template <class T>
  static Handle<T[]> make_array(std::size_t size) {
    return {CountedArray<T, Counter>::make(size)};
  }
};

}  // namespace ovg::raii
