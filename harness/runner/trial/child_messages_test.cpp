#include "harness/runner/trial/child_messages.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace ovg::runner::trial {
namespace {

constexpr const char* kTalk =
    "{\"type\":\"phase\",\"phase\":\"setup\"}\n{\"type\":\"phase\",\"phase\":\"drop\"}\n{\"type\":\"result\","
    "\"ops\":7}\n";

TEST(ChildMessages, ArriveInPiecesOfAnySize) {
  for (std::size_t size = 1; size < 90; ++size) {
    ChildMessages messages;
    const std::string_view talk = kTalk;
    for (std::size_t at = 0; at < talk.size(); at += size) messages.feed(talk.substr(at, size));
    messages.finish();
    EXPECT_EQ(messages.phase(), "drop");
    ASSERT_TRUE(messages.result());
    EXPECT_EQ((*messages.result())["ops"], 7);
    EXPECT_EQ(messages.problem(), "");
  }
}

TEST(ChildMessages, TheLastLineNeedsNoEnd) {
  ChildMessages messages;
  messages.feed("{\"type\":\"failed\",\"status\":\"out_of_memory\",\"reason\":\"x\"}");
  EXPECT_FALSE(messages.failed());
  messages.finish();
  EXPECT_TRUE(messages.failed());
}

TEST(ChildMessages, TheFirstBreachIsNamed) {
  const auto problem = [](const std::string& talk) {
    ChildMessages messages;
    messages.feed(talk);
    messages.finish();
    return messages.problem();
  };
  EXPECT_EQ(problem("\n{}\n"), "line 1 of its record is not a message: type is missing");
  EXPECT_EQ(problem("[1]\nx\n"), "line 1 of its record is not a message: the record is not an object");
  EXPECT_EQ(problem("{\"type\":\"phase\",\"phase\":\"a\"}\n{\"type\":\"news\"}"),
            "line 2 of its record has the unknown type 'news'");
  EXPECT_EQ(problem(std::string(kTalk) + "{\"type\":\"result\"}"),
            "line 4 of its record follows the result, which has to be the last");
}

}  // namespace
}  // namespace ovg::runner::trial
