"""No cell and no trial is silently missing."""

import json

from reports.run.load import load_run
from reports.run.status import cell_statuses, reasons
from reports.run.topics import topics


def statuses_of(directory, workload):
    run = load_run(directory)
    topic = next(topic for topic in topics(run) if topic.setting.workload == workload)
    return {status.entry.cell.label: status for status in cell_statuses(run, topic.cells)}


def test_a_failed_trial_is_counted_with_its_reason(synthetic_run):
    status = statuses_of(synthetic_run, "message_window")["boehm:incremental · glibc"]
    assert (status.text, status.kind) == ("8 ok, 2 timeout", "trouble")
    assert status.reasons[0][:3] == ("timeout", "no result within 60 s", 2)


def test_a_cell_that_cannot_run_says_so_and_misses_nothing(synthetic_run):
    found = statuses_of(synthetic_run, "persistent_map")
    assert (found["unique · glibc"].text, found["unique · glibc"].kind) == ("not applicable", "cannot")
    assert (found["shared · glibc"].text, found["shared · glibc"].kind) == ("10 ok", "ok")
    lines = reasons(list(found.values()))
    assert len(lines) == 1 and len(lines[0][2]) == 4 and lines[0][3] == 4


def test_trials_that_were_not_reached_are_missing(run_copy):
    results = run_copy / "results.jsonl"
    lines = [json.loads(line) for line in results.read_text().splitlines()]
    kept = [line for line in lines if line["cell"]["workload"] != "null" or line["block"] <= 3]
    results.write_text("".join(json.dumps(line) + "\n" for line in kept))
    found = statuses_of(run_copy, "null")
    assert all(status.missing == 7 for status in found.values())
    assert {status.text for status in found.values()} == {"3 ok, 7 missing"}


def test_a_trial_that_was_measured_again_counts_once(run_copy):
    results = run_copy / "results.jsonl"
    lines = [json.loads(line) for line in results.read_text().splitlines()]
    null = [line for line in lines if line["cell"]["workload"] == "null" and line["cell"]["variant"] == "value"
            and line["cell"]["allocator"] == "glibc"]
    for line in null[:4]:  # noisy at first: one becomes ok, one crashes, one stays noisy, and one is not repeated
        line.update(status="noisy", reason=f"steal {line['block']}.5 %, over 1 %")
    for line, attempt, status in [(null[0], 2, "ok"), (null[1], 2, "crashed"), (null[2], 2, "noisy"),
                                  (null[2], 3, "noisy")]:
        lines.append({**line, "trial_id": f"{line['trial_id']}-again{attempt - 1}", "attempt": attempt,
                      "status": status, "reason": "" if status == "ok" else f"steal {attempt}.7 %, over 1 %"})
    results.write_text("".join(json.dumps(line) + "\n" for line in lines))
    status = statuses_of(run_copy, "null")["value · glibc"]
    assert (status.text, status.missing) == ("7 ok, 1 crashed, 2 noisy", 0)
    assert sorted((name, number) for name, _, number, _ in status.reasons) == [("crashed", 1), ("noisy", 2)]
    del lines[lines.index(null[3])]  # a repeat must not hide a trial that is missing
    results.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert statuses_of(run_copy, "null")["value · glibc"].missing == 1


def test_a_planned_cell_without_a_line_is_shown(run_copy):
    results = run_copy / "results.jsonl"
    kept = [line for line in results.read_text().splitlines() if '"variant": "shared"' not in line
            and '"status": "not_applicable"' not in line]
    results.write_text("".join(line + "\n" for line in kept))
    assert statuses_of(run_copy, "null")["shared · jemalloc"].text == "10 missing"
    assert statuses_of(run_copy, "persistent_map")["unique · glibc"].text == "not applicable"
