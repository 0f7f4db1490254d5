#include <gtest/gtest.h>

#include <array>
#include <set>

#include "workloads/message_window/workload.h"

namespace ovg::workloads::message_window {
namespace {

using session::Scale;
using Payload = std::array<unsigned char, kPayloadBytes>;

constexpr std::array kScales{Scale::kSmoke, Scale::kQuick, Scale::kDefault, Scale::kFull};

Payload payload_over(unsigned char junk, std::uint64_t key) {
  Payload payload;
  payload.fill(junk);
  fill_payload(payload.data(), key);
  return payload;
}

TEST(MessageWindowScript, ARoundTurnsTheWholeWindowOverTwiceOrMore) {
  for (const Scale scale : kScales) {
    const Script script = Question::script({.scale = scale});
    EXPECT_EQ(script.setup[0].size() * kMessagesPerOp, script.window);
    EXPECT_EQ(script.rounds[0].size() * kMessagesPerOp % script.window, 0U);
    EXPECT_GE(script.rounds[0].size() * kMessagesPerOp, 2 * script.window);
    EXPECT_EQ(script.shape.expected.live_at_end, script.window);
  }
}

// Or an answer that keeps the old message instead of the new one would observe the same.
TEST(MessageWindowScript, NoMessageIsTheDoubleOfAnother) {
  const Script script = Question::script({});
  std::set<std::uint64_t> ids;
  std::set<std::uint64_t> keys;
  for (const auto* ops : {&script.setup[0], &script.rounds[0]}) {
    for (const Op& op : *ops) {
      for (const Arrival& arrival : op.arrivals) {
        EXPECT_TRUE(ids.insert(arrival.id).second);
        EXPECT_TRUE(keys.insert(arrival.key).second);
      }
    }
  }
}

TEST(MessageWindowPayload, EveryByteIsSet) {
  EXPECT_EQ(payload_over(0x00, 42), payload_over(0xff, 42));
  EXPECT_NE(payload_over(0x00, 42), payload_over(0x00, 43));
}

TEST(MessageWindowPayload, BothEndsAreObserved) {
  const Payload right = payload_over(0, 42);
  for (const std::size_t at : {std::size_t{0}, kPayloadBytes - 1}) {
    Payload wrong = right;
    wrong.at(at) ^= 1;
    EXPECT_NE(observe_message(7, wrong.data()), observe_message(7, right.data())) << at;
  }
  EXPECT_NE(observe_message(8, right.data()), observe_message(7, right.data()));
}

TEST(MessageWindowPayload, EveryByteIsFoldedAtTheEnd) {
  const auto folded = [](const Payload& payload) {
    session::Digest digest;
    fold_message(digest, 7, payload.data());
    return digest.value();
  };
  const Payload right = payload_over(0, 42);
  for (std::size_t at = 0; at < kPayloadBytes; ++at) {
    Payload wrong = right;
    wrong[at] ^= 1;
    EXPECT_NE(folded(wrong), folded(right)) << at;
  }
}

}  // namespace
}  // namespace ovg::workloads::message_window
