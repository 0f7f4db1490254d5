"""Readers of histogram logs that are not ours, and what they should find, worked out from hist/TRIAL.json."""

import json
import re
import shutil
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

from hang_guard import HANGS_S
from node_packages import BIN, installed, need

HERE = Path(__file__).resolve().parent
JAR = Path("/usr/share/java/hdrhistogram.jar")  # of Debian's libhdrhistogram-java
WHY = "reads histogram logs"
PERCENTILES = {"p50": Fraction(50), "p90": Fraction(90), "p99": Fraction(99), "p999": Fraction(999, 10)}


def bench_all(*words):
    program = BIN / "bench_all"
    assert program.exists(), f"{program} is missing: build it, or set OVG_BIN to the folder that holds it"
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, timeout=HANGS_S,
                          stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr


# ---- What should be found ----------------------------------------------------------------------------------


def highest_in_bucket(index):
    if index < 2048:
        return index
    shift, sub = index // 1024 - 1, index % 1024 + 1024
    return ((sub + 1) << shift) - 1


def expected(histograms):
    """What a reader should find in the sum of HISTOGRAM objects: exact integers, no histogram library."""
    counts = Counter()
    for histogram in histograms:
        counts.update(dict(histogram["counts"]))
    total = sum(counts.values())
    found = {"intervals": len(histograms), "total": total, "max": highest_in_bucket(max(counts))}
    for name, percentile in PERCENTILES.items():
        rank = -(-percentile * total // 100)  # rounded up
        seen = 0
        for index in sorted(counts):
            seen += counts[index]
            if seen >= rank:
                found[name] = highest_in_bucket(index)
                break
    return found


def cell_name(cell):
    assert cell["live_mib"] is None and cell["load"] is None
    variant = cell["variant"] + (f"_{cell['config']}" if cell["config"] else "")
    return f"{cell['workload']}-{variant}-{cell['allocator']}-{cell['scale']}-t{cell['threads']}".replace("/", "_")


def expected_of_run(run_directory):
    """{(log, tag): what a reader should find}"""
    histograms = {}
    for line in (run_directory / "results.jsonl").read_text().splitlines():
        trial = json.loads(line)
        if trial["status"] != "ok":
            continue
        log = run_directory / f"hist/{cell_name(trial['cell'])}.hlog"
        for tag, histogram in json.loads((run_directory / trial["histograms"]).read_text()).items():
            histograms.setdefault((log, tag), []).append(histogram)
    return {key: expected(of_cell) for key, of_cell in histograms.items()}


# ---- Java --------------------------------------------------------------------------------------------------

TOTALS = re.compile(r" T:(\d+) \( +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) +[\d.]+ +([\d.]+) \)$")


def distribution_of(text, ns_per_unit):
    """The lines of an .hgrm as (value in ns, share, count up to it); and its mean and deviation in ns."""
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")][1:]
    moments = re.search(r"#\[Mean += +([\d.]+), StdDeviation += +([\d.]+)\]", text)
    return ([(round(float(value) * ns_per_unit), float(level), int(count)) for value, level, count, *_ in lines],
            [float(moment) * ns_per_unit for moment in moments.groups()])


def read_with_java(log, tag, folder):
    """HistogramLogProcessor's totals, and the distribution that it writes. Ratio 1: its unit is our ns."""
    output = folder / f"{log.stem}.{tag}.java"
    done = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", JAR, "org.HdrHistogram.HistogramLogProcessor",
         "-i", log, "-o", output, "-tag", tag, "-outputValueUnitRatio", "1"],
        capture_output=True, text=True, timeout=HANGS_S)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    intervals = [line for line in output.read_text().splitlines() if TOTALS.search(line)]
    assert intervals, f"{log.name}: Java found no interval with tag {tag}"
    total, *values = TOTALS.search(intervals[-1]).groups()
    found = dict(zip(("p50", "p90", "p99", "p999", "max"), (int(float(value)) for value in values)))
    distribution = distribution_of(Path(f"{output}.hgrm").read_text(), 1)
    return {**found, "intervals": len(intervals), "total": int(total)}, distribution


def read_all_with_java(keys, folder):
    need(shutil.which("java"), "a java", WHY)
    need(JAR.exists(), JAR, WHY)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(keys, pool.map(lambda key: read_with_java(*key, folder), keys)))


# ---- JavaScript --------------------------------------------------------------------------------------------


def read_all_with_node(keys):
    logs = sorted({str(log) for log, _ in keys})
    folder = installed(HERE, "read_logs.mjs", WHY)
    done = subprocess.run(["node", "read_logs.mjs", *logs], cwd=folder, capture_output=True, text=True, timeout=HANGS_S)
    assert done.returncode == 0, done.stderr
    return {(Path(log), tag): found for log, tags in json.loads(done.stdout).items() for tag, found in tags.items()}
