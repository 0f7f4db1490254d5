"""The page of a run, whose templates jinja2 renders, and every file beside it."""
