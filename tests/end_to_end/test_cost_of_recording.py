"""What the harness does besides an op, in instructions. What that costs in ns is shown by bench_harness."""

import pytest
from callgrind import COUNTED, instructions_in

OPS = 10_000


@COUNTED
@pytest.mark.parametrize("loop, most", [("closed", 70), ("fixed", 160), ("poisson", 190)])
def test_a_recorded_op_takes_few_instructions(loop, most, tmp_path):
    """The op's length in ns, a histogram and a series; in open loop when it is due, and all of that twice. With g++ 12
    it is 54, 121 and 143. That the counter is read once is held by TimelineTest and OpenLoopTest.
    """
    function = "record_closed" if loop == "closed" else "record_open"
    few, many = (instructions_in(function, ["cost/recorded_ops", loop, number], tmp_path)
                 for number in (OPS, 2 * OPS))
    assert 0 < (many - few) / OPS <= most
