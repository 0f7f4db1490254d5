#include "harness/session/variant.h"

namespace ovg::session {

void Variant::begin(std::string_view /*config*/, std::uint64_t /*live_bytes*/,
                    measure::PauseLog& /*pauses*/) {}

}  // namespace ovg::session
