"""Reports on a run directory (docs/protocol.md): load -> tidy -> stats -> figures -> page.

Nothing in here imports compiled code, and nothing here measures: a report can be made again at any
time from the run directory alone.
"""
