"""Whether services that watch trends would take a file, for tests: none of them can be run here.

Rules are those of their documentation, and of their sources where that is silent. Above each rule stands where it
was found.
"""

import csv
import io
import json
import math
from datetime import datetime

import jsonschema
import yaml

TEXT, FINITE = {"type": "string", "minLength": 1}, {"type": "number"}
# https://github.com/benchmark-action/github-action-benchmark/blob/master/README.md, "Tool-specific setup"
ENTRIES = {"type": "array", "minItems": 1, "items": {
    "type": "object", "required": ["name", "unit", "value"], "additionalProperties": False,
    "properties": {"name": TEXT, "unit": TEXT, "value": FINITE, "range": TEXT, "extra": TEXT}}}
# https://bencher.dev/docs/reference/bencher-metric-format, "JSON Schema"
METRIC = {"type": "object", "required": ["value"], "additionalProperties": False,
          "properties": {"value": FINITE, "lower_value": FINITE, "upper_value": FINITE}}
BMF = {"type": "object", "minProperties": 1, "additionalProperties": {
    "type": "object", "minProperties": 1, "additionalProperties": METRIC}}
LOOSE = {"type": ["string", "number", "null"]}
MAYBE_TEXT = {"type": ["string", "null"]}


def _record(required: dict, optional: dict | None = None) -> dict:
    return {"type": "object", "required": list(required), "additionalProperties": False,
            "properties": {**required, **(optional or {})}}


ANY_TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
# https://github.com/smarr/ReBenchDB/blob/master/src/shared/api.ts, BenchmarkData; what its columns hold is in
# src/backend/db/db.sql: limits and times are whole numbers there, of which `int` takes no fraction.
SUITE = _record({"name": TEXT, "desc": MAYBE_TEXT, "executor": _record({"name": TEXT, "desc": MAYBE_TEXT})})
DETAILS = _record({"maxInvocationTime": WHOLE, "minIterationTime": WHOLE, "warmup": {"type": ["integer", "null"]}})
RUN_ID = _record({"benchmark": _record({"name": TEXT, "suite": SUITE, "runDetails": DETAILS}, {"desc": ANY_TEXT}),
                  "cmdline": TEXT, "location": ANY_TEXT, "varValue": LOOSE, "cores": LOOSE, "inputSize": LOOSE,
                  "extraArgs": MAYBE_TEXT})
# API version 2: `m` has for each criterion null, or its values by iteration. A server answers 400 to `it`, which
# version 1 had (src/backend/rebench/results.ts).
POINT = _record({"in": WHOLE, "m": {"type": "array", "minItems": 1, "items": {
    "type": ["array", "null"], "minItems": 1, "items": FINITE}}})
SOURCE = _record({name: ANY_TEXT for name in ("repoURL", "branchOrTag", "commitId", "commitMsg", "authorName",
                                              "authorEmail", "committerName", "committerEmail")})
ENVIRONMENT = _record({"hostName": TEXT, "cpu": ANY_TEXT, "clockSpeed": WHOLE, "memory": WHOLE,
                       "osType": ANY_TEXT, "userName": ANY_TEXT, "manualRun": {"type": "boolean"}, "software": {
                           "type": "array", "items": _record({"name": ANY_TEXT, "version": ANY_TEXT})}})
REBENCHDB = _record(
    {"data": {"type": "array", "minItems": 1,
              "items": _record({"runId": RUN_ID, "d": {"type": "array", "items": POINT}})},
     "env": ENVIRONMENT, "source": SOURCE, "experimentName": TEXT, "startTime": TEXT, "projectName": TEXT},
    {"experimentDesc": ANY_TEXT, "endTime": MAYBE_TEXT, "criteria": {
        "type": "array", "items": _record({"i": WHOLE, "c": TEXT, "u": TEXT})}})


class Refused(Exception):
    """What a service would not take, or would take for something else, and why."""


def github_action_benchmark(text: str) -> dict[str, dict]:
    """Name -> entry. Raises Refused; also for a second entry of a name, of which the action would never look at one."""
    entries = _checked(text, ENTRIES)
    for entry in entries:
        _require(entry["value"] > 0, f"{entry['name']}: the next run would be divided by {entry['value']}")
    return _unique((entry["name"], entry) for entry in entries)


