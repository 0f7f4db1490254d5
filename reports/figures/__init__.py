"""One chart per module: `measure` computes its numbers, `draw` draws them, `alt` says them.

`basis` says N and interval, `caption` what is drawn; neither repeats the other (drawing/charts.py).
"""
