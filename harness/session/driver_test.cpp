#include "harness/session/driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <new>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>

#include "harness/session/census.h"

namespace ovg::session {
namespace {

using measure::Phase;
using ::testing::ElementsAre;

/// On the time line of the trial's clock.
struct Nap {
  unsigned thread;
  std::uint64_t start_ns;
  std::uint64_t end_ns;
};

/// What the fake answer is to do wrong, and what it saw.
struct Fake {
  std::uint64_t wrong_bit = 0;      // flipped in what the third op of a round observes
  std::uint64_t drifting = 0;       // added to that with every round
  int extra_objects = 0;            // created by each op beyond what the script says
  int sleep_ms = 0;                 // in the last op of every round
  bool fail = false;                // the last thread runs out of memory
  std::vector<std::string> events;  // of thread 0
  const measure::Clock* clock = nullptr;
  std::vector<Nap> naps;
};
Fake fake;
std::mutex naps_mutex;

void nap(unsigned thread) {
  const std::uint64_t start_ns = fake.clock->now_ns();
  std::this_thread::sleep_for(std::chrono::milliseconds(fake.sleep_ms));
  const std::uint64_t end_ns = fake.clock->now_ns();
  const std::lock_guard lock(naps_mutex);
  fake.naps.push_back({thread, start_ns, end_ns});
}

struct FakeOp {
  std::uint64_t value;
};

struct FakeQuestion {
  using Script = OpScript<FakeOp>;
  static constexpr std::size_t kOps = 5;

  static Card card() { return {.name = "fake", .max_threads = 4}; }
  static Script script(const Parameters& parameters) {
    Script script;
    script.setup = {{{1}, {2}}};
    for (unsigned thread = 0; thread < parameters.threads; ++thread) {
      auto& ops = script.rounds.emplace_back();
      for (std::size_t op = 0; op < kOps; ++op) ops.push_back({100 * thread + op});
    }
    script.shape = {.round_ops = kOps, .warmup_rounds = 2};
    return script;
  }
};

class FakeBody {
 public:
  explicit FakeBody(const FakeQuestion::Script& script) : threads_(script.rounds.size()) { note("made"); }
  ~FakeBody() { note("dropped"); }

  std::uint64_t op(unsigned thread, const FakeOp& op) {
    count_created();
    for (int extra = 0; extra < fake.extra_objects; ++extra) count_created();
    if (fake.fail && thread + 1 == threads_) throw std::bad_alloc();
    const std::uint64_t step = op.value - 100 * thread;
    if (step == FakeQuestion::kOps - 1 && fake.sleep_ms > 0) nap(thread);
    if (step != 2) return op.value;
    return (op.value ^ fake.wrong_bit) + fake.drifting * ++rounds_;
  }
  Live read_live() const {
    note("read");
    return {.objects = 7, .observed = 42};
  }

 private:
  static void note(const char* event) { fake.events.emplace_back(event); }

  std::size_t threads_;
  std::atomic<std::uint64_t> rounds_{0};
};

class FakeVariant final : public Variant {
 public:
  VariantCard card() const override { return {}; }
  void attach_thread() override {
    if (refuse) throw std::runtime_error("refused");
    ++attached;
  }
  bool refuse = false;
  void detach_thread() override { ++detached; }
  void trim() override { fake.events.emplace_back("trimmed"); }
  bool uses_idle() const override { return idles; }
  void idle(std::uint64_t ns) override { idle_ns.push_back(ns); }
  bool idles = false;
  std::vector<std::uint64_t> idle_ns;
  std::atomic<int> attached{0};
  std::atomic<int> detached{0};
};

class DriverTest : public ::testing::Test {
 protected:
  DriverTest() : pauses_(clock_, 4) {
    fake = {};
    fake.clock = &clock_;
    clock_.calibrate();
    registry_.answer<FakeQuestion, FakeBody>();
  }

  Observations run(unsigned threads = 1, std::uint64_t rounds = 3, double rate_per_s = 0) {
    const Answer& answer = *registry_.find("fake");
    const Trial trial{answer, answer.make_script({.threads = threads}), threads, rounds, rate_per_s};
    return run_trial(trial, variant_, clock_, pauses_,
                     [](Phase phase) { fake.events.emplace_back(measure::name_of(phase)); });
  }

