#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "workloads/request_server/workload.h"

namespace ovg::workloads::request_server {
namespace {

using session::Parameters;
using session::Scale;

std::vector<std::size_t> draw_texts(session::SplitMix64 random, std::size_t count, const TextSizes& sizes) {
  std::vector<std::size_t> texts(count);
  for (std::size_t& size : texts) size = text_size(sizes, random.next());
  return texts;
}

std::uint64_t objects_of(const Op& op) {
  return 2ULL * op.headers + op.params;
}

/// Every object that the requests of a round build and drop.
std::vector<std::size_t> transient_sizes(const Script& script) {
  std::vector<std::size_t> sizes;
  for (const Op& op : script.rounds[0]) {
    const std::vector<std::size_t> texts = draw_texts(request_contents(op), op.headers, kHeaderTexts);
    sizes.insert(sizes.end(), texts.begin(), texts.end());
    sizes.insert(sizes.end(), op.headers + op.params, 4 * sizeof(std::uint64_t));
  }
  return sizes;
}

TEST(RequestServerScript, EachRequestHasAHundredToThreeHundredObjects) {
  const Script script = Question::script({.scale = Scale::kQuick});
  std::vector<std::uint64_t> objects;
  for (const Op& op : script.rounds[0]) objects.push_back(objects_of(op));
  const auto [fewest, most] = std::minmax_element(objects.begin(), objects.end());
  static_assert(2 * kFewestHeaders + kFewestParams == 100 && 2 * kMostHeaders + kMostParams == 300);
  EXPECT_GE(*fewest, 100U);
  EXPECT_LE(*most, 300U);
  EXPECT_LT(*fewest, 120U) << "the range is not used";
  EXPECT_GT(*most, 280U) << "the range is not used";
}

TEST(RequestServerScript, ObjectsAreAsLargeAsThoseOfDaCapo) {
  std::vector<std::size_t> sizes = transient_sizes(Question::script({.scale = Scale::kQuick}));
  const std::size_t middle = sizes.size() / 2;
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(middle), sizes.end());
  EXPECT_EQ(sizes[middle], 32U);
  const double sum = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  EXPECT_NEAR(sum / static_cast<double>(sizes.size()), 58, 2);
}

TEST(RequestServerScript, TextsAreWholeWords) {
  for (const TextSizes& sizes : {kHeaderTexts, kRecordTexts}) {
    EXPECT_THAT(sizes, testing::Each(testing::ResultOf([](std::size_t size) { return size % 8; }, 0U)));
  }
  EXPECT_THAT(kRecordTexts, testing::Each(testing::AllOf(testing::Ge(32), testing::Le(128))));
}

TEST(RequestServerScript, TheCacheIsAsLargeAsItWasAskedFor) {
  for (const std::uint64_t live_mib : Question::card().live_sizes_mib) {
    const auto wanted = static_cast<double>(live_mib << 20);
    const Script script = Question::script({.live_mib = live_mib});
    EXPECT_NEAR(static_cast<double>(script.shape.live_bytes), wanted, 0.02 * wanted) << live_mib << " MiB";
    EXPECT_LT(script.setup.capacity() * sizeof(Op), script.shape.live_bytes / 50) << live_mib << " MiB";
  }
}

TEST(RequestServerScript, WithoutALiveSizeItTakesTheSmallest) {
  EXPECT_EQ(Question::script({}).shape.live_bytes, Question::script({.live_mib = 1}).shape.live_bytes);
}

/// The cache after a round, simulated text by text.
TEST(RequestServerScript, LiveBytesAreThoseThatARoundLeaves) {
  const Script script = Question::script({.scale = Scale::kQuick, .script_seed = 7});
  std::map<std::pair<std::uint32_t, std::size_t>, std::uint64_t> records;
  for (const Op& op : script.setup) {
    const auto texts = draw_texts(session_records(op), kRecords * kFieldsPerRecord, kRecordTexts);
    for (std::size_t text = 0; text < texts.size(); ++text) {
      records[{op.session, text / kFieldsPerRecord}] += 32 + texts[text];
    }
  }
  for (const Op& op : script.rounds[0]) {
    if (!op.replaces) continue;
    const auto texts = draw_texts(new_record(op), kFieldsPerRecord, kRecordTexts);
    records[{op.session, op.record}] = std::accumulate(texts.begin(), texts.end(), kFieldsPerRecord * 32);
  }
  std::uint64_t bytes = script.setup.size() * 72;
  for (const auto& [place, size] : records) bytes += size;
  EXPECT_EQ(script.shape.live_bytes, bytes);
}

TEST(RequestServerScript, EveryFourthRequestReplacesARecord) {
  const std::vector<Op> ops = Question::script({.scale = Scale::kDefault}).rounds[0];
  const auto replacing = std::count_if(ops.begin(), ops.end(), [](const Op& op) { return op.replaces; });
  EXPECT_EQ(static_cast<std::size_t>(replacing) * 4, ops.size());
}

TEST(RequestServerScript, FewSessionsTakeManyOfTheRequests) {
  const Script script = Question::script({.scale = Scale::kFull, .live_mib = 16});
  std::map<std::uint32_t, std::size_t> requests;
  for (const Op& op : script.rounds[0]) ++requests[op.session];
  EXPECT_LT(requests.rbegin()->first, script.setup.size());
  std::vector<std::size_t> counts;
  for (const auto& [session, count] : requests) counts.push_back(count);
  std::sort(counts.rbegin(), counts.rend());
  const std::size_t all = script.rounds[0].size();
  EXPECT_NEAR(static_cast<double>(counts[0]) / static_cast<double>(all), 1.0 / 13, 0.01);
  const std::size_t top = std::accumulate(counts.begin(), counts.begin() + 64, std::size_t{0});
  EXPECT_GT(top, all * 4 / 10);
  EXPECT_LT(top, all * 6 / 10);
  EXPECT_GT(counts.size(), script.setup.size() / 5);
}

}  // namespace
}  // namespace ovg::workloads::request_server
