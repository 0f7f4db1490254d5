"""One chart per module, which has these functions:

`measure` computes the numbers, without what was not measured; `draw` draws them, with a footer; `table` gives all that
it shows. `told` says the chart in words: `alt` for those who do not see it, `caption` what is drawn, `basis`
N and interval in a few words, for the figure itself. None repeats another; a figure without data says only that.
"""