def bencher(text: str) -> dict[str, dict[str, dict]]:
    """Benchmark -> measure -> metric. Raises Refused."""
    found = _checked(text, BMF)
    for name, measured in found.items():
        _require(0 < len(name) <= 1024 and not name.endswith("-bencher-ignore"), f"the name {name[:60]!r}")
        for measure, metric in measured.items():
            _require(0 < len(measure) <= 64, f"the measure {measure!r}")
            low, high = (metric.get(end, metric["value"]) for end in ("lower_value", "upper_value"))
            _require(low <= metric["value"] <= high, f"{name}: {measure} is outside its interval")
    return found


def otava_csv(files: dict[str, str]) -> dict[str, dict[str, tuple[int, list[float]]]]:
    """Test -> metric -> (direction, values over the rows). Raises Refused."""
    found = {}
    # https://github.com/apache/otava/blob/master/docs/GETTING_STARTED.md, "Defining tests"; what a table lacks, or
    # has too much of, otava/importer.py raises, CsvImporter.
    for test, config in yaml.safe_load(files["otava.yaml"])["tests"].items():
        _require(config["type"] == "csv" and config["file"] in files, f"{test}: no such file")
        header, *rows = csv.reader(io.StringIO(files[config["file"]]))
        wanted = [config["time_column"], *config["attributes"], *config["metrics"]]
        _require(len(set(header)) == len(header) and set(wanted) <= set(header), f"{test}: columns {header}")
        _require(rows and all(len(row) == len(header) for row in rows), f"{test}: a row of another length")
        for row in rows:
            _require(datetime.fromisoformat(row[header.index(wanted[0])]).tzinfo, f"{test}: a time without a zone")
        found[test] = {metric: (settings["direction"], [_level(row[header.index(metric)]) for row in rows])
                       for metric, settings in config["metrics"].items()}
    return found


def rebenchdb(text: str) -> dict:
    """The body. Raises Refused; also where the database would keep one of two values, or take one thing for another."""
    body = _checked(text, REBENCHDB)
    criteria = _unique((criterion["i"], criterion["c"]) for criterion in body["criteria"])
    _unique((name, None) for name in criteria.values())
    # recordRun, recordSource and recordEnvironment of src/backend/db/db.ts look up by these texts alone.
    _unique((run["runId"]["cmdline"], None) for run in body["data"])
    for key in (body["source"]["commitId"], body["env"]["hostName"]):
        _require(key != "n/a", "what is not known would be taken for one thing")
    for run in body["data"]:
        _unique((point["in"], None) for point in run["d"])
        for point in run["d"]:
            # `m` is read by position, and a position without a criterion stops the upload (src/backend/db/db.ts).
            _require({at for at, values in enumerate(point["m"]) if values} <= criteria.keys(), "no criterion")
    return body


def rebenchdb_trial(body: dict) -> tuple[str, ...]:
    """What the database tells uploads apart by: the first commit of a key is that of all (db.sql, table Trial)."""
    return (body["projectName"], body["experimentName"], body["startTime"], body["env"]["hostName"],
            body["env"]["userName"])


def _checked(text: str, schema: dict):
    found = json.loads(text, parse_constant=_refuse_constant)
    try:
        jsonschema.validate(found, schema)
    except jsonschema.ValidationError as error:
        raise Refused(error.message) from None
    return found


def _level(value) -> float:
    try:
        number = float(value)
    except ValueError:
        raise Refused(f"{value!r} is no number") from None
    _require(math.isfinite(number) and number > 0, f"a level of {number} cannot be divided by")
    return number


def _unique(pairs) -> dict:
    found = {}
    for name, value in pairs:
        _require(name not in found, f"{name!r} is there twice")
        found[name] = value
    return found


def _require(holds, what: str) -> None:
    if not holds:
        raise Refused(what)


def _refuse_constant(constant: str):
    raise Refused(f"{constant} is no JSON")
