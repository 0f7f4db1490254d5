#pragma once

#include <string>

namespace ovg::runner::command {

/// Writes what bench_all does, its verbs, its `options`, examples and exit codes to standard output.
void print_help(std::string options);

}  // namespace ovg::runner::command
