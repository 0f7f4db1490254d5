#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/catalogue/children.h"
#include "harness/runner/os/environment.h"
#include "harness/runner/os/signals.h"

namespace ovg::runner::catalogue {

struct WorkloadCard {
  std::string name;
  std::uint32_t max_threads = 1;
  bool about_threads = false;           // what threads do to each other is its question
  std::vector<std::uint64_t> live_mib;  // sizes of the live set to choose from
  bool open_loop = false;               // its ops are requests
  bool allocates = true;                // the malloc underneath can matter
  record::CarriedJson card;             // all that the child said of it
};

struct ConfigCard {
  std::string name;              // "" is the headline
  bool apart = false;            // only a large plan takes it without being asked
  bool single_threaded = false;  // its process never has a second thread
  bool atomic_counts = false;    // its handles count owners with atomic operations
  std::string unavailable = {};  // why it cannot work on this machine, and what can; empty where it can
  std::string warning = {};      // what to know of it on this machine
};

/// What a variant does not answer, and why.
struct Declined {
  std::string workload;
  std::string reason;
  std::optional<std::string> config = {};  // only this one; otherwise all
  std::uint32_t from_threads = 1;          // with so many or more
};

/// What a child answers to `list` (docs/protocol.md section 1), or that it cannot be asked.
struct VariantCard {
  ChildProgram program;
  std::string group, summary, library;
  std::vector<std::string> allocators;
  std::vector<ConfigCard> configs;
  bool heap_limit = false;           // whether its heap can be fixed
  record::CarriedJson config_cards;  // with their summaries
  std::vector<WorkloadCard> workloads;
  std::vector<Declined> not_applicable;

  const WorkloadCard* find_workload(const std::string& name) const;
};

/// How children are asked.
struct Asking {
  os::Variables variables;
  std::string side;  // which they are of, for messages; empty in a run without sides
};

/// Asks every child what it can do; at most 10 s each. Throws UsageError that names the child which does not
/// answer, or answers something else than the protocol says, with its side, its variables and its last words;
/// and Interrupted.
std::vector<VariantCard> ask_children(const std::vector<ChildProgram>& children, const Asking& asking,
                                      os::Signals& signals);

/// All workloads that any child knows, in the order in which they are named first.
std::vector<WorkloadCard> all_workloads(const std::vector<VariantCard>& variants);

}  // namespace ovg::runner::catalogue
