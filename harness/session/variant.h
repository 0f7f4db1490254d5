#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/settings.h"
#include "harness/measure/memory.h"
#include "harness/measure/pause_log.h"

namespace ovg::session {

/// A named setting of a variant that needs no source of its own. The name "" is the headline.
struct Config {
  std::string_view name;
  std::string_view summary;
  bool apart = false;            // measured only in the largest plans, or when it is asked for by name
  bool single_threaded = false;  // its process never has a second thread
  bool atomic_counts = false;    // its handles count owners with atomic operations
};

struct VariantCard {
  std::string_view name;
  std::string_view group;  // "ownership" or "collection"
  std::string_view summary;
  std::string library;                       // what manages the memory, with its version
  std::vector<std::string_view> allocators;  // the mallocs under which it is worth measuring
  std::vector<Config> configs;
  bool heap_limit = false;  // whether `HeapRequest::limit_bytes` can be honoured

  /// nullptr when there is no such config.
  const Config* find(std::string_view config) const;
};

/// What a trial asks of the memory manager.
struct HeapRequest {
  std::string_view config;
  std::uint64_t live_bytes = 0;   // the most payload of the workload that is alive at a time: a hint
  std::uint64_t limit_bytes = 0;  // the heap is this large from the start and may not grow; 0: no limit
  unsigned threads = 1;           // mutators
  /// For a manager that would abort because of how this machine is set up: reports the reason, which names
  /// the setting, and ends the process. Allocates little; may be called with the manager's locks held.
  std::function<void(std::string_view reason)> give_up = {};
};

/// What a manager reports of a trial. `settings` are those that its numbers depend on.
struct ManagerFigures {
  std::uint64_t in_use_bytes = 0;        // by objects that were alive when setup had ended
  std::uint64_t initial_heap_bytes = 0;  // when warm-up began
  std::uint64_t heap_bytes = 0;          // when trim began
  base::Settings settings;
};

/// A way to manage memory, as the harness sees it. The defaults are those of a variant that frees what it
/// owns.
class Variant {
 public:
  virtual ~Variant() = default;
  virtual VariantCard card() const = 0;

  /// Why a config cannot work on this machine, in one line that names what can; empty where it can. Asked by `list`: a
  /// process that was asked may measure nothing.
  virtual std::string unavailable(std::string_view /*config*/) const { return {}; }

  /// What whoever measures a config should know of it on this machine; empty for nothing.
  virtual std::string warning(std::string_view /*config*/) const { return {}; }

  /// Once, before the baseline is read and before `setup`. Pauses go to `pauses`, which outlives the variant.
  /// Throws std::bad_alloc when the heap cannot be had.
  virtual void begin(const HeapRequest& request, measure::PauseLog& pauses);

  /// Once, when setup has made the live set and before warm-up: a collector collects, and makes its heap as large as
  /// its policy says. On the first mutator's thread; charged to setup, which nobody compares.
  virtual void settle() {}

  /// Whether the mutator does a part of a collection inside some of its allocations.
  virtual bool collects_in_slices() const { return false; }

  /// Around the life of every mutator thread but the first, on that thread.
  virtual void attach_thread() {}
  virtual void detach_thread() {}

  /// In open loop, where `uses_idle`: the next op of this mutator thread is due in `ns`, more than 20 us. Charged as
  /// CPU time; where it takes longer, that op is late.
  virtual void idle(std::uint64_t /*ns*/) {}
  virtual bool uses_idle() const { return false; }

  /// Gives back to the operating system what is free: the phase `trim`.
  virtual void trim() { measure::release_free_memory(); }

  /// Since `begin`. Read at the ends of phases.
  virtual std::uint64_t collections() const { return 0; }

  virtual ManagerFigures figures() const { return {}; }
};

/// Defined by the variant.cpp that is linked into this program.
std::unique_ptr<Variant> make_variant();

/// The mallocs that every ownership variant is measured over.
inline const std::vector<std::string_view> kMallocs{"glibc", "jemalloc", "mimalloc", "tcmalloc"};

}  // namespace ovg::session
