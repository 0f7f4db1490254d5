#!/usr/bin/python3 -S
"""A child that fails on purpose, for tests of bench_all.

Called by a name such as bench_unique. Beside that name lies bench_unique.json: the answer to `list`, in which the name
of a workload up to its first "/" is also what `run` does (see BEHAVIOURS). Each run is noted in calls.jsonl.
"""

import json
import os
import signal
import sys
import time

import waiting

# Of two sides it is started by a link to that name.
PROGRAM = sys.argv[0] if os.path.exists(sys.argv[0] + ".json") else os.readlink(sys.argv[0])
HERE = os.path.dirname(os.path.abspath(PROGRAM))
CARD = json.load(open(PROGRAM + ".json"))
STEADY = CARD.get("steady_collections", 0)
DIGEST = "0123456789abcdef"
ROUND_NS = 2_000_000


def arguments():
    words = sys.argv[2:]
    return {words[i].lstrip("-"): words[i + 1] for i in range(0, len(words), 2)}


def histogram(ns, count):
    return {"significant_digits": 3, "sub_bucket_count": 2048, "min": ns, "max": ns, "total": count,
            "sum": ns * count, "counts": [[ns, count]]}


def latency_series(histograms):
    """All ops in one slice, in buckets of the child's own making."""
    slices = {name: {"columns": ["slice", "max_ns", "counts"], "rows": [[3, of["max"], [[1, of["total"]]]]]}
              for name, of in histograms.items()}
    return {"start_ns": 5_000_000, "slice_ns": 100_000, "edges_ns": [0, 1000, 2000], **slices}


def phases(steady_ns):
    lengths = {"setup": 3_000_000, "warmup": ROUND_NS, "steady": steady_ns, "drop": 1_000_000, "trim": 1_000}
    found, start = [], 0
    for phase, length in lengths.items():
        found.append({"phase": phase, "start_ns": start, "length_ns": length, "cpu_ns": length, "minor_faults": 1,
                      "major_faults": 0, "voluntary_switches": 0, "involuntary_switches": 0,
                      "collections": STEADY if phase == "steady" else 0})
        start += length
    return found


def result(asked):
    rounds = int(asked["rounds"])
    ops = 1000 * rounds
    census = {"created_in_setup": 10, "created_per_round": 1000, "live_at_end": 10}
    collects = CARD["group"] == "collection"
    rate = float(asked["rate"])
    steady_ns = int(ops / rate * 1e9) if rate else ROUND_NS * rounds * CARD.get("slowness", 1)
    histograms = {"service": histogram(CARD.get("op_ns", 1500), ops)}
    histograms |= {"response": histogram(1900, ops)} if rate else {}
    optional = {"latency_series": latency_series(histograms)} if collects else {}
    return {
        "type": "result", "protocol": 2, "workload": asked["workload"], "variant": CARD["variant"],
        "config": asked["config"], "scale": asked["scale"], "threads": int(asked["threads"]),
        "script_seed": int(asked["script-seed"]), "live_mib": int(asked["live-mib"]),
        "heap_limit_bytes": int(asked["heap-limit"]), "rate_per_s": rate, "arrivals": asked["arrivals"],
        "rounds": rounds, "items_per_op": 1, "item": "object", "ops": ops, "digest": CARD.get("digest", DIGEST),
        "rounds_agree": True, "census": census, "expected_census": dict(census),
        "clock": {"source": "tsc", "ticks_per_ns": 2.5, "drift_ppm": 3.5},
        "epoch_monotonic_ns": time.monotonic_ns() - 25_000_000, "phases": phases(steady_ns),
        "live_bytes": 1 << 20, "histograms": histograms, **optional, "kept_up": True, "waited_ns": 0,
        "frames": [{"frame_ns": 1_000_000, "frames": 100, "broken": 1}],
        "interruption_threshold_ns": 20_000,
        "interruptions": [{"start_ns": 6_000_000, "length_ns": 50_000, "phase": "steady", "cause": "unknown",
                           "thread": 0}],
        "interruptions_lost": 0,
        "pauses": [{"start_ns": 6_000_000, "length_ns": 40_000}] if collects else [], "pauses_lost": 0,
        "pause_total_ns": 40_000 if collects else 0, "pause_max_ns": 40_000 if collects else 0,
        "memory": {"at_start_bytes": 1 << 20, "baseline_bytes": 2 << 20, "steady_bytes": 9 << 20,
                   "after_drop_bytes": 5 << 20, "after_trim_bytes": 3 << 20, "peak_bytes": 10 << 20},
        "manager": {"collections": STEADY + 2 + rounds // 2 if collects else 0, "in_use_bytes": 0,
                    "initial_heap_bytes": collects << 21, "heap_bytes": 3 * collects << 20,
                    "settings": {"step_bytes": 65536, "precise": False, "step_ms": 2.5} if collects else {}},
        "allocations": None,
        "env": {"allocator": asked["allocator"], "ever_threaded": True, "variables": {}},
    }


