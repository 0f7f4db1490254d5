"""Of which types the fields of a manifest and of a result line are, as far as the report counts on them.

Only types are checked here, so that damage ends in one line that names the field and not deep in a figure. Fields may
be absent or null, entries of an array may not, and fields that are not named here may be anything.
"""

from __future__ import annotations

from typing import TypeAlias

TEXT, WHOLE, NUMBER = "a text", "a whole number", "a number"


Shape: TypeAlias = "str | list[Shape] | dict[str, Shape] | None"


class Each(dict[str, Shape]):
    """An object whose every value has one shape, whatever its name: Each(value=shape)."""


OBJECT = Each(value=None)
"""An object of anything."""

TRIAL: Shape = {
    "trial_id": TEXT, "block": WHOLE, "slot": WHOLE, "repeat": WHOLE, "attempt": WHOLE, "status": TEXT, "group": TEXT,
    "reason": TEXT, "digest": TEXT, "rounds": WHOLE, "items_per_op": WHOLE, "item": TEXT, "rate_per_s": NUMBER,
    "live_bytes": NUMBER, "started_unix_ms": WHOLE, "interruption_threshold_ns": NUMBER, "interruptions_lost": WHOLE,
    "pauses_lost": WHOLE, "metrics": OBJECT, "notes": [TEXT], "noise": Each(value=NUMBER),
    "phases": [{"phase": TEXT, "start_ns": WHOLE, "length_ns": WHOLE, "cpu_ns": NUMBER}],
    "env": {"lifetime_ns": NUMBER, "settings": OBJECT},
    **{name: TEXT for name in ("interruptions", "pauses", "mmu", "histograms", "rss_series", "latency_series", "log")}}

MANIFEST: Shape = {
    "profile": {"blocks": WHOLE, "trials_per_block": WHOLE}, "host": OBJECT,
    "env": OBJECT, "command": [None], "workloads": Each(value=OBJECT), "cells": [OBJECT],
    "smallest_heaps": [{"cell": TEXT, "bytes": WHOLE}], "rates": [OBJECT], "allocators": [OBJECT],
    "warnings": [TEXT], "metrics": Each(value=Each(value=TEXT)),
    "sides": [{"name": TEXT, "children": [OBJECT], "git": OBJECT, "toolchain": OBJECT, "env": OBJECT}]}


def problem(value: object, shape: Shape, path: str = "") -> str:
    """What about a JSON value is not of a shape, in words; empty where all is."""
    if value is None or shape is None:
        return ""
    if isinstance(shape, str):
        return "" if _is(value, shape) else f"{path} is not {shape}"
    if isinstance(shape, list):
        if not isinstance(value, list) or (None in value and shape[0] is not None):
            return f"{path} is not a JSON array" + (" without null" if isinstance(value, list) else "")
        found = ((inner, shape[0], f"{path}[{number}]") for number, inner in enumerate(value))
    elif not isinstance(value, dict):
        return f"{path} is not a JSON object"
    elif isinstance(shape, Each):
        found = ((inner, shape["value"], _under(path, name)) for name, inner in value.items())
    else:
        found = ((value.get(name), inner, _under(path, name)) for name, inner in shape.items())
    return next(filter(None, (problem(*part) for part in found)), "")


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, {TEXT: (str,), WHOLE: (int,), NUMBER: (int, float)}[kind])


def _under(path: str, name: str) -> str:
    # Names of an Each are data, and what is said is one line.
    name = name if name.isidentifier() else repr(name)
    return f"{path}.{name}" if path else name
