#include "harness/runner/command/help.h"

#include <fmt/format.h>

namespace ovg::runner::command {

namespace {

constexpr const char* kBefore =
    R"(bench_all measures what memory management costs and when the cost is paid: it runs every chosen cell
(workload x variant[:config] x allocator) many times, each time in a fresh process, in shuffled blocks.

Usage: bench_all [run]  [options]         measure; the results go to a new run directory
       bench_all sweep  live [options]    the same over every size of the live set, in both loops
       bench_all sweep  heap [options]    collectors in 1.1, 1.5, 2, 3 and 5 times the smallest heap they run in
       bench_all sweep  threads [options] over 1, 2, 4 ... threads, for workloads that have threads
       bench_all list   [--json]          the workloads, variants and allocators that there are
       bench_all plan   [options]         what the same options would run, and how long; measures nothing
       bench_all plan   sweep AXIS ...    the same for a sweep
)";

constexpr const char* kAfter = R"(
Examples:
  bench_all --profile quick                           everything, in a few minutes
  bench_all --workload 'tree_*' --variant unique --variant 'boehm*'
  bench_all plan --profile full --json                trials and estimated seconds of the whole suite
  bench_all --workload alloc_churn --env MALLOC_ARENA_MAX=1 --out results/one_arena
  bench_all --workload request_server --live 64 --load 50    requests that are due, whether or not others wait
  bench_all sweep heap --workload tree_build --variant unique --variant boehm
  bench_all --workload 'tree_*' --children old/bin --head new/bin     two builds against each other
  bench_all --variant unique --head-env GLIBC_TUNABLES=glibc.malloc.tcache_count=0    and two environments
  bench_all --resume results/20261123-024500-3f9a1c   go on after Ctrl-C, a crash or a power cut

Profiles:
  smoke    does everything work, in seconds     quick  first figures, in minutes
  default  figures to trust                     full   figures to publish

A load is a share, in per cent, of what unique over glibc does in a closed loop, at the slowest of the live sizes;
the pilot measures that, every variant gets the same rate, and the manifest keeps it. Who cannot keep up is saturated.

Two sides: --head, --base-env and --head-env, any of them, have every cell measured on a base and on a head,
the two trials of a cell one right after the other, in random order. Rounds, rates, thresholds and heaps are
those of the base. LD_PRELOAD of a side comes before the counter and the allocator, so that a library which
allocates more is counted. Primitives are left out.

A pilot runs every cell once before the first block: it finds how many rounds fill the profile's steady
time, and the digest that all variants have to agree on. With --rounds it only does the latter.
A trial that the host disturbed (steal, throttling, disk, frequency, clock) is noisy and is measured again at
the end of its block, twice at most, until repeats come to a quarter of the plan.
--tune changes settings of the machine and puts them back however the run ends, but for SIGKILL: for that it
prints beforehand the command that restores.
One suite at a time measures on a host: it holds a lock on /tmp/ownership-vs-gc.lock (or on the file that
the variable OVG_LOCK_FILE names).
Terminals get some emphasis; NO_COLOR=1 takes it away.

Exit codes:
  0    everything that should have worked did (ok, noisy, unavailable and not_applicable cells)
  1    some trial failed: wrong_digest, census_mismatch, timeout, out_of_memory, crashed or bad_record
  2    the command or the set-up is wrong; one line says how to put it right
  130  ended by Ctrl-C (143: by SIGTERM); everything measured so far is kept, --resume goes on
)";

}  // namespace

void print_help(std::string options) {
  const std::string two_blank_lines = "\n\n\n";
  for (auto at = options.find(two_blank_lines); at != std::string::npos; at = options.find(two_blank_lines)) {
    options.erase(at, 1);
  }
  fmt::print("{}{}{}", kBefore, options, kAfter);
}

}  // namespace ovg::runner::command
