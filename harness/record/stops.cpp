#include "harness/record/stops.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace ovg::record {

namespace {

/// Stops merged and cut to the span, with times from the span's begin.
class StopLine {
 public:
  StopLine(const std::vector<Stop>& stops, const Span& span)
      : length_(span.end_ns > span.begin_ns ? span.end_ns - span.begin_ns : 0) {
    for (const Piece& piece : cut(stops, span)) append(piece);
  }

  bool holds(std::uint64_t window) const { return window > 0 && window <= length_; }

  double mmu(std::uint64_t window) const { return share(window - most_stopped(window), window); }

  /// Where longer windows are worse than those of exactly this length, the worst of all starts at a stop's
  /// start and ends at a stop's end: otherwise moving an end would make it worse still. Among those, the
  /// worst is found by Dinkelbach's method: look for the window that falls short of the lowest share known
  /// by the most time, until none does.
  double bmu(std::uint64_t window) const {
    double lowest = mmu(window);
    for (double found = below(lowest, window); found < lowest; found = below(lowest, window)) lowest = found;
    return lowest;
  }

 private:
  struct Piece {
    std::uint64_t start, end;
    std::uint64_t stopped_before = 0;  // in all pieces before this one
    std::uint64_t stopped_through() const { return stopped_before + (end - start); }
    std::uint64_t got_before() const { return start - stopped_before; }
  };

  static double share(std::uint64_t part, std::uint64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
  }

  static std::vector<Piece> cut(const std::vector<Stop>& stops, const Span& span) {
    std::vector<Piece> pieces;
    for (const Stop& stop : stops) {
      if (stop.start_ns >= span.end_ns) continue;
      const bool reaches_end = stop.length_ns >= span.end_ns - stop.start_ns;
      const std::uint64_t end = reaches_end ? span.end_ns : stop.start_ns + stop.length_ns;
      const std::uint64_t start = std::max(stop.start_ns, span.begin_ns);
      if (start < end) pieces.push_back({start - span.begin_ns, end - span.begin_ns});
    }
    std::ranges::sort(pieces, {}, &Piece::start);
    return pieces;
  }

  void append(const Piece& piece) {
    if (pieces_.empty()) {
      pieces_.push_back(piece);
    } else if (piece.start <= pieces_.back().end) {
      pieces_.back().end = std::max(pieces_.back().end, piece.end);
    } else {
      pieces_.push_back({piece.start, piece.end, pieces_.back().stopped_through()});
    }
  }

  std::uint64_t stopped_until(std::uint64_t time) const {
    const auto after = std::ranges::upper_bound(pieces_, time, {}, &Piece::start);
    if (after == pieces_.begin()) return 0;
    const Piece& piece = *(after - 1);
    return piece.stopped_before + std::min(time, piece.end) - piece.start;
  }

  std::uint64_t most_stopped(std::uint64_t window) const {
    std::uint64_t most = 0;
    for (const Piece& piece : pieces_) {
      const std::uint64_t start = std::min(piece.start, length_ - window);
      most = std::max(most, stopped_until(start + window) - stopped_until(start));
    }
    return most;
  }

  /// Of the windows from a stop's start to a stop's end that are at least `shortest`: the share in the one
  /// whose mutator time falls short of `lowest` of it by the most; `lowest` when none does.
  double below(double lowest, std::uint64_t shortest) const {
    const auto excess = [lowest](std::uint64_t got, std::uint64_t time) {
      return static_cast<double>(got) - lowest * static_cast<double>(time);
    };
    const Piece* first = nullptr;
    double least = 0;
    double found = lowest;
    auto next = pieces_.begin();
    for (const Piece& last : pieces_) {
      if (last.end < shortest) continue;
      for (; next != pieces_.end() && next->start <= last.end - shortest; ++next) {
        const bool better =
            first == nullptr || excess(next->got_before(), next->start) > excess(first->got_before(), first->start);
        if (better) first = &*next;
      }
      if (first == nullptr) continue;
      const std::uint64_t got = last.got_before() - first->got_before();
      const std::uint64_t time = last.end - first->start;
      if (excess(got, time) < least) {
        least = excess(got, time);
        found = share(got, time);
      }
    }
    return found;
  }

