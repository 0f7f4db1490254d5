#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "workloads/request_server/owned_links.h"

namespace ovg::workloads::request_server {
namespace {

using Server = LinkedServer<OwnedLinks<SoleOwner>>;

/// The share of records that lie within a page of the record before them, in the order in which they were allocated
/// when the cache was fresh.
double neighbours(const Script& script) {
  Server server(script);
  for (const Op& op : script.setup[0]) server.op(0, op);
  std::vector<std::uintptr_t> heads;
  server.each_session([&](const Session<OwnedLinks<SoleOwner>>& session) {
    for (const auto& record : session.records) heads.push_back(reinterpret_cast<std::uintptr_t>(record.head().get()));
  });
  int near = 0;
  for (std::size_t record = 1; record < heads.size(); ++record) {
    const std::uintptr_t low = std::min(heads[record - 1], heads[record]);
    near += std::max(heads[record - 1], heads[record]) - low < 4096 ? 1 : 0;
  }
  return near / static_cast<double>(heads.size());
}

TEST(RequestServerAged, NeighboursInTheOrderOfAllocationAreNoneInTheOrderOfAddresses) {
  const session::Parameters parameters{.live_mib = 16};
  EXPECT_GT(neighbours(Fresh::script(parameters)), 0.9);
  EXPECT_LT(neighbours(Aged::script(parameters)), 0.05);
}

}  // namespace
}  // namespace ovg::workloads::request_server
