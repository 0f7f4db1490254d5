"""The analysis stays fast: 200 metrics of 30 blocks in five seconds."""

import time

from reports.gate.judge import pairs
from reports.gate.judge.judge import judge
from reports.gate.judge.rules import Rules
from reports.gate.measure.screen_and_confirm import paired
from reports.gate.testing.fake_runner import FakeRunner, cell, worse


def test_two_hundred_metrics_of_thirty_blocks_are_judged_in_five_seconds(tmp_path):
    cells = tuple(cell(f"workload{number}") for number in range(25))
    rules = Rules(screen_blocks=30, confirm_blocks=30)
    runner = FakeRunner(cells=cells, harm=worse("cpu_ns_per_op", 1.05, where=cells[0]))
    paired(runner, tmp_path, rules)
    begin = time.process_time()
    result = judge(pairs.load(tmp_path / "screen"), pairs.load(tmp_path / "confirm"), rules)
    assert len(result.rows) >= 200 and result.exit_code == 1
    assert time.process_time() - begin < 5
