"""One chart per module: `measure` computes its numbers, `draw` draws them, `alt` and `caption` say them."""
