#include <bit>
#include <map>
#include <numeric>
#include <utility>

#include "workloads/request_server/workload.h"

namespace ovg::workloads::request_server {

namespace {

constexpr std::array<std::uint64_t, 5> kLiveSizesMib{1, 16, 64, 256, 1024};
constexpr std::array<std::size_t, 4> kRequests{100, 2'000, 4'000, 4'000};  // in a round, by scale
constexpr std::size_t kReplacesEvery = 4;

// Objects as they are with plain pointers, whatever a variant's handles take.
constexpr std::uint64_t kFieldBytes = 4 * sizeof(std::uint64_t);                 // next, text, its size, key
constexpr std::uint64_t kSessionBytes = (1 + kRecords) * sizeof(std::uint64_t);  // key, records

std::uint64_t record_bytes(session::SplitMix64& random) {
  std::uint64_t bytes = 0;
  for (std::size_t field = 0; field < kFieldsPerRecord; ++field) {
    bytes += kFieldBytes + text_size(kRecordTexts, random.next());
  }
  return bytes;
}

std::uint64_t first_record_bytes(const Op& open, std::size_t record) {
  session::SplitMix64 contents = session_records(open);
  for (; record > 0; --record) record_bytes(contents);
  return record_bytes(contents);
}

std::uint64_t session_bytes(const Op& open) {
  session::SplitMix64 contents = session_records(open);
  std::uint64_t bytes = kSessionBytes;
  for (std::size_t record = 0; record < kRecords; ++record) bytes += record_bytes(contents);
  return bytes;
}

/// Enough for nearly every seed: a vector that grew would leave behind free memory, and glibc would put that
/// under the objects that are measured.
std::size_t sessions_at_most(std::uint64_t live_bytes) {
  constexpr std::uint64_t kTextBytes = std::accumulate(kRecordTexts.begin(), kRecordTexts.end(), 0U);
  constexpr std::uint64_t kMeanBytes =
      kSessionBytes + kRecords * kFieldsPerRecord * (kFieldBytes + kTextBytes / kRecordTexts.size());
  return static_cast<std::size_t>(live_bytes / kMeanBytes * 102 / 100 + 16);
}

class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}

  /// Until the sessions take `live_bytes`. Returns what they take.
  std::uint64_t open_sessions(std::vector<Op>& ops, std::uint64_t live_bytes) {
    ops.reserve(sessions_at_most(live_bytes));
    std::uint64_t bytes = 0;
    while (bytes < live_bytes) {
      ops.push_back({.seed = random_.next(),
                     .session = static_cast<std::uint32_t>(ops.size()),
                     .kind = Kind::kOpen,
                     .headers = 0,
                     .params = 0,
                     .record = 0,
                     .replaces = false});
      bytes += session_bytes(ops.back());
    }
    return bytes;
  }

  Op request(std::size_t number, std::size_t sessions) {
    return {.seed = random_.next(),
            .session = draw_session(sessions),
            .kind = Kind::kServe,
            .headers = between(kFewestHeaders, kMostHeaders),
            .params = between(kFewestParams, kMostParams),
            .record = static_cast<std::uint8_t>(random_.below(kRecords)),
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

/// What a round leaves alive, which is what the next one finds.
std::uint64_t bytes_after_round(const Script& script, std::uint64_t bytes) {
  std::map<std::pair<std::uint32_t, std::uint8_t>, std::uint64_t> replaced;
  for (const Op& op : script.rounds[0]) {
    if (!op.replaces) continue;
    session::SplitMix64 contents = new_record(op);
    const auto [record, first] = replaced.try_emplace({op.session, op.record}, 0);
    bytes -= first ? first_record_bytes(script.setup[op.session], op.record) : record->second;
    bytes += record->second = record_bytes(contents);
  }
  return bytes;
}

std::uint64_t objects_created(const Op& op) {
  return 2ULL * op.headers + op.params + (op.replaces ? 2 * kFieldsPerRecord : 0);
}

}  // namespace

session::Card Question::card() {
  return {.name = "request_server",
          .question =
              "Each request builds 100 to 300 objects of about 58 bytes that die with it, reads them and two "
              "records of a session, and replaces one record in every fourth request, beside a cache of sessions "
              "whose size is the live size.",
          .expectation =
              "Ownership pays for a request within it: as the cache grows its tail stays where it is, but for "
              "cache misses. value leads, with no node for each header; shared adds its control blocks. boehm "
              "pays in marks that grow with the cache. They are rarer than one request in a hundred, so that its "
              "service p99 looks fine; but whoever arrives during one waits, and in open loop its response p99 "
              "grows with the live size. incremental has a lower maximum and pays with CPU time and RSS.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kLess},
                          {"cpu_ns_per_op", "value", "shared", session::Expect::kLess},
                          {"cpu_ns_per_op", "value", "boehm", session::Expect::kLess},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore},
                          {"service_p99_ns", "boehm", "unique", session::Expect::kAlike, 1.5},
                          {"response_p99_ns", "boehm", "unique", session::Expect::kMore},
                          {"response_max_ns", "boehm:incremental", "boehm", session::Expect::kLess},
                          {"cpu_ns_per_op", "boehm:incremental", "boehm", session::Expect::kMore},
                          {"rss_peak_bytes", "boehm:incremental", "boehm", session::Expect::kMore}},
          .item = "request",
          .live_sizes_mib = kLiveSizesMib,
          .open_loop = true};
}

Script Question::script(const session::Parameters& parameters) {
  const std::uint64_t live_mib = parameters.live_mib != 0 ? parameters.live_mib : kLiveSizesMib.front();
  Writer writer(parameters.script_seed);
  Script script;
  const std::uint64_t opened_bytes = writer.open_sessions(script.setup, live_mib << 20);
  const std::size_t sessions = script.setup.size();

  std::uint64_t created = 0;
  const std::size_t requests = kRequests.at(static_cast<std::size_t>(parameters.scale));
  std::vector<Op>& ops = script.rounds.emplace_back();
  ops.reserve(requests);
  for (std::size_t number = 0; number < requests; ++number) {
    created += objects_created(ops.emplace_back(writer.request(number, sessions)));
  }
  const std::uint64_t live = sessions * kObjectsPerSession;
  script.shape = {.setup_ops = sessions,
                  .round_ops = ops.size(),
                  .live_bytes = bytes_after_round(script, opened_bytes),
                  .expected = {.created_in_setup = live, .created_per_round = created, .live_at_end = live}};
  return script;
}

}  // namespace ovg::workloads::request_server
