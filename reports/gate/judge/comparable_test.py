"""What must not be compared is refused with the difference named, unless it was declared."""

import json

import pytest

from reports.gate.judge import pairs
from reports.gate.judge.judge import judge
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.testing.fake_runner import FakeRunner, cell, worse
from reports.run.errors import ReportError


def refused(tmp_path, match, declared=(), **fields):
    runner = FakeRunner(**fields)
    with pytest.raises(ReportError, match=match):
        paired(runner, tmp_path / "refused")
    if declared:
        assert paired(FakeRunner(**fields), tmp_path / "declared", declared=frozenset(declared)).exit_code == 0


@pytest.mark.parametrize("name, value", [("compiler", "Clang 14"), ("flags", "-O3"), ("build_type", "Debug")])
def test_other_toolchains(tmp_path, name, value):
    def spoil(manifest):
        manifest["sides"][1]["toolchain"] = {**manifest["sides"][1]["toolchain"], name: value}
    refused(tmp_path, f"toolchain.{name} is .* and '{value}'", ["toolchain"], spoil=spoil)


def other_policy(trial):
    if trial["cell"]["variant"] == "boehm" and trial["cell"]["side"] == "head":
        trial["env"]["settings"] = {"mode": "incremental"}


def test_another_heap_policy(tmp_path):
    refused(tmp_path, "boehm/glibc has the heap policy 'mode default' on the base and 'mode incremental' on the head",
            ["heap-policy"], harm=other_policy)


def test_a_heap_policy_that_the_environment_of_a_side_sets_is_declared(tmp_path):
    def spoil(manifest):
        manifest["sides"][1]["env"] = {"GC_ENABLE_INCREMENTAL": "1"}
    assert paired(FakeRunner(harm=other_policy, spoil=spoil), tmp_path).exit_code == 0


def test_another_question(tmp_path):
    def harm(trial):
        if trial["cell"]["workload"] == "null" and trial["cell"]["side"] == "head":
            trial.update(digest="feedfeedfeedfeed", status="wrong_digest")
    words = "null .*00c0ffee00c0ffee on the base and feedfeedfeedfeed on the head.*another question"
    refused(tmp_path, words, harm=harm)


def test_one_wrong_answer_is_no_other_question_but_a_regression(tmp_path):
    def harm(trial):
        if trial["cell"] == {**cell("null"), "side": "head"}:
            trial.update(digest="feedfeedfeedfeed", status="wrong_digest")
    assert paired(FakeRunner(harm=harm), tmp_path).exit_code == 1


def test_a_confirmation_of_fewer_cells_needs_fewer_mallocs(tmp_path):
    def spoil(manifest):
        manifest["sides"] = [{**side, "libraries": [{"path": "libm", "sha256": "m"}]} for side in manifest["sides"]]
        if manifest["run_id"] == "fake-1":
            manifest["sides"][1]["libraries"].append({"path": "libjemalloc", "sha256": "j"})
    assert paired(FakeRunner(harm=worse("cpu_ns_per_op", 1.1), spoil=spoil), tmp_path).exit_code == 1


@pytest.mark.parametrize("change, match", [
    (lambda m: m["host"].update(cpu="another"), "host.cpu is 'fake' and 'another'"),
    (lambda m: m["profile"].update(scale="full"), "profile.scale is 'quick' and 'full'"),
    (lambda m: m["profile"].update(steady_target_ms=1), "steady_target_ms"),
    (lambda m: m["sides"][1]["children"][0].update(sha256="x"), "the head's programs, libraries or variables"),
    (lambda m: m["sides"][0]["env"].update(A="1"), "the base's programs, libraries or variables"),
    (lambda m: m["sides"][0]["libraries"].append({"path": "p", "sha256": "s"}), "the base's programs, libraries"),
    (lambda m: [entry.update(rate_per_s=2.0) for entry in m["cells"]], "rate_per_s of .* is None and 2.0")])
def test_a_confirmation_of_something_else(tmp_path, change, match):
    paired(FakeRunner(harm=worse("cpu_ns_per_op", 1.1)), tmp_path)
    path = tmp_path / "confirm" / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))
    with pytest.raises(ReportError, match=match):
        judge(pairs.load(tmp_path / "screen"), pairs.load(tmp_path / "confirm"))


def test_a_newer_schema_is_refused(tmp_path):
    with pytest.raises(ReportError, match="schema 3 is newer"):
        paired(FakeRunner(spoil=lambda manifest: manifest.update(schema=3)), tmp_path)


def test_a_cell_that_only_one_side_can_run_is_inconclusive(tmp_path):
    def spoil(manifest):
        manifest["cells"][0].update(status="not_applicable", reason="not on the head")
        manifest["cells"][1].update(status="unavailable", reason="jemalloc is not installed")

    def harm(trial):
        if {**trial["cell"], "side": ""} == {**cell("alloc_churn"), "side": ""}:
            trial.update(status="unavailable", metrics={})
    result = paired(FakeRunner(spoil=spoil, harm=harm), tmp_path)
    assert result.exit_code == 2 and "cannot run: not on the head" in result.reasons[0]


def test_a_cell_that_neither_side_can_run_is_a_note(tmp_path):
    def spoil(manifest):
        for planned in manifest["cells"][:2]:
            planned.update(status="not_applicable", reason="one owner cannot share")

    def harm(trial):
        if {**trial["cell"], "side": ""} == {**cell("alloc_churn"), "side": ""}:
            trial.update(status="not_applicable", metrics={})
    result = paired(FakeRunner(spoil=spoil, harm=harm), tmp_path)
    assert result.exit_code == 0 and "one owner cannot share" in result.notes[0]
