#include "workloads/request_server/text.h"

#include "harness/session/random.h"

namespace ovg::workloads::request_server {

const std::array<char, 2 * kLongestText> kReceived = [] {
  std::array<char, 2 * kLongestText> characters{};
  session::SplitMix64 random(1);
  for (char& character : characters) character = static_cast<char>('!' + random.below('~' - '!'));
  return characters;
}();

}  // namespace ovg::workloads::request_server
