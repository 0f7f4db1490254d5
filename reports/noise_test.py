"""The noise floor against a plain loop over the lines of the file."""

import json
from dataclasses import replace

from reports import noise, units
from reports.load import load_run
from reports.ratios import ratios
from reports.tidy import topics


def test_noise_floor_names_the_worst_ratio_and_the_longest_interruption(run_copy):
    lines = [json.loads(line) for line in (run_copy / "results.jsonl").read_text().splitlines()]
    of_null = [line for line in lines if line["cell"]["workload"] == "null"]
    of_null[3]["metrics"]["interruption_max_ns"]["value"] = 1_234_000
    (run_copy / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = topics(load_run(run_copy))
    null = next(topic for topic in found if topic.setting.workload == "null")
    estimates = [row.interval.estimate for row in ratios(null, ("cpu_ns_per_op",))]
    worst = max(estimates, key=lambda value: max(value, 1 / value))
    [sentence] = noise.sentences(found)
    assert f"CPU time per op the farthest from 1 is {units.significant(worst)} [" in sentence
    assert f"off by {units.significant((max(worst, 1 / worst) - 1) * 100, 2)} %" in sentence
    assert f"in its {len(of_null)} trials took 1.23 ms ({of_null[3]['cell']['variant']}" in sentence


def test_without_null_or_without_data_the_floor_is_unknown(synthetic_run):
    found = topics(load_run(synthetic_run))
    null = next(topic for topic in found if topic.setting.workload == "null")
    assert "not known" in noise.sentences([topic for topic in found if topic is not null])[0]
    quiet = replace(null, cells=[replace(entry, trials=[]) for entry in null.cells])
    assert noise.sentences([quiet])[0].endswith("no ok trial.")
