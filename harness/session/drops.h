#pragma once

namespace ovg::session {

/// How a variant parts with something big, for bodies that several variants share: they call these around what they
/// do with a handle. This is the way of all that free, or forget, when a handle is overwritten.
struct DropsAtOnce {
  /// `root` owns many objects, and is overwritten or destroyed next.
  template <class Handle>
  void drop(Handle& /*root*/) {}
  /// At the end of every op.
  void work() {}
};

/// The same as a template over the handle, as ways that keep what was dropped need it.
template <class Handle>
using AtOnce = DropsAtOnce;

}  // namespace ovg::session
