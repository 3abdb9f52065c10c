"""Growth as a picture: seconds over size, both in logarithms, so that a power is a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FormatStrFormatter, LogLocator, NullLocator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Okabe and Ito's colours, which readers with any colour vision can tell apart.
COLOURS = ("#0072B2", "#56B4E9", "#D55E00", "#009E73", "#CC79A7")
MARKS = "osv^D"
THOUSAND, MILLION = 1e3, 1e6


@dataclass(frozen=True)
class Curve:
    """Seconds by size."""

    name: str
    sizes: Sequence[float]
    seconds: Sequence[float]


def draw(path: Path, across: str, up: str, curves: Sequence[Curve]) -> None:
    """Draw curves with their names at their ends; the same bytes for the same numbers.

    Args:
        path: The .svg to write.
        across: What the sizes are.
        up: Unit of the seconds.
        curves: What to draw.
    """
    with mpl.rc_context({"svg.hashsalt": path.stem, "svg.fonttype": "path", "font.size": 9}):
        figure = Figure(figsize=(7.0, 4.0), layout="constrained")
        axes = figure.add_subplot()
        for curve, colour, mark in zip(curves, COLOURS, MARKS, strict=False):
            axes.loglog(curve.sizes, curve.seconds, marker=mark, color=colour, label=curve.name)
        sizes = curves[0].sizes
        axes.set_xticks(sizes, [_short(size) for size in sizes])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_formatter(FormatStrFormatter("%g"))
        axes.set_xlabel(across)
        axes.set_ylabel(up)
        axes.grid(which="major", color="#DDDDDD", linewidth=0.6)
        axes.legend(frameon=False)
        figure.savefig(path, metadata={"Date": None})


def _short(size: float) -> str:
    if size >= MILLION:
        return f"{size / MILLION:.1f} million"
    return f"{size / THOUSAND:.0f},000" if size >= THOUSAND else f"{size:g}"
