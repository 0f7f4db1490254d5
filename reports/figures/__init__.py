"""One chart per module, which has these functions:

`measure` computes the numbers, without what was not measured; `draw` draws them, with a footer.
`basis` says N and interval in a few words, for the figure itself; `caption` what is drawn. Neither repeats the other.
`alt` says the chart in words, for those who do not see it; a function of tables gives all that it shows.
"""
