#include "harness/runner/terminal/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "harness/runner/os/clocks.h"
#include "harness/runner/terminal/format.h"

namespace ovg::runner::terminal {

namespace {

constexpr std::uint64_t kPlainEveryNs = 10'000'000'000;

std::size_t terminal_width() {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

}  // namespace

void Eta::done(double estimate_ms, double actual_ms) {
  left_ms_ -= estimate_ms;
  estimated_ms_ += estimate_ms;
  actual_ms_ += actual_ms;
}

double Eta::left_s() const {
  const double correction = estimated_ms_ > 0 ? actual_ms_ / estimated_ms_ : 1;
  return std::max(left_ms_, 0.0) * correction * 1e-3;
}

Progress::Progress(bool quiet)
    : quiet_(quiet), terminal_(obeys_escapes(STDERR_FILENO)), ink_(Ink::for_descriptor(STDERR_FILENO)) {}

Progress::~Progress() {
  finish();
}

void Progress::finish() {
  if (!shown_) return;
  fmt::print(stderr, "\r\033[K");
  std::fflush(stderr);
  shown_ = false;
}

void Progress::step(const std::string& text) {
  if (quiet_) return;
  if (terminal_) {
    fmt::print(stderr, "\r\033[K{}", text.substr(0, terminal_width() - 1));
    std::fflush(stderr);
    shown_ = true;
  } else if (os::monotonic_ns() - last_plain_ns_ >= kPlainEveryNs) {
    line(text);
  }
}

void Progress::line(const std::string& text) {
  if (quiet_) return;
  finish();
  fmt::print(stderr, "{}\n", text);
  last_plain_ns_ = os::monotonic_ns();
}

void Progress::warning(const std::string& text) {
  finish();
  fmt::print(stderr, "{} {}\n", ink_.heading("bench_all:"), text);
}

void Progress::pilot(std::size_t number, std::size_t total, const std::string& cell) {
  if (number == 1) line(fmt::format("pilot: {} cells once each, to choose rounds and reference digests", total));
  step(fmt::format("pilot {}/{}  {}", number, total, cell));
}

void Progress::pilot_failed(const record::Cell& cell, record::Status status, const std::string& reason) {
  line(fmt::format("pilot: {}: {}: {}", record::cell_label(cell),
                   ink_.trouble(std::string(record::status_name(status))), reason));
}

void Progress::start(const std::vector<plan::PlannedCell>& cells, std::uint64_t blocks,
                     const std::vector<plan::PlannedTrial>& left, std::size_t total) {
  total_ = total;
  done_ = total - left.size();
  blocks_ = blocks;
  for (const plan::PlannedTrial& planned : left) eta_.expect(cells[planned.cell].estimate_ms);
  line(fmt::format("{} trials in {} blocks, {} left, about {}", total, blocks_, left.size(), long_time(eta_.left_s())));
}

void Progress::repeats(const std::vector<plan::PlannedCell>& cells, const std::vector<plan::PlannedTrial>& again) {
  total_ += again.size();
  for (const plan::PlannedTrial& planned : again) eta_.expect(cells[planned.cell].estimate_ms);
  const plan::PlannedTrial& first = again.front();
  line(fmt::format("block {}/{}: {} noisy trials are measured again (attempt {})", first.block, blocks_, again.size(),
                   first.attempt));
}

void Progress::running(const plan::PlannedTrial& planned, const plan::PlannedCell& cell) {
  step(fmt::format("[{}/{}] block {}/{}  {} left  {}", done_, total_, planned.block, blocks_, long_time(eta_.left_s()),
                   record::cell_label(cell.cell)));
}

void Progress::block_done(std::uint64_t block) {
  if (terminal_) return;  // the line that is rewritten says so already
  line(fmt::format("block {}/{} done, about {} left", block, blocks_, long_time(eta_.left_s())));
}

void Progress::done(const record::Trial& trial, const plan::PlannedCell& cell) {
  ++done_;
  eta_.done(cell.estimate_ms, static_cast<double>(trial.env.lifetime_ns) * 1e-6);
  if (record::is_failure(trial.status)) {
    line(fmt::format("{}: {}: {}", record::cell_label(trial.cell),
                     ink_.trouble(std::string(record::status_name(trial.status))), trial.reason));
  }
}

}  // namespace ovg::runner::terminal