def send(fd, message):
    os.write(fd, (json.dumps(message) + "\n").encode())


def no_result(fd, asked):
    pass


def changed(**fields):
    """A result with some of its fields replaced."""
    return lambda fd, asked: send(fd, {**result(asked), **fields})


def looked_at(fd, asked):
    """A good result, once there is a sample of the memory."""
    return waiting.until_sampled(), send(fd, result(asked))


def host_file(name):
    return os.path.join(HERE, "host", name.lstrip("/"))


def calls_of(asked):
    """How many runs of this workload there were, this one and its pilot included."""
    notes = [json.loads(line) for line in open(os.path.join(HERE, "calls.jsonl"))]
    return sum(note["asked"]["workload"] == asked["workload"] for note in notes)


def stolen(fd, asked):
    """While it runs, the hypervisor takes 10 of 100 ticks: in the runs that the card lists, else in all."""
    user, steal = map(int, open(host_file("/proc/stat")).read().split()[1::7][:2])
    takes = 10 if calls_of(asked) in CARD.get("stolen_in", [calls_of(asked)]) else 0
    with open(host_file("/proc/stat"), "w") as stat:
        stat.write(f"cpu  {user + 100 - takes} 0 0 0 0 0 0 {steal + takes} 0 0\n")
    send(fd, result(asked))


def governed(fd, asked):
    """Says on its log how the host is set."""
    for name in ("devices/system/cpu/cpu0/cpufreq/scaling_governor", "kernel/mm/transparent_hugepage/enabled"):
        print(open(host_file("/sys/" + name)).read().strip())
    sys.stdout.flush()
    send(fd, result(asked))


def crash(fd, asked):
    send(fd, {"type": "phase", "phase": "drop"})
    os.kill(os.getpid(), signal.SIGSEGV)


def killed(fd, asked):
    os.kill(os.getpid(), signal.SIGKILL)


def hang(fd, asked):
    time.sleep(1000)


def gone_quiet(fd, asked):
    """Ends, but leaves a process behind that keeps the descriptor open."""
    send(fd, result(asked))
    if os.fork() == 0:
        time.sleep(1000)


def wrong_digest(fd, asked):
    wrong = "f" * 16 if CARD["variant"] != "value" else DIGEST
    send(fd, {**result(asked), "digest": wrong})


def bad_json(fd, asked):
    os.write(fd, b'{"type": "result", oops\n')


def half_a_line(fd, asked):
    os.write(fd, json.dumps(result(asked)).encode()[:300])


def missing_field(fd, asked):
    message = result(asked)
    del message["memory"]["peak_bytes"]
    send(fd, message)


def exit_code(fd, asked):
    print("something broke")
    sys.stdout.flush()
    os._exit(3)


def flood(fd, asked):
    while True:
        os.write(fd, b"x" * 65536)


def flood_log(fd, asked):
    while True:
        os.write(1, b"x" * 65536)


def out_of_memory(fd, asked):
    send(fd, {"type": "failed", "status": "out_of_memory", "reason": "the heap could not grow"})
    os._exit(1)


def chatty(fd, asked):
    print("hello from the code under test")
    sys.stdout.flush()
    send(fd, result(asked))


def counting():
    """Whether the allocation counter is preloaded into this process."""
    return "libovg_count" in os.environ.get("LD_PRELOAD", "")


def counted(fd, asked):
    rounds = int(asked["rounds"])
    counts = {"objects": CARD.get("objects", 1000) * rounds, "bytes_requested": 24_000 * rounds,
              "bytes_served": 32_500 * rounds, "frees": 999 * rounds}
    send(fd, {**result(asked), "allocations": counts if counting() else None})


