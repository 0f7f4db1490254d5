"""A run directory as data: what was planned and measured, by which names, on which machine."""
