"""Trace Event Format, JSON object form, for the Perfetto UI and chrome://tracing: what happened when.

One process per trial; in it a track per phase and thread with the phase and its interruptions, a track per phase
with the pauses that the manager reported, and RSS as a counter. Source: Trace Event Format (Google), "JSON Object
Format", "Complete Events", "Counter Events", "Metadata Events".

The format wants slices of a track to nest, and Perfetto throws away those that overlap in part. Slices are
therefore drawn inside their phase and after the slice before; `args` holds the numbers as they were recorded.
"""

import json
import math
from collections import Counter
from typing import NamedTuple

from reports.export.format import Choice, Exported
from reports.run.errors import ReportError
from reports.run.files import Files
from reports.run.load import Phase, Trial
from reports.text import units

MOST_EVENTS = 200_000
"""In all; viewers become slow beyond."""
RULE = (f"at most {MOST_EVENTS} events: names, phases and RSS stay; of interruptions and pauses together the shortest "
        "are left out first, and those of one length together")
SHOWN = ("ok", "noisy")
"""Other statuses have neither phases nor series."""
TIDS_OF_A_PROCESS = 10_000
"""Thread ids differ over the whole file, since some readers take a thread's id for unique."""


class _Slice(NamedTuple):
    """What may be left out: an interruption or a pause, as the event that it becomes, with its length as recorded."""

    length_ns: int
    event: dict


def export(choice: Choice) -> Exported:
    """The trace of the chosen trials. Raises ReportError for none, or for too many to hold."""
    align = choice.align
    shown = [trial for trial in choice.trials if trial.status in SHOWN]
    if not shown:
        raise ReportError("none of the chosen trials is ok or noisy, so none has a timeline; choose others")
    files, fixed, slices = Files(choice.run.directory), [], []
    zero_ms = min(trial.started_unix_ms or 0 for trial in shown)
    for pid, trial in enumerate(shown, start=1):
        begin_ns = 0 if align else ((trial.started_unix_ms or 0) - zero_ms) * 1_000_000
        events, extra = _trial_events(trial, pid, begin_ns, files)
        fixed += events
        slices += extra
    kept, left_out = _within(slices, MOST_EVENTS - len(fixed))
    remarks = [f"{units.plural(len(shown), 'trial')}: {choice.said}", *_statuses(choice.trials), *files.warnings,
               *left_out]
    about = {**choice.about, "zero_unix_ms": None if align else zero_ms,
             "times": "each trial from its own zero" if align else "where the trials happened, from zero_unix_ms on",
             "rule": RULE, "left_out": len(slices) - len(kept), "remarks": remarks}
    # A parent that begins with its child comes first: readers keep the order of the file.
    events = fixed + sorted(kept, key=lambda event: event["ts"])
    lines = ",\n".join(json.dumps(event, separators=(",", ":")) for event in events)
    head = f'"displayTimeUnit":"ns","otherData":{json.dumps(about)}'
    return Exported(f'{{{head},"traceEvents":[\n{lines}\n]}}\n', remarks)


def us(ns: int) -> float:
    """Nanoseconds in the format's unit, such that a reader who multiplies by 1000 and cuts off gets `ns` again.

    The nearest float may be a hair too small: then a slice that begins where another ends would overlap it by 1 ns.
    """
    value = ns / 1000
    return value if int(value * 1000) >= ns else math.nextafter(value, math.inf)


