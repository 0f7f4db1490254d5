#pragma once

namespace CLI {
class App;
}

namespace ovg::runner::command {

/// Writes what bench_all does, its verbs, the options of `app`, examples and exit codes to standard output.
void print_help(const CLI::App& app);

}  // namespace ovg::runner::command
