"""The regression gate: two sides of a run compared, and a history of runs watched (docs/gate.md).

In `judge`, `rules` and `mde` are the statistics; they know arrays only, so that `selftest` puts the very code of the
gate to the test. `pairs`, `differences`, `exact` and `comparable` read a run; `judge` makes one `result` of it, which
`forms` write down. `measure` orchestrates through the interface in its `runner`. `history` is apart.
"""