  measure::Clock clock_;
  measure::PauseLog pauses_;
  Registry registry_;
  FakeVariant variant_;
};

TEST_F(DriverTest, PhasesRunInTheirOrder) {
  const Observations seen = run();
  EXPECT_THAT(fake.events,
              ElementsAre("setup", "made", "warmup", "steady", "read", "drop", "dropped", "trim", "trimmed"));
  ASSERT_EQ(seen.phases.size(), measure::kPhases.size());
  for (std::size_t index = 0; index < seen.phases.size(); ++index) {
    EXPECT_EQ(seen.phases[index].phase, measure::kPhases[index]);
    if (index > 0) {
      EXPECT_GE(seen.phases[index].start_ns, seen.phases[index - 1].start_ns + seen.phases[index - 1].length_ns);
    }
  }
}

TEST_F(DriverTest, OnlySteadyOpsAreCounted) {
  const Observations seen = run(1, 3);
  EXPECT_EQ(seen.ops, 3 * FakeQuestion::kOps);
  EXPECT_EQ(seen.service.total(), seen.ops);
}

TEST_F(DriverTest, TheDigestDoesNotDependOnTheNumberOfRounds) {
  EXPECT_EQ(run(1, 1).digest, run(1, 6).digest);
}

TEST_F(DriverTest, AWrongBitChangesTheDigest) {
  const std::uint64_t right = run().digest;
  fake.wrong_bit = 1ULL << 40;
  EXPECT_NE(run().digest, right);
}

TEST_F(DriverTest, RoundsThatObserveDifferentThingsDisagree) {
  EXPECT_TRUE(run().rounds_agree);
  fake.drifting = 1;
  EXPECT_FALSE(run().rounds_agree);
}

TEST_F(DriverTest, TheCensusCountsWhatWasCreated) {
  const Census right = run().census;
  EXPECT_EQ(right, (Census{.created_in_setup = 2, .created_per_round = FakeQuestion::kOps, .live_at_end = 7}));
  fake.extra_objects = 1;
  EXPECT_EQ(run().census.created_per_round, 2 * FakeQuestion::kOps);
}

bool holds(const ThreadGap& entry, const Nap& nap) {
  return entry.thread == nap.thread && entry.gap.start_ns <= nap.start_ns &&
         nap.end_ns <= entry.gap.start_ns + entry.gap.length_ns;
}

/// The interruptions in which a thread napped, by start. What else stopped it is the machine's doing.
std::vector<measure::Gap> gaps_of_naps(const Observations& seen, unsigned thread) {
  std::vector<measure::Gap> found;
  for (const ThreadGap& entry : seen.interruptions) {
    const auto held =
        std::count_if(fake.naps.begin(), fake.naps.end(), [&](const Nap& nap) { return holds(entry, nap); });
    EXPECT_LE(held, 1) << "an interruption is of one op";
    if (held > 0 && entry.thread == thread) found.push_back(entry.gap);
  }
  return found;
}

std::vector<std::string> phases_of_naps(const Observations& seen, unsigned thread) {
  std::vector<std::string> phases;
  for (const measure::Gap& gap : gaps_of_naps(seen, thread)) phases.emplace_back(measure::name_of(gap.phase));
  return phases;
}

TEST_F(DriverTest, ALongOpIsAnInterruptionInItsPhase) {
  fake.sleep_ms = 3;
  const Observations seen = run(1, 2);
  EXPECT_THAT(phases_of_naps(seen, 0), ElementsAre("warmup", "warmup", "steady", "steady"));
  EXPECT_GE(seen.interruption_threshold_ns, kInterruptionFloorNs);
  for (const ThreadGap& entry : seen.interruptions) {
    if (entry.gap.phase < Phase::kDrop) {
      EXPECT_GE(entry.gap.length_ns, kInterruptionFloorNs);
    }
  }
}

TEST_F(DriverTest, EveryThreadHasItsOwnOpsAndTimeline) {
  fake.sleep_ms = 3;
  const Observations seen = run(3, 2);
  EXPECT_EQ(seen.ops, 3 * 2 * FakeQuestion::kOps);
  EXPECT_EQ(seen.census.created_per_round, 3 * FakeQuestion::kOps);
  EXPECT_EQ(variant_.attached, 2);
  EXPECT_EQ(variant_.detached, 2);
  for (unsigned thread = 0; thread < 3; ++thread) {
    EXPECT_THAT(phases_of_naps(seen, thread), ElementsAre("warmup", "warmup", "steady", "steady"));
  }
  EXPECT_NE(seen.digest, run(2, 2).digest);
}

TEST_F(DriverTest, AnAnswerThatFailsEndsTheTrialOnAnyThread) {
  fake.fail = true;
  EXPECT_THROW(run(3, 2), std::bad_alloc);
  EXPECT_EQ(variant_.detached, 2);
}

TEST_F(DriverTest, AThreadThatTheVariantRefusesEndsTheTrial) {
  variant_.refuse = true;
  EXPECT_THROW(run(2, 1), std::runtime_error);
  EXPECT_EQ(variant_.detached, 0);
}

TEST_F(DriverTest, DropAndTrimAreOneInterruptionEach) {
  std::vector<std::string> phases;
  for (const ThreadGap& entry : run().interruptions) {
    if (entry.gap.phase >= Phase::kDrop) phases.emplace_back(measure::name_of(entry.gap.phase));
  }
  EXPECT_THAT(phases, ElementsAre("drop", "trim"));
}

std::uint64_t total(const measure::LatencySeries& series) {
  std::uint64_t sum = 0;
  for (const auto& slice : series.slices()) sum = std::accumulate(slice.counts.begin(), slice.counts.end(), sum);
  return sum;
}

TEST_F(DriverTest, TheSeriesHoldsTheSteadyOpsOfAllThreadsFromTheStartOfSteady) {
  fake.sleep_ms = 3;
  for (const double rate_per_s : {0.0, 3000.0}) {
    fake.naps.clear();
    const Observations seen = run(2, 4, rate_per_s);
    const PhaseReading& steady = seen.phases.at(2);
    const measure::LatencySeries& series = seen.service_series;
    EXPECT_EQ(series.start_ns(), steady.start_ns);
    EXPECT_EQ(total(series), seen.ops);
    EXPECT_EQ(total(seen.response_series), seen.response.total());
    std::uint64_t longest_ns = 0;
    for (const auto& slice : series.slices()) longest_ns = std::max(longest_ns, slice.max_ns);
    EXPECT_EQ(measure::Histogram::index_of(longest_ns), measure::Histogram::index_of(seen.service.max_ns()));
    std::size_t naps = 0;
    for (const unsigned thread : {0U, 1U}) {
      for (const measure::Gap& gap : gaps_of_naps(seen, thread)) {
        if (gap.phase != Phase::kSteady) continue;
        ++naps;
        // Rounded to a ns, it may have ended one slice earlier or later.
        const std::uint64_t ended_ns = gap.start_ns + gap.length_ns - series.start_ns();
        const auto max_ns = [&](std::uint64_t at_ns) { return series.slices().at(at_ns / series.slice_ns()).max_ns; };
        EXPECT_GE(std::max(max_ns(ended_ns - 2), max_ns(ended_ns + 2)), gap.length_ns);
      }
    }
    EXPECT_EQ(naps, 2U * 4U);
  }
}

TEST_F(DriverTest, IdleTimeIsOfferedInSteadyOfAnOpenLoopToWhoUsesIt) {
  variant_.idles = true;
  run(1, 3);
  EXPECT_TRUE(variant_.idle_ns.empty());
  run(1, 3, 1'000);
  EXPECT_FALSE(variant_.idle_ns.empty());
  EXPECT_LE(variant_.idle_ns.size(), 3 * FakeQuestion::kOps);
  for (const std::uint64_t ns : variant_.idle_ns) EXPECT_GT(ns, 20'000U);
}

}  // namespace
}  // namespace ovg::session
