"""The numbers of a run: ratios, noise, growth, bounds of the overhead, time against space, predictions."""
