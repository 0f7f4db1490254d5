#include "harness/session/variant.h"

#define GC_THREADS
#include <fmt/format.h>
#include <gc/gc.h>
#include <gc/gc_mark.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <utility>

#include "gc_variants/boehm/flat.h"
#include "gc_variants/boehm/settings.h"

namespace ovg {

namespace {

constexpr double kInitialHeapPerInUse = 2;
constexpr std::uint64_t kSmallestInitialHeap = 4ULL << 20;

/// libgc's callback takes no argument, and there is one collector per process.
measure::PauseLog* pause_log = nullptr;

/// Called with the allocation lock held. START and END never come in incremental mode; this pair always does.
void GC_CALLBACK on_collection_event(GC_EventType event) {
  if (event == GC_EVENT_PRE_STOP_WORLD) pause_log->begin();
  if (event == GC_EVENT_POST_START_WORLD) pause_log->end();
}

std::function<void(std::string_view)> give_up;

/// libgc's next step is abort(). Incremental collection protects the heap page by page to learn what was
/// written; where protected pages alternate with others, each is a mapping of its own, and the kernel runs
/// out of them.
void GC_CALLBACK on_abort(const char* message) {
  if (message == nullptr || !give_up || errno != ENOMEM) return;
  if (std::string_view(message).find("mprotect") == std::string_view::npos) return;
  give_up(
      fmt::format("libgc: {}: incremental collection of so large a heap needs more memory mappings than the "
                  "kernel allows: sysctl -w vm.max_map_count=1048576",
                  message));
}

class Boehm final : public session::Variant {
 public:
  session::VariantCard card() const override {
    return {.name = "boehm",
            .group = "collection",
            .summary = "the Boehm-Demers-Weiser conservative mark-sweep collector",
            .library = fmt::format("bdwgc {}.{}.{}", GC_VERSION_MAJOR, GC_VERSION_MINOR, GC_VERSION_MICRO),
            .allocators = {"glibc"},
            .configs = boehm::configs(),
            .heap_limit = true};
  }

  std::string unavailable(std::string_view config) const override {
    const boehm::DirtyBits wanted = boehm::settings_of(config).dirty_bits;
    if (wanted == boehm::DirtyBits::kNone) return {};
    if (!collects_incrementally()) {
      return "libgc was built, or told by GC_DISABLE_INCREMENTAL, to stop the world for every collection: leave out "
             "what "
             "collects in slices";
    }
    const std::string reason = wanted == boehm::DirtyBits::kSoftDirty ? boehm::no_soft_dirty_bits() : "";
    return reason.empty() ? "" : reason + ": take incremental, whose dirty bits are manual, or mprotect";
  }

  std::string warning(std::string_view config) const override {
    if (boehm::settings_of(config).dirty_bits != boehm::DirtyBits::kMprotect) return {};
    return "its dirty bits are the slow ones, page protection: a fault for the first write to each page after a "
           "collection; `incremental` is told by the program";
  }

  bool collects_in_slices() const override { return settings_.dirty_bits != boehm::DirtyBits::kNone; }

  void begin(const session::HeapRequest& request, measure::PauseLog& pauses) override {
    pause_log = &pauses;
    give_up = request.give_up;
    GC_set_abort_func(on_abort);
    settings_ = boehm::settings_of(request.config);
    boehm::pointer_free_is_honoured = settings_.pointer_free;
    boehm::nodes_come_by_the_page = settings_.many;
    boehm::layout_is_flat = settings_.flat;
    if (GC_is_init_called() == 0) initialise(request.threads);
    GC_allow_register_threads();
    // Whoever sets the variable, as with --env, means it; libgc has read it by now.
    if (std::getenv("GC_FREE_SPACE_DIVISOR") == nullptr) GC_set_free_space_divisor(settings_.free_space_divisor);
    if (collects_in_slices()) {
      GC_enable_incremental();
      GC_set_time_limit(settings_.slice_limit_ms);
      if (boehm::in_use() != settings_.dirty_bits && give_up) {
        give_up(fmt::format("libgc's dirty bits are {} here, not {}: take a configuration that wants these",
                            name_of(boehm::in_use()), name_of(settings_.dirty_bits)));
      }
    }
    limit_ = request.limit_bytes;
    if (limit_ > 0) limit_heap();
    // Room for the payload, so that setup does not spend its time growing a heap of 64 KiB.
    if (settings_.initial_heap) expand_to(limit_ > 0 ? limit_ : std::max(request.live_bytes, kSmallestInitialHeap));
    collections_before_ = GC_get_gc_no();
    GC_set_on_collection_event(on_collection_event);
  }

  /// What is forced here is nobody's pause: it would be the longest of all, and that of a whole mark in slices, too.
  void settle() override {
    GC_set_on_collection_event(nullptr);
    GC_gcollect();
    GC_set_on_collection_event(on_collection_event);
    in_use_ = bytes_in_use();
    const auto wanted = static_cast<std::uint64_t>(kInitialHeapPerInUse * static_cast<double>(in_use_));
    if (settings_.initial_heap && limit_ == 0) expand_to(wanted);
    initial_heap_ = GC_get_heap_size();
  }

