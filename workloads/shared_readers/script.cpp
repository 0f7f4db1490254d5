#include <array>

#include "harness/session/random.h"
#include "workloads/shared_readers/workload.h"

namespace ovg::workloads::shared_readers {

namespace {

using session::Parameters;
using session::Scale;

constexpr std::size_t kColdDocuments = 10'000;

Script with_documents(const Parameters& parameters, std::size_t documents) {
  Script script;
  session::SplitMix64 random(parameters.script_seed);
  for (std::size_t id = 0; id < documents; ++id) {
    script.documents.push_back(
        {.id = id, .revision = random.next(), .author = random.next(), .checksum = random.next()});
  }
  // A thread's list is 64 KiB at most: lists of all threads stay in their caches, and a round is short
  // enough for many threads that fight for one count.
  const std::size_t ops = parameters.scale == Scale::kSmoke ? 16 : 256;
  for (unsigned thread = 0; thread < parameters.threads; ++thread) {
    auto& list = script.rounds.emplace_back(ops);
    for (Op& op : list) {
      for (std::uint16_t& pick : op.picks) pick = static_cast<std::uint16_t>(random.below(documents));
    }
  }
  script.shape = {.round_ops = ops,
                  .live_bytes = documents * sizeof(Fields),
                  .expected = {.created_in_setup = documents, .live_at_end = documents}};
  return script;
}

}  // namespace

session::Card Hot::card() {
  return {.name = "shared_readers/hot",
          .question =
              "Every thread copies a handle of the same document, reads through the copy and drops it. "
              "Nothing is allocated.",
          .expectation =
              "A borrowed reference (value, unique) and a collector's pointer cost about 1 ns, flat with "
              "threads. shared counts up and down atomically: about 10 ns with one thread, and it collapses "
              "with more, because all write to one cache line. Without atomics (shared:single-threaded) "
              "most of the cost is gone.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kAlike, 1.5},
                          {"cpu_ns_per_op", "boehm", "unique", session::Expect::kAlike, 1.5},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore, 10},
                          {"cpu_ns_per_op", "shared:single-threaded", "shared", session::Expect::kLess, 2}},
          .item = "read",
          .items_per_op = kReadsPerOp,
          .max_threads = session::kMostThreads,
          .about_threads = true,
          .allocates = false};
}

session::Card Cold::card() {
  return {.name = "shared_readers/cold",
          .question =
              "Every thread copies handles of documents picked at random from 10 000, reads through the copy "
              "and drops it. Nothing is allocated.",
          .expectation =
              "Threads seldom meet at the same count, so shared pays for its atomic operations and for lines "
              "that move from core to core, but does not collapse; borrowed references and a collector's "
              "pointers pay for cache misses only.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kAlike, 1.5},
                          {"cpu_ns_per_op", "boehm", "unique", session::Expect::kAlike, 1.5},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore}},
          .item = "read",
          .items_per_op = kReadsPerOp,
          .max_threads = session::kMostThreads,
          .about_threads = true,
          .allocates = false};
}

Script Hot::script(const Parameters& parameters) {
  return with_documents(parameters, 1);
}

Script Cold::script(const Parameters& parameters) {
  return with_documents(parameters, parameters.scale == Scale::kSmoke ? 100 : kColdDocuments);
}

}  // namespace ovg::workloads::shared_readers
