"""What figures are drawn with besides `style`, so that matplotlib is known in this folder only."""

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import LineCollection
from matplotlib.colors import LogNorm
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

__all__ = ["Axes", "Axis", "Line2D", "LineCollection", "LogNorm", "Patch", "withStroke"]
