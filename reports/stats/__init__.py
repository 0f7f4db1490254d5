"""Signed ranks, intervals and change points over plain arrays. Knows no word of a benchmark."""