  std::uint64_t length_;
  std::vector<Piece> pieces_;
};

constexpr double kShortestWindowNs = 1e5;
constexpr int kWindowsPerDecade = 10;
constexpr int kDecades = 4;

}  // namespace

std::optional<double> mmu(const std::vector<Stop>& stops, const Span& span, std::uint64_t window_ns) {
  const StopLine line(stops, span);
  if (!line.holds(window_ns)) return std::nullopt;
  return line.mmu(window_ns);
}

std::optional<double> bmu(const std::vector<Stop>& stops, const Span& span, std::uint64_t window_ns) {
  const StopLine line(stops, span);
  if (!line.holds(window_ns)) return std::nullopt;
  return line.bmu(window_ns);
}

std::vector<MmuPoint> mmu_curve(const std::vector<Stop>& stops, const Span& span) {
  const StopLine line(stops, span);
  std::vector<MmuPoint> curve;
  for (int step = 0; step <= kDecades * kWindowsPerDecade; ++step) {
    const double exact = kShortestWindowNs * std::pow(10.0, static_cast<double>(step) / kWindowsPerDecade);
    const auto window = static_cast<std::uint64_t>(std::llround(exact));
    if (!line.holds(window)) break;
    curve.push_back({window, line.mmu(window), line.bmu(window)});
  }
  return curve;
}

SteadyStops::SteadyStops(const ChildResult& result) : interruptions_(std::max(result.threads, 1U)) {
  for (const PhaseRecord& phase : result.phases) {
    if (phase.phase == "steady") steady_ = {phase.start_ns, phase.start_ns + phase.length_ns};
  }
  for (const Gap& gap : result.interruptions) {
    if (gap.thread < interruptions_.size() && gap.cause != kIdle) {
      interruptions_[gap.thread].push_back({gap.start_ns, gap.length_ns});
    }
  }
  for (const Gap& pause : result.pauses) pauses_.push_back({pause.start_ns, pause.length_ns});
}

std::optional<double> SteadyStops::mmu_of_interruptions(std::uint64_t window_ns) const {
  std::optional<double> lowest;
  for (const auto& stops : interruptions_) {
    const std::optional<double> one = mmu(stops, steady_, window_ns);
    if (one) lowest = std::min(*one, lowest.value_or(1));
  }
  return lowest;
}

std::optional<double> SteadyStops::mmu_of_pauses(std::uint64_t window_ns) const {
  return mmu(pauses_, steady_, window_ns);
}

std::string SteadyStops::curves_text() const {
  std::vector<MmuPoint> lowest = mmu_curve(interruptions_.front(), steady_);
  for (std::size_t thread = 1; thread < interruptions_.size(); ++thread) {
    const std::vector<MmuPoint> one = mmu_curve(interruptions_[thread], steady_);
    for (std::size_t point = 0; point < one.size(); ++point) {
      lowest[point].mmu = std::min(lowest[point].mmu, one[point].mmu);
      lowest[point].bmu = std::min(lowest[point].bmu, one[point].bmu);
    }
  }
  const std::vector<MmuPoint> of_pauses = mmu_curve(pauses_, steady_);
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t point = 0; point < lowest.size(); ++point) {
    rows.push_back(
        {lowest[point].window_ns, lowest[point].mmu, lowest[point].bmu, of_pauses[point].mmu, of_pauses[point].bmu});
  }
  const nlohmann::json curves = {{"columns", {"window_ns", "mmu", "bmu", "gc_mmu", "gc_bmu"}}, {"rows", rows}};
  return curves.dump();
}

}  // namespace ovg::record
