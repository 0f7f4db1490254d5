#include "harness/runner/command/asked.h"

namespace ovg::runner::command {

std::string name_of(Sweep sweep) {
  switch (sweep) {
    case Sweep::kLive:
      return "live";
    case Sweep::kHeap:
      return "heap";
    case Sweep::kThreads:
      return "threads";
    case Sweep::kNone:
      break;
  }
  return "";
}

}  // namespace ovg::runner::command
