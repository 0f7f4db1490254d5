#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <utility>

#include "workloads/request_server/text.h"
#include "workloads/request_server/workload.h"

namespace ovg::workloads::request_server {

namespace {

constexpr std::array<std::uint64_t, 5> kLiveSizesMib{1, 16, 64, 256, 1024};
constexpr std::array<std::size_t, 4> kRequests{100, 2'000, 4'000, 4'000};  // of a thread in a round, by scale
constexpr std::size_t kReplacesEvery = 4;
constexpr std::size_t kSharedEvery = 8;  // where there are threads to share with
constexpr std::uint8_t kAgeings = 2;

// Objects as they are with plain pointers, whatever a variant's handles take.
constexpr std::uint64_t kFieldBytes = 4 * sizeof(std::uint64_t);                 // next, text, its size, key
constexpr std::uint64_t kSessionBytes = (1 + kRecords) * sizeof(std::uint64_t);  // key, records

std::uint64_t record_bytes(session::SplitMix64 random) {
  std::uint64_t bytes = 0;
  for (std::size_t field = 0; field < kFieldsPerRecord; ++field) bytes += kFieldBytes + text_size(random.next());
  return bytes;
}

std::uint64_t session_bytes(std::uint64_t key, std::uint8_t generation) {
  std::uint64_t bytes = kSessionBytes;
  for (std::size_t record = 0; record < kRecords; ++record)
    bytes += record_bytes(record_contents(key, record, generation));
  return bytes;
}

class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}

  /// Until the sessions take `live_bytes`, as they are when they have been aged. Returns what they take.
  std::uint64_t open_sessions(std::vector<Op>& ops, std::uint64_t live_bytes, std::uint8_t ageings, bool shared) {
    const std::size_t before = ops.size();
    std::uint64_t bytes = 0;
    while (bytes < live_bytes) {
      ops.push_back({.seed = random_.next(), .kind = Kind::kOpen, .shared = shared});
      bytes += session_bytes(ops.back().seed, ageings);
    }
    const std::size_t places = (ops.size() - before) * kRecords;
    for (std::uint8_t generation = 1; generation <= ageings; ++generation) {
      const std::uint64_t order = random_.next();
      for (std::size_t position = 0; position < places; position += kAgedPerOp) {
        ops.push_back({.seed = order,
                       .session = static_cast<std::uint32_t>(position),
                       .kind = Kind::kAge,
                       .shared = shared,
                       .generation = generation});
      }
    }
    return bytes;
  }

  Op request(std::size_t number, std::size_t sessions, std::uint8_t generation, bool shared) {
    return {.seed = random_.next(),
            .session = draw_session(sessions),
            .kind = Kind::kServe,
            .shared = shared,
            .headers = between(kFewestHeaders, kMostHeaders),
            .params = between(kFewestParams, kMostParams),
            .record = static_cast<std::uint8_t>(random_.below(kRecords)),
            .generation = generation,
            .replaces = number % kReplacesEvery == kReplacesEvery - 1};
  }

 private:
  std::uint8_t between(std::uint8_t fewest, std::uint8_t most) {
    return static_cast<std::uint8_t>(fewest + random_.below(most - fewest + 1U));
  }

  /// By popularity, about as Zipf's law with exponent 1 has it, in integers that are the same everywhere:
  /// each doubling of the rank is equally likely. Neighbours in rank are not neighbours in the cache.
  std::uint32_t draw_session(std::size_t sessions) {
    constexpr std::uint64_t kScatter = 2'654'435'761;  // a prime, so that no two ranks meet
    const auto octaves = static_cast<std::uint64_t>(std::bit_width(sessions));
    for (;;) {
      const std::uint64_t octave = 1ULL << random_.below(octaves);
      const std::uint64_t rank = octave - 1 + random_.below(octave);
      if (rank < sessions) return static_cast<std::uint32_t>(rank * kScatter % sessions);
    }
  }