def _trial_events(trial: Trial, pid: int, begin_ns: int, files: Files) -> tuple[list[dict], list[_Slice]]:
    """What stays, and what may be left out. `begin_ns` is where the trial's own zero is put."""
    fixed = [_meta(pid, 0, "process_name", name=_name(trial)), _meta(pid, 0, "process_sort_index", sort_index=pid)]
    slices: list[_Slice] = []
    tids = iter(range(pid * TIDS_OF_A_PROCESS + 1, (pid + 1) * TIDS_OF_A_PROCESS))
    logs = {kind: files.events(trial, kind) or [] for kind in ("interruptions", "pauses")}
    for phase in trial.phases:
        name = phase.phase
        inside = [event for event in logs["interruptions"] if event["phase"] == name]
        for thread in sorted({event.get("thread", 0) for event in inside} | {0}):
            own = [event for event in inside if event.get("thread", 0) == thread]
            tid = next(tids)
            fixed += _track(pid, tid, f"{name}, thread {thread}")
            fixed.append(_slice(pid, tid, begin_ns, name, "phase", phase.start_ns, phase.length_ns,
                                {"trial_id": trial.trial_id, **vars(phase)}))
            slices += _nested(pid, tid, begin_ns, "interruption", own, phase)
        if pauses := [event for event in logs["pauses"] if event["phase"] == name]:
            tid = next(tids)
            fixed += _track(pid, tid, f"{name}, reported pauses")
            slices += _nested(pid, tid, begin_ns, "pause", pauses, phase)
    rss = files.rss(trial)
    for time_ns, size in () if rss is None else rss.tolist():
        fixed.append({"name": "RSS", "cat": "memory", "ph": "C", "ts": us(begin_ns + int(time_ns)), "pid": pid,
                      "tid": pid * TIDS_OF_A_PROCESS, "args": {"bytes": int(size)}})
    return fixed, slices


def _name(trial: Trial) -> str:
    cell = trial.cell
    words = [f"{cell.setting.workload} {cell.label}", cell.setting.parameters, f"block {trial.block}"]
    words += [f"trial {trial.repeat}"] if trial.repeat > 1 else []
    words += [] if trial.ok else [f"{trial.status}: {trial.reason}"]
    words += [f"{lost} {what} did not fit into its log" for lost, what in (
        (trial.interruptions_lost, "interruptions"), (trial.pauses_lost, "pauses")) if lost]
    return ", ".join(words)


def _meta(pid: int, tid: int, kind: str, **args: str | int) -> dict:
    return {"name": kind, "cat": "__metadata", "ph": "M", "ts": 0, "pid": pid, "tid": tid, "args": args}


def _track(pid: int, tid: int, name: str) -> list[dict]:
    return [_meta(pid, tid, "thread_name", name=name), _meta(pid, tid, "thread_sort_index", sort_index=tid)]


def _slice(pid: int, tid: int, begin_ns: int, name: str, category: str, start_ns: int, length_ns: int,
           args: dict) -> dict:
    return {"name": name, "cat": category, "ph": "X", "ts": us(begin_ns + start_ns), "dur": us(length_ns), "pid": pid,
            "tid": tid, "args": args}


def _nested(pid: int, tid: int, begin_ns: int, category: str, events: list[dict], phase: Phase) -> list[_Slice]:
    """One slice per event, inside its phase and none over another."""
    slices, after = [], phase.start_ns
    end_of_phase = phase.start_ns + phase.length_ns
    for event in sorted(events, key=lambda event: event["start_ns"]):
        start = min(max(event["start_ns"], after), end_of_phase)
        after = max(start, min(event["start_ns"] + event["length_ns"], end_of_phase))
        args = {"start_ns": event["start_ns"], "length_ns": event["length_ns"]}
        slices.append(_Slice(event["length_ns"], _slice(pid, tid, begin_ns, event.get("cause", category), category,
                                                        start, after - start, args)))
    return slices


def _within(slices: list[_Slice], room: int) -> tuple[list[dict], list[str]]:
    """The events that fit into `room` by RULE, and what is to be said of the others."""
    if room < 0:
        raise ReportError(f"phases and RSS alone are {-room} events more than the {MOST_EVENTS} that viewers bear; "
                          "choose fewer trials, with --workload, --variant, --allocator or --block")
    if len(slices) <= room:
        return [found.event for found in slices], []
    # The longest that has no room: whatever is as short as that goes, so that what is there can be stated.
    limit_ns = sorted((found.length_ns for found in slices), reverse=True)[room]
    kept = [found.event for found in slices if found.length_ns > limit_ns]
    return kept, [f"{len(slices) - len(kept)} of {len(slices)} interruptions and pauses left out: those of "
                  f"{units.duration(limit_ns)} or less; choose fewer trials to see them"]


def _statuses(trials: list[Trial]) -> list[str]:
    """What is said of chosen trials that have no timeline."""
    counts = Counter(trial.status.replace("_", " ") for trial in trials if trial.status not in SHOWN)
    return [f"not shown, for want of a timeline: {', '.join(f'{n} {status}' for status, n in counts.items())}"
            ] if counts else []
