#include "harness/session/variant.h"

namespace ovg::session {

void Variant::begin(const HeapRequest& /*request*/, measure::PauseLog& /*pauses*/) {}

}  // namespace ovg::session
