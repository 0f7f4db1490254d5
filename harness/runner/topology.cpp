#include "harness/runner/topology.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace ovg::runner {

namespace {

constexpr const char* kUnknown = "n/a";

}  // namespace

nlohmann::json describe_topology(const HostFiles& files) {
  std::set<std::uint64_t> sockets;
  std::map<std::pair<std::uint64_t, std::uint64_t>, unsigned> cores;  // socket and core -> threads
  unsigned threads_per_core = 0;
  for (const std::string& cpu : files.cpus()) {
    const auto socket = files.number(cpu + "/topology/physical_package_id");
    const auto core = files.number(cpu + "/topology/core_id");
    if (!socket || !core) continue;  // offline
    sockets.insert(*socket);
    threads_per_core = std::max(threads_per_core, ++cores[{*socket, *core}]);
  }
  if (cores.empty()) return {{"sockets", kUnknown}, {"cores", kUnknown}, {"threads_per_core", kUnknown}};
  return {{"sockets", sockets.size()}, {"cores", cores.size()}, {"threads_per_core", threads_per_core}};
}

nlohmann::json of_every_cpu(const HostFiles& files, const std::string& file) {
  std::vector<std::string> values;
  for (const std::string& cpu : files.cpus())
    values.push_back(files.text(cpu + "/" + file).value_or(kUnknown));
  if (values.empty()) return kUnknown;
  const bool all_agree = std::all_of(values.begin(), values.end(),
                                     [&](const std::string& value) { return value == values.front(); });
  return all_agree ? nlohmann::json(values.front()) : nlohmann::json(values);
}

}  // namespace ovg::runner
