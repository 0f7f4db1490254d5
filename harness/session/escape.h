#pragma once

namespace ovg::session {

/// An opaque sink: the compiler must assume that the object behind `pointer` is read and changed here, so it
/// can neither delete its allocation nor keep its fields in registers. Emits no instruction.
inline void escape(void* pointer) {
  asm volatile("" : : "g"(pointer) : "memory");
}

}  // namespace ovg::session
