#pragma once

namespace ovg::runner {

/// bench_all: what main() calls. Returns the exit code (exit_code.h).
int bench_all(int argc, const char* const* argv);

}  // namespace ovg::runner