def counted_otherwise(fd, asked):
    """Observes something else when it is counted."""
    send(fd, {**result(asked), "digest": "f" * 16 if counting() else DIGEST})


def preload(fd, asked):
    """Says which allocator is in the process by what is mapped there."""
    maps = open("/proc/self/maps").read()
    found = "jemalloc 5" if "jemalloc" in maps else "glibc"
    message = result(asked)
    message["env"]["allocator"] = found
    send(fd, message)


def too_much(fd, asked):
    """Never reaches a rate: it serves its own, and falls behind."""
    message = result(asked)
    if float(asked["rate"]):
        message["kept_up"] = False
        message["phases"][2]["length_ns"] *= 2
    send(fd, message)


def needs_heap(fd, asked):
    """Runs out of memory in a heap of less than 3 000 000 bytes, or what the card says."""
    if 0 < int(asked["heap-limit"]) < CARD.get("needs_bytes", 3_000_000):
        out_of_memory(fd, asked)
    send(fd, result(asked))


def unfelt_pause(fd, asked):
    send(fd, {**result(asked), "pauses": [{"start_ns": 7_000_000, "length_ns": 30_000}]})


BEHAVIOURS = {
    "fails_as_unique": lambda fd, asked: (crash if CARD["variant"] == "unique" else looked_at)(fd, asked),
    "ok": looked_at, "slow": looked_at, "stolen": stolen, "governed": governed,
    "crash": crash, "killed": killed, "hang": hang, "gone_quiet": gone_quiet,
    "wrong_digest": wrong_digest, "bad_json": bad_json, "half_a_line": half_a_line, "missing_field": missing_field,
    "no_result": no_result, "exit_code": exit_code, "flood": flood, "flood_log": flood_log,
    "out_of_memory": out_of_memory, "chatty": chatty, "preload": preload,
    "too_much": too_much, "needs_heap": needs_heap, "unfelt_pause": unfelt_pause,
    "counted": counted, "counted_otherwise": counted_otherwise,
    "disagree": changed(rounds_agree=False),
    "census": changed(census={"created_in_setup": 10, "created_per_round": 999, "live_at_end": 10}),
    "drift": changed(clock={"source": "tsc", "ticks_per_ns": 2.5, "drift_ppm": -2000.0}),
    "echo": changed(scale="full"),
    "wrong_type": changed(ops="many"),
    "negative": changed(rounds=-1),
    "huge": lambda fd, asked: os.write(fd, json.dumps(result(asked)).replace("3.5", "1e999").encode() + b"\n"),
}


def stack_bytes():
    """What arguments and environment take, as the kernel handed them over; the executable's path is there twice."""
    words = [open(f"/proc/self/{name}", "rb").read().split(b"\0")[:-1] for name in ("cmdline", "environ")]
    # A script's command line begins with its interpreter, which the runner did not give.
    words[0] = words[0][words[0].index(sys.argv[0].encode()):]
    return sum(len(word) + 1 + 8 for of_kind in words for word in of_kind) + len(sys.argv[0]) + 1


def note_call(asked):
    descriptors = [int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")]
    note = {"variant": CARD["variant"], "pid": os.getpid(), "asked": asked, "environment": dict(os.environ),
            "program": sys.argv[0], "descriptors": sorted(descriptors), "stack_bytes": stack_bytes()}
    with open(os.path.join(HERE, "calls.jsonl"), "a") as calls:
        calls.write(json.dumps(note) + "\n")


def main():
    if sys.argv[1] == "list":
        if CARD.get("list_fails"):
            sys.exit(7)
        print(json.dumps(CARD))
        return
    if sys.argv[1] != "run":  # stands in for the primitives, which are Google Benchmark programs
        out = dict(word[2:].split("=", 1) for word in sys.argv[1:])["benchmark_out"]
        if CARD.get("primitives_fail"):
            sys.exit(1)
        json.dump({"context": {}, "benchmarks": []}, open(out, "w"))
        return
    asked = arguments()
    note_call(asked)
    fd = int(asked["fd"])
    send(fd, {"type": "phase", "phase": "setup"})
    waiting.while_held(os.path.join(HERE, "hold.json"))
    BEHAVIOURS[asked["workload"].split("/")[0]](fd, asked)


main()
