#include "harness/runner/host/tune.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

#include "harness/runner/testing/fake_host.h"

namespace ovg::runner::host {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kThp = "/sys/kernel/mm/transparent_hugepage/enabled";
constexpr const char* kBoost = "/sys/devices/system/cpu/cpufreq/boost";
constexpr const char* kGovernor1 = "/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor";

class TuneTest : public testing::Test {
 protected:
  TuneTest() {
    host.put_cpu(0, "cpufreq/scaling_governor", "performance\n");
    host.put_cpu(1, "cpufreq/scaling_governor", "powersave\n");
    host.put(kBoost, "1\n");
    host.put(kThp, "[always] madvise never\n");
  }
  Tuning::Say say() {
    return [this](const std::string& text) { said.push_back(text); };
  }
  FakeHost host;
  HostFiles files = host.files();
  std::vector<std::string> said;
};

TEST_F(TuneTest, ChangesWhileItLivesAndRestoresAfterwards) {
  {
    Tuning tuning(files, say());
    EXPECT_EQ(host.read(kGovernor1), "powersave") << "nothing before it is asked to";
    tuning.apply();
    EXPECT_EQ(host.read(kGovernor1), "performance");
    EXPECT_EQ(host.read(kBoost), "0");
    EXPECT_EQ(host.read(kThp), "madvise");
    ASSERT_THAT(tuning.changed(), SizeIs(3));
    EXPECT_EQ(tuning.changed()[0].path, host.path(kGovernor1).string());
    EXPECT_EQ(tuning.changed()[0].from, "powersave");
    EXPECT_EQ(tuning.changed()[2].from, "always");
    EXPECT_EQ(tuning.changed()[2].to, "madvise");
  }
  EXPECT_EQ(host.read(kGovernor1), "powersave");
  EXPECT_EQ(host.read(kBoost), "1");
  EXPECT_EQ(host.read(kThp), "always");
}

TEST_F(TuneTest, RestoresAlsoWhenNobodyCanBeTold) {
  bool broken = false;
  const auto run = [&] {
    Tuning tuning(files, [&](const std::string& text) {
      if (broken || text.find("boost: 1 -> 0") != std::string::npos) throw std::runtime_error("no terminal");
    });
    tuning.apply();
  };
  EXPECT_THROW(run(), std::runtime_error);
  EXPECT_EQ(host.read(kGovernor1), "powersave");
  EXPECT_EQ(host.read(kBoost), "1");

  Tuning* tuning = new Tuning(files, [&](const std::string&) {
    if (broken) throw std::runtime_error("no terminal");
  });
  tuning->apply();
  broken = true;
  std::filesystem::remove(host.path(kThp));  // so that restoring it fails, and telling so, too
  delete tuning;
  EXPECT_EQ(host.read(kGovernor1), "powersave");
}

TEST_F(TuneTest, TellsBeforehandHowToRestoreByHand) {
  const std::string command = [&] {
    Tuning tuning(files, say());
    tuning.apply();
    EXPECT_THAT(said.at(0), HasSubstr("after SIGKILL"));
    const std::string text = said.at(0).substr(said.at(0).find("echo "));
    EXPECT_EQ(text, restoring_command(tuning.changed()));
    return text;
  }();
  host.put(kGovernor1, "performance");
  host.put(kBoost, "0");
  host.put(kThp, "madvise");
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(host.read(kGovernor1), "powersave");
  EXPECT_EQ(host.read(kBoost), "1");
  EXPECT_EQ(host.read(kThp), "always");
}

TEST_F(TuneTest, WhatIsNotThereOrRightAlreadyIsPassedOver) {
  const FakeHost other;
  other.put_cpu(0, "cpufreq/scaling_governor", "performance\n");
  const HostFiles other_files = other.files();
  Tuning tuning(other_files, say());
  tuning.apply();
  EXPECT_THAT(tuning.changed(), IsEmpty());
  EXPECT_THAT(said, ElementsAre(HasSubstr("changes nothing")));
}

TEST_F(TuneTest, WhatCannotBeWrittenIsToldAndStays) {
  std::filesystem::remove(host.path(kBoost));
  std::filesystem::create_symlink("/proc/sys/kernel/ostype", host.path(kBoost));  // not even root may write
  Tuning tuning(files, say());
  tuning.apply();
  EXPECT_THAT(said, Contains(AllOf(HasSubstr("cannot set"), HasSubstr("boost"), HasSubstr("it stays Linux"))));
  EXPECT_THAT(tuning.changed(), SizeIs(2));
}

}  // namespace
}  // namespace ovg::runner::host
