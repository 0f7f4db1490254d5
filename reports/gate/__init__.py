"""The regression gate: two sides of a run compared, and a history of runs watched (docs/gate.md).

`ranks`, `rules` and `mde` are the statistics; they know arrays only, so that `simulate` puts the very code of the
gate to the test. `pairs`, `series`, `exact` and `comparable` read a run; `judge` makes one `result` of it, which
`forms` write down. `paired` orchestrates through the interface in `runner`. `history` is apart.
"""
