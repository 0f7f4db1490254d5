#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <utility>

#include "harness/session/registry.h"

namespace ovg::raii {

/// Of the one thread that answers: a pool for each size, which takes back single blocks and keeps them.
inline std::pmr::unsynchronized_pool_resource pool;

/// Set when a trial begins, by its config.
inline bool pooled = false;

/// Handles to objects in the pool, for bodies that `arena` shares with its siblings.
struct PoolOwner {
  template <class T>
  struct Return {
    void operator()(T* object) const { std::pmr::polymorphic_allocator<>(&pool).delete_object(object); }
  };
  template <class T>
  struct Return<T[]> {
    std::size_t size = 0;
    void operator()(T* elements) const { std::pmr::polymorphic_allocator<>(&pool).deallocate_object(elements, size); }
  };
  template <class T>
  using Handle = std::unique_ptr<T, Return<T>>;

  template <class T, class... Arguments>
  static Handle<T> make(Arguments&&... arguments) {
    return Handle<T>(std::pmr::polymorphic_allocator<>(&pool).new_object<T>(std::forward<Arguments>(arguments)...));
  }

  /// `size` elements, left uninitialised.
  template <class T>
  static Handle<T[]> make_array(std::size_t size) {
    return {std::pmr::polymorphic_allocator<>(&pool).allocate_object<T>(size), Return<T[]>{size}};
  }
};

/// For workloads whose objects die one by one.
inline void only_in_a_pool(session::Registry& registry, std::string_view workload) {
  registry.not_applicable(workload, "its objects die one by one, and an arena frees them together: take arena:pool",
                          {.config = ""});
}

/// For workloads in which nothing of one size dies by itself.
inline void not_in_a_pool(session::Registry& registry, std::string_view workload) {
  registry.not_applicable(workload, "nothing of a fixed size outlives its arena: take arena", {.config = "pool"});
}

}  // namespace ovg::raii
