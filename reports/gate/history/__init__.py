"""Runs of one machine over time: the store, the points in it, and what is said about the newest one (docs/gate.md)."""
