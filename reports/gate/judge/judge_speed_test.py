"""The analysis stays fast: what it takes is counted, since seconds say as much of the machine."""

from reports.gate.judge import pairs
from reports.gate.judge.judge import judge
from reports.gate.judge.numbers import Rules
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.testing.fake_runner import FakeRunner, cell, worse
from reports.testing.effort import calls


def judged(folder, number):
    cells = tuple(cell(f"workload{each}") for each in range(number))
    rules = Rules(screen_blocks=30, confirm_blocks=30)
    runner = FakeRunner(cells=cells, harm=worse("cpu_ns_per_op", 1.05, where=cells[0]))
    paired(runner, folder, rules)
    count, result = calls(lambda: judge(pairs.load(folder / "screen"), pairs.load(folder / "confirm"), rules))
    assert result.exit_code == 1
    return count, len(result.rows)


def test_judging_takes_few_calls_and_for_each_metric_as_many(tmp_path):
    """As many as let it judge 200 metrics in about two seconds."""
    few, some_rows = judged(tmp_path / "few", 3)
    many, all_rows = judged(tmp_path / "many", 9)
    assert all_rows == 3 * some_rows > 50
    assert many < 30_000 * all_rows and many <= 3 * few
