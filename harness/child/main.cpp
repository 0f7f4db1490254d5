// A child: one variant with all its answers, behind the verbs `list` and `run` of docs/protocol.md.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <new>

#include "harness/child/list.h"
#include "harness/child/run.h"
#include "harness/record/child_result_json.h"

namespace {

using ovg::child::Channel;
using ovg::child::Request;

constexpr int kFailed = 1;
constexpr int kBadUsage = 2;

void add_run_options(CLI::App& app, Request& request, std::string& allocator) {
  app.add_option("--workload", request.workload, "which workload; see `list`")->required();
  app.add_option("--config", request.config, "configuration of the variant; empty for the headline");
  app.add_option("--scale", request.scale, "smoke, quick, default or full")->capture_default_str();
  app.add_option("--threads", request.threads, "mutator threads")->capture_default_str();
  app.add_option("--rounds", request.rounds, "steady rounds")->capture_default_str();
  app.add_option("--script-seed", request.script_seed, "seed of the op script")->capture_default_str();
  app.add_option("--live-mib", request.live_mib, "size of the live set; 0 for the workload's own")
      ->capture_default_str();
  app.add_option("--heap-limit", request.heap_limit_bytes, "fixed size of a collector's heap, bytes; 0 for none")
      ->capture_default_str();
  app.add_option("--interruption-threshold", request.interruption_threshold_ns,
                 "ns from which an op is an interruption; 0 for ten median ops, at least 20 us")
      ->capture_default_str();
  app.add_option("--rate", request.rate_per_s, "ops per second in open loop; 0 for a closed loop")
      ->capture_default_str();
  app.add_option("--arrivals", request.arrivals, "how ops follow each other in open loop: poisson, fixed or bursts")
      ->capture_default_str();
  app.add_option("--arrival-seed", request.arrival_seed, "seed of when they are due")->capture_default_str();
  app.add_option("--allocator", allocator, "what the runner preloaded; the record says what was found");
  app.add_option("--fd", request.descriptor, "descriptor that the record goes to, as JSON lines")
      ->capture_default_str();
}

int run(const Request& request, ovg::session::Variant& variant, const ovg::session::Registry& registry) {
  const Channel channel(request.descriptor);
  if (!channel.usable()) {
    std::cerr << fmt::format("descriptor {0} is not open: run this through bench_all, or add {0}>record.jsonl\n",
                             request.descriptor);
    return kBadUsage;
  }
  try {
    channel.send(ovg::record::to_json_line(ovg::child::run(request, variant, registry, channel)));
  } catch (const ovg::child::BadRequest& error) {
    std::cerr << error.what() << '\n';
    return kBadUsage;
  } catch (const std::bad_alloc&) {
    channel.send(ovg::record::failed_line("out_of_memory", "an allocation failed"));
    return kFailed;
  }
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const std::unique_ptr<ovg::session::Variant> variant = ovg::session::make_variant();
  const ovg::session::Registry registry = ovg::session::all_answers();

  CLI::App app(
      fmt::format("Variant {} of the suite. bench_all runs it; by hand, for one trial: {} run "
                  "--workload NAME 3>record.jsonl",
                  variant->card().name, argv[0]));
  app.require_subcommand(1);
  app.add_subcommand("list", "what this variant can run, as JSON");
  CLI::App* const run_verb = app.add_subcommand("run", "one trial");
  Request request;
  std::string allocator;
  add_run_options(*run_verb, request, allocator);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? EXIT_SUCCESS : kBadUsage;
  }

  if (run_verb->parsed()) return run(request, *variant, registry);
  std::cout << ovg::child::list_as_json(*variant, registry) << '\n';
  return EXIT_SUCCESS;
}