  void attach_thread() override {
    GC_stack_base base{};
    if (GC_get_stack_base(&base) != GC_SUCCESS || GC_register_my_thread(&base) != GC_SUCCESS) {
      throw std::runtime_error("libgc did not accept a mutator thread");
    }
  }
  void detach_thread() override { GC_unregister_my_thread(); }

  /// libgc unmaps a free block when it has been free for more than one collection, also when it is told to
  /// unmap: one collection frees, two more let what it freed grow old enough.
  void trim() override {
    steady_heap_ = GC_get_heap_size();
    for (int collection = 0; collection < 3; ++collection) GC_gcollect_and_unmap();
    session::Variant::trim();
  }

  std::uint64_t collections() const override { return GC_get_gc_no() - collections_before_; }

  session::ManagerFigures figures() const override {
    base::Settings settings = {{"free_space_divisor", std::uint64_t{GC_get_free_space_divisor()}},
                               {"markers", markers()},
                               {"interior_pointers", GC_get_all_interior_pointers() != 0},
                               {"pointer_free", settings_.pointer_free},
                               {"data_segments", GC_get_no_dls() == 0}};
    if (settings_.many) settings["nodes_by_the_page"] = true;
    if (settings_.flat) settings["flat"] = true;
    if (collects_in_slices()) {
      settings["dirty_bits"] = std::string(name_of(boehm::in_use()));
      if (settings_.slice_limit_ms != GC_TIME_UNLIMITED) settings["slice_limit_ms"] = settings_.slice_limit_ms;
    }
    if (limit_ > 0) {
      settings["heap_limit_bytes"] = limit_;
    } else if (settings_.initial_heap) {
      settings["initial_heap_per_in_use"] = kInitialHeapPerInUse;
      settings["initial_heap_least_bytes"] = kSmallestInitialHeap;
    }
    return {.in_use_bytes = in_use_,
            .initial_heap_bytes = initial_heap_,
            .heap_bytes = steady_heap_,
            .settings = std::move(settings)};
  }

 private:
  /// What is heard before GC_INIT only; afterwards GC_set_all_interior_pointers would even make libgc forget that
  /// pointers to the start of an object count. Nothing collected is held by a variable of the program or of a library,
  /// so that data segments need not be scanned: roots are the stacks, and the vectors that say so.
  void initialise(unsigned mutators) const {
    GC_set_markers_count(settings_.parallel ? std::max(std::thread::hardware_concurrency(), 1U) : mutators);
    GC_set_all_interior_pointers(settings_.interior_pointers ? 1 : 0);
    GC_set_no_dls(1);
    boehm::ask_for(settings_.dirty_bits);
    GC_INIT();
  }

  /// In a process that measures nothing: afterwards libgc cannot be initialised otherwise.
  static bool collects_incrementally() {
    boehm::ask_for(boehm::DirtyBits::kManual);
    GC_enable_incremental();
    return GC_is_incremental_mode() != 0;
  }

  /// A heap that is full is collected before it is given up. By itself libgc would rather grow it, find that
  /// it may not, and return null with memory that only had to be collected.
  void limit_heap() const {
    constexpr GC_word kForcedCollections = 64;
    GC_set_max_heap_size(limit_);
    if (settings_.initial_heap) GC_set_dont_expand(1);
    // What dont_expand does not do for the incremental mode, nor for a heap that may still grow.
    GC_set_max_retries(kForcedCollections);
  }

  static void expand_to(std::uint64_t bytes) {
    const std::uint64_t present = GC_get_heap_size();
    if (bytes > present && GC_expand_hp(bytes - present) == 0) throw std::bad_alloc();
  }

  /// By objects that the last collection has found alive, as served; libgc prints it, but hands it out to nobody.
  static std::uint64_t bytes_in_use() {
    std::uint64_t total = 0;
    GC_call_with_alloc_lock(
        [](void* sum) -> void* {
          GC_enumerate_reachable_objects_inner(
              [](void* /*object*/, std::size_t bytes, void* to) { *static_cast<std::uint64_t*>(to) += bytes; }, sum);
          return nullptr;
        },
        &total);
    return total;
  }

  /// GC_get_parallel counts the threads that help the one that collects.
  static std::uint64_t markers() { return static_cast<std::uint64_t>(GC_get_parallel()) + 1; }

  boehm::Settings settings_ = boehm::kSettings.front();
  std::uint64_t in_use_ = 0;
  std::uint64_t initial_heap_ = 0;
  std::uint64_t limit_ = 0;
  std::uint64_t steady_heap_ = 0;
  GC_word collections_before_ = 0;
};

}  // namespace

std::unique_ptr<session::Variant> session::make_variant() {
  return std::make_unique<Boehm>();
}

}  // namespace ovg
