"""Reports on a run directory (docs/protocol.md): run -> analysis -> claims -> figures -> page.

Each folder is a floor that may import those below it only; FLOORS in scripts/layering_python.py is the list.

Nothing in here imports compiled code, and nothing here measures: a report can be made again at any
time from the run directory alone.
"""
