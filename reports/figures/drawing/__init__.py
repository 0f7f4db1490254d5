"""Charts as matplotlib draws them, whose only importer this folder is: style, axes, steps, SVG for the page."""