  session::SplitMix64 random_;
};

std::size_t count_opened(const std::vector<Op>& ops) {
  return static_cast<std::size_t>(std::ranges::count(ops, Kind::kOpen, &Op::kind));
}

/// By how much what lives in a thread's own cache has grown after a round, which is what the next one finds.
std::uint64_t growth(const std::vector<Op>& setup, const std::vector<Op>& round, std::uint8_t ageings) {
  std::map<std::pair<std::uint32_t, std::uint8_t>, std::uint64_t> replaced;
  std::uint64_t bytes = 0;  // modulo 2^64, as is a growth below zero
  for (const Op& op : round) {
    if (!op.replaces || op.shared) continue;
    const std::uint64_t key = setup[op.session].seed;
    const auto [record, first] = replaced.try_emplace({op.session, op.record}, 0);
    bytes -= first ? record_bytes(record_contents(key, op.record, ageings)) : record->second;
    bytes += record->second = record_bytes(new_record(op, key));
  }
  return bytes;
}

std::uint64_t objects_created(const Op& op) {
  return 2ULL * op.headers + op.params + (op.replaces ? kObjectsPerRecord : 0);
}

Script write_script(const session::Parameters& parameters, std::uint8_t ageings) {
  const std::uint64_t live_mib = parameters.live_mib != 0 ? parameters.live_mib : kLiveSizesMib.front();
  const bool shares = parameters.threads > 1;
  const std::uint64_t cache_bytes = (live_mib << 20) / (parameters.threads + (shares ? 1 : 0));
  Writer writer(parameters.script_seed);
  Script script;
  script.setup.resize(parameters.threads);
  if (shares) {
    script.shape.live_bytes += writer.open_sessions(script.setup[0], cache_bytes, ageings, true);
    script.shared_sessions = count_opened(script.setup[0]);
  }
  script.shape.round_ops = kRequests.at(static_cast<std::size_t>(parameters.scale));
  session::Census& census = script.shape.expected;
  for (unsigned thread = 0; thread < parameters.threads; ++thread) {
    std::vector<Op> own;
    script.shape.live_bytes += writer.open_sessions(own, cache_bytes, ageings, false);
    const std::size_t sessions = script.sessions.emplace_back(count_opened(own));
    std::vector<Op>& round = script.rounds.emplace_back();
    round.reserve(script.shape.round_ops);
    for (std::size_t number = 0; number < script.shape.round_ops; ++number) {
      const bool shared = shares && number % kSharedEvery == 0;
      round.push_back(writer.request(number, shared ? script.shared_sessions : sessions, ageings, shared));
      census.created_per_round += objects_created(round.back());
    }
    script.shape.live_bytes += growth(own, round, ageings);
    census.live_at_end += sessions * kObjectsPerSession;
    script.setup[thread].insert(script.setup[thread].end(), own.begin(), own.end());
    script.setup[thread].shrink_to_fit();
  }
  census.live_at_end += script.shared_sessions * kObjectsPerSession;
  census.created_in_setup =
      census.live_at_end / kObjectsPerSession * (kObjectsPerSession + ageings * kRecords * kObjectsPerRecord);
  return script;
}

}  // namespace

session::Card Aged::card() {
  return {.name = "request_server",
          .question =
              "Each request builds 100 to 300 objects of about 50 bytes that die with it, reads them and two "
              "records of a session, and replaces one record in every fourth request, beside a cache of sessions "
              "whose size is the live size. The cache is aged: every record has been replaced in random order, twice. "
              "With threads, each has a cache of its own, and every eighth request goes to one that all share.",
          .expectation =
              "Ownership pays for a request within it: as the cache grows its tail stays where it is, but for "
              "cache misses. value leads, with no node for each header; shared adds its control blocks. boehm "
              "pays in marks that grow with the cache, three to four times as long as in a fresh one. They are "
              "rarer than one request in a hundred, so that its service p99 looks fine; but whoever arrives during "
              "one waits, and in open loop its response p99 grows with the live size.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kLess},
                          {"cpu_ns_per_op", "value", "shared", session::Expect::kLess},
                          {"cpu_ns_per_op", "value", "boehm", session::Expect::kLess},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm", "unique", session::Expect::kMore, 1.5},
                          {"service_p99_ns", "boehm", "unique", session::Expect::kAlike, 1.5},
                          {"response_p99_ns", "boehm", "unique", session::Expect::kMore},
                          {"response_max_ns", "boehm:incremental", "boehm", session::Expect::kLess},
                          {"cpu_ns_per_op", "boehm:incremental", "boehm", session::Expect::kMore},
                          {"rss_peak_bytes", "boehm:incremental", "boehm", session::Expect::kMore}},
          .item = "request",
          .max_threads = session::kMostThreads,
          .live_sizes_mib = kLiveSizesMib,
          .open_loop = true};
}

session::Card Fresh::card() {
  return {.name = "request_server/fresh",
          .question =
              "request_server, but for the age of its cache: the records lie as they were first allocated, as in a "
              "benchmark that starts and measures.",
          .expectation =
              "What lies in order is marked in order and dropped in order: boehm's marks are three to four times "
              "shorter than in the aged cache, its CPU time comes near to unique's, and unique drops its cache "
              "several times faster.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kLess},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm", "unique", session::Expect::kAlike, 1.5},
                          {"response_p99_ns", "boehm", "unique", session::Expect::kMore}},
          .item = "request",
          .max_threads = session::kMostThreads,
          .live_sizes_mib = kLiveSizesMib,
          .open_loop = true};
}

Script Aged::script(const session::Parameters& parameters) {
  return write_script(parameters, kAgeings);
}

Script Fresh::script(const session::Parameters& parameters) {
  return write_script(parameters, 0);
}

}  // namespace ovg::workloads::request_server
