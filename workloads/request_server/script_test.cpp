#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "workloads/request_server/text.h"
#include "workloads/request_server/workload.h"

namespace ovg::workloads::request_server {
namespace {

using session::Parameters;
using session::Scale;

std::vector<std::size_t> draw_texts(session::SplitMix64 random, std::size_t count) {
  std::vector<std::size_t> texts(count);
  for (std::size_t& size : texts) size = text_size(random.next());
  return texts;
}

std::uint64_t objects_of(const Op& op) {
  return 2ULL * op.headers + op.params;
}

/// Every object that the requests of a round build and drop.
std::vector<std::size_t> transient_sizes(const Script& script) {
  std::vector<std::size_t> sizes;
  for (const Op& op : script.rounds[0]) {
    const std::vector<std::size_t> texts = draw_texts(request_contents(op), op.headers);
    sizes.insert(sizes.end(), texts.begin(), texts.end());
    sizes.insert(sizes.end(), op.headers + op.params, 4 * sizeof(std::uint64_t));
  }
  return sizes;
}

double share(const std::vector<std::size_t>& sizes, auto&& has) {
  return static_cast<double>(std::ranges::count_if(sizes, has)) / static_cast<double>(sizes.size());
}

TEST(RequestServerScript, EachRequestHasAHundredToThreeHundredObjects) {
  const Script script = Aged::script({.scale = Scale::kQuick});
  std::vector<std::uint64_t> objects;
  for (const Op& op : script.rounds[0]) objects.push_back(objects_of(op));
  const auto [fewest, most] = std::minmax_element(objects.begin(), objects.end());
  static_assert(2 * kFewestHeaders + kFewestParams == 100 && 2 * kMostHeaders + kMostParams == 300);
  EXPECT_GE(*fewest, 100U);
  EXPECT_LE(*most, 300U);
  EXPECT_LT(*fewest, 120U) << "the range is not used";
  EXPECT_GT(*most, 280U) << "the range is not used";
}

TEST(RequestServerScript, ObjectsAreAboutAsLargeAsThoseOfDaCapo) {
  std::vector<std::size_t> sizes = transient_sizes(Aged::script({.scale = Scale::kQuick}));
  const std::size_t middle = sizes.size() / 2;
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(middle), sizes.end());
  EXPECT_EQ(sizes[middle], 32U);
  const double sum = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  EXPECT_NEAR(sum / static_cast<double>(sizes.size()), 52, 2);
}

TEST(RequestServerScript, TextsAreAsLongAsTheyAreInPrograms) {
  std::vector<std::size_t> texts = draw_texts(session::SplitMix64(1), 200'000);
  EXPECT_NEAR(share(texts, [](std::size_t size) { return size < 16; }), 1.0 / 3, 0.01);
  EXPECT_NEAR(share(texts, [](std::size_t size) { return size % 16 == 0; }), 1.0 / 16, 0.02);
  EXPECT_NEAR(share(texts, [](std::size_t size) { return size > 1024; }), 0.01, 0.005);
  std::ranges::nth_element(texts, texts.begin() + 100'000);
  EXPECT_THAT(texts[100'000], testing::AllOf(testing::Ge(24U), testing::Le(32U)));
  EXPECT_THAT(*std::ranges::max_element(texts), testing::AllOf(testing::Gt(3'900U), testing::Le(kLongestText)));
}

TEST(RequestServerScript, EveryBitOfATextIsSeen) {
  for (std::size_t size = 1; size <= 40; ++size) {
    std::string text(size, 'x');
    const std::uint64_t seen = read_text(text);
    for (char& character : text) {
      character = 'y';
      EXPECT_NE(read_text(text), seen) << size;
      character = 'x';
    }
  }
}

TEST(RequestServerScript, TheCacheIsAsLargeAsItWasAskedFor) {
  for (const std::uint64_t live_mib : Aged::card().live_sizes_mib) {
    const auto wanted = static_cast<double>(live_mib << 20);
    const Script script = Fresh::script({.live_mib = live_mib});
    EXPECT_NEAR(static_cast<double>(script.shape.live_bytes), wanted, 0.02 * wanted) << live_mib << " MiB";
    EXPECT_LT(script.setup[0].capacity() * sizeof(Op), script.shape.live_bytes / 50) << live_mib << " MiB";
  }
}

TEST(RequestServerScript, WithoutALiveSizeItTakesTheSmallest) {
  EXPECT_EQ(Aged::script({}).shape.live_bytes, Aged::script({.live_mib = 1}).shape.live_bytes);
}

/// The caches after a round, simulated text by text.
TEST(RequestServerScript, LiveBytesAreThoseThatARoundLeaves) {
  for (const unsigned threads : {1U, 3U}) {
    const Script script = Aged::script({.scale = Scale::kQuick, .script_seed = 7, .threads = threads});
    std::uint64_t bytes = 0;
    std::map<std::pair<std::size_t, std::uint64_t>, std::uint64_t> records;  // cache and place
    std::map<std::size_t, std::vector<std::uint64_t>> keys;
    const auto put = [&](std::size_t cache, std::uint64_t place, session::SplitMix64 contents) {
      const auto texts = draw_texts(contents, kFieldsPerRecord);
      records[{cache, place}] = std::accumulate(texts.begin(), texts.end(), kFieldsPerRecord * 32);
    };
    for (const auto* lists : {&script.setup, &script.rounds}) {
      for (std::size_t thread = 0; thread < threads; ++thread) {
        for (const Op& op : (*lists)[thread]) {
          const std::size_t cache = op.shared ? threads : thread;
          std::vector<std::uint64_t>& sessions = keys[cache];
          if (op.kind == Kind::kOpen) {
            for (std::size_t record = 0; record < kRecords; ++record) {
              put(cache, sessions.size() * kRecords + record, record_contents(op.seed, record, 0));
            }
            sessions.push_back(op.seed);
            bytes += 72;
          } else if (op.kind == Kind::kAge) {
            age(op, sessions.size(), [&](std::uint64_t session, std::uint64_t record) {
              put(cache, session * kRecords + record, record_contents(sessions[session], record, op.generation));
            });
          } else if (op.replaces) {
            put(cache, op.session * kRecords + op.record, new_record(op, sessions[op.session]));
          }
        }
      }
    }
    for (const auto& [place, size] : records) bytes += size;
    EXPECT_EQ(script.shape.live_bytes, bytes) << threads << " threads";
  }
}

TEST(RequestServerScript, AgeingReplacesEachRecordTwice) {
  const Script script = Aged::script({.threads = 2});
  std::map<std::pair<bool, std::uint64_t>, int> replaced;
  for (const Op& op : script.setup[0]) {
    if (op.kind != Kind::kAge) continue;
    age(op, op.shared ? script.shared_sessions : script.sessions[0], [&](std::uint64_t session, std::uint64_t record) {
      ++replaced[{op.shared, session * kRecords + record}];
    });
  }
  EXPECT_EQ(replaced.size(), (script.shared_sessions + script.sessions[0]) * kRecords);
  EXPECT_THAT(replaced, testing::Each(testing::Pair(testing::_, 2)));
}

TEST(RequestServerScript, EveryFourthRequestReplacesARecord) {
  const std::vector<Op> ops = Aged::script({.scale = Scale::kDefault}).rounds[0];
  const auto replacing = std::ranges::count(ops, true, &Op::replaces);
  EXPECT_EQ(static_cast<std::size_t>(replacing) * 4, ops.size());
}

TEST(RequestServerScript, EveryEighthRequestGoesToTheSharedCacheWhereThereAreThreads) {
  const Script one = Aged::script({.scale = Scale::kDefault});
  EXPECT_EQ(std::ranges::count(one.rounds[0], true, &Op::shared), 0);
  const Script two = Aged::script({.scale = Scale::kDefault, .threads = 2});
  for (const auto& ops : two.rounds) {
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(ops, true, &Op::shared)) * 8, ops.size());
  }
}

TEST(RequestServerScript, FewSessionsTakeManyOfTheRequests) {
  const Script script = Aged::script({.scale = Scale::kFull, .live_mib = 16});
  std::map<std::uint32_t, std::size_t> requests;
  for (const Op& op : script.rounds[0]) ++requests[op.session];
  EXPECT_LT(requests.rbegin()->first, script.sessions[0]);
  std::vector<std::size_t> counts;
  for (const auto& [session, count] : requests) counts.push_back(count);
  std::sort(counts.rbegin(), counts.rend());
  const std::size_t all = script.rounds[0].size();
  EXPECT_NEAR(static_cast<double>(counts[0]) / static_cast<double>(all), 1.0 / 13, 0.01);
  const std::size_t top = std::accumulate(counts.begin(), counts.begin() + 64, std::size_t{0});
  EXPECT_GT(top, all * 4 / 10);
  EXPECT_LT(top, all * 6 / 10);
  EXPECT_GT(counts.size(), script.sessions[0] / 5);
}

}  // namespace
}  // namespace ovg::workloads::request_server
