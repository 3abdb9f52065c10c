"""The stage graph of a line as a 16:9 picture for a review, SVG and PNG, the same bytes for the same line."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING, Any

from planner.exports.line_grid import HEIGHT, SIDE, WIDTH, grid_of
from planner.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes

    from planner.exports.line_grid import Grid

DPI = 150
CHINESE = ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Serif CJK SC", "Droid Sans Fallback")

# Okabe and Ito's colours, which readers with any colour vision can tell apart, and light tints of them.
VERMILLION, ORANGE, BLUE, GREY, LINE, INK = "#D55E00", "#E69F00", "#0072B2", "#767676", "#555555", "#222222"
WHITE, ORANGE_TINT, BLUE_TINT, GREY_TINT = "#FFFFFF", "#FDF1D8", "#EAF3FA", "#F5F5F5"
NAME_LINES = 3
LANE_CORNERS = 6
CLOSE = 0.05  # headroom up to which a stage counts as close to the bottleneck


def draw(stages: pd.DataFrame, flows: pd.DataFrame, line: pd.Series, path: Path) -> tuple[Path, Path]:
    """Draw the stages of one line for one item.

    Args:
        stages: Rows of `line_stages` of one item.
        flows: `line_flows` of the line.
        line: The row of `line_figures` of the line and item.
        path: Where to write, without a suffix; .svg and .png are put on.

    Returns:
        The two files.
    """
    import matplotlib as mpl  # noqa: PLC0415  (half a second that only pictures need)
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context({"svg.hashsalt": "line", "svg.fonttype": "path", "font.family": _fonts()}):
        figure = Figure(figsize=(WIDTH, HEIGHT), facecolor=WHITE)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.axis("off")
        grid = grid_of(stages)
        by_name = stages.set_index("stage")
        for _, flow in flows.iterrows():
            _arrow(axes, grid, by_name.loc[flow["from_stage"]], by_name.loc[flow["to_stage"]], flow["quantity"])
        for _, stage in stages.iterrows():
            _box(axes, grid, stage, str(line["unit"]))
        _branches(axes, grid, stages)
        _heading(axes, line)
        _legend(axes)
        svg, png = (path.with_name(f"{path.name}{suffix}") for suffix in (".svg", ".png"))
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(svg, metadata={"Date": None, "Creator": None})
        figure.savefig(png, dpi=DPI, metadata={"Software": None})
    return svg, png


def _arrow(axes: Axes, grid: Grid, tail: pd.Series, head: pd.Series, quantity: float) -> None:
    """An edge of straight pieces that run between the boxes."""
    from matplotlib.patches import FancyArrowPatch  # noqa: PLC0415
    from matplotlib.path import Path as Line  # noqa: PLC0415

    points = grid.way(tail, head)
    arrow = FancyArrowPatch(path=Line(points), arrowstyle="-|>", mutation_scale=13, color=LINE, zorder=1)
    arrow.set(linewidth=1.4, joinstyle="round")
    axes.add_patch(arrow)
    if quantity != 1:
        label = text("line_picture.quantity", quantity=quantity)
        # On a lane of its own in the lane's middle, else where the arrow leaves, before it may join others.
        lane = len(points) == LANE_CORNERS
        x = (points[2][0] + points[3][0]) / 2 if lane else points[0][0] + 0.05
        y = points[2][1] + 0.04 if lane else points[0][1] - 0.05
        side = "top" if lane else "bottom"
        axes.text(x, y, label, ha="left", va=side, size=grid.points - 1.5, color=INK)


def _colours(stage: pd.Series) -> tuple[str, str, str]:
    """Fill, edge and letters of a stage's box."""
    if stage["bottleneck"]:
        return VERMILLION, VERMILLION, WHITE
    if not stage["usage"] > 0:
        return GREY_TINT, GREY, GREY
    if stage["headroom"] <= CLOSE:
        return ORANGE_TINT, ORANGE, INK
    return BLUE_TINT, BLUE, INK


def _box(axes: Axes, grid: Grid, stage: pd.Series, unit: str) -> None:
    """A stage: its name, what it could put out, how far that is above the bottleneck, its machines."""
    from matplotlib.patches import FancyBboxPatch, Rectangle  # noqa: PLC0415

    fill, edge, ink = _colours(stage)
    x, y = grid.centre(stage)
    left, top = x - grid.wide / 2, y - grid.high / 2
    corner = "round,pad=0,rounding_size=0.07"
    shape = FancyBboxPatch(
        (left, top), grid.wide, grid.high, corner, facecolor=fill, edgecolor=edge, linewidth=1.6, zorder=2
    )
    axes.add_patch(shape)
    size, step = grid.points, grid.points * 1.32 / 72
    foot = top + grid.high - 0.14
    name = _wrapped(stage["stage_name"], grid.wide, size)
    # The name stands in the middle of what the two rows below leave.
    middle = (top + foot - 2 * step) / 2 + 0.02
    style: dict[str, Any] = {"ha": "center", "color": ink}
    shrunk = size if name.count("\n") < NAME_LINES - 1 else 0.9 * size
    axes.text(x, middle, name, va="center", size=shrunk, weight="bold", linespacing=1.08, **style)
    axes.text(x, foot - step, _output(stage, unit), va="bottom", size=size, **style)
    axes.text(x, foot, _below(stage), va="bottom", size=size - 1, **style)
    if stage["bottleneck"]:
        tag = text("line_picture.is_bottleneck")
        place = (left + grid.wide - 0.03, top - 0.05)
        axes.text(*place, tag, ha="right", va="bottom", size=size - 2, weight="bold", color=VERMILLION)
    if stage["usage"] > 0:
        bar, inside = 0.055, grid.wide - 0.24
        for part, colour in ((1.0, WHITE), (stage["load"], ink if stage["bottleneck"] else edge)):
            place = (left + 0.12, top + grid.high - bar - 0.06)
            axes.add_patch(Rectangle(place, inside * part, bar, facecolor=colour, linewidth=0, zorder=3))


def _wrapped(name: str, wide: float, size: float) -> str:
    """A name in at most three lines of a box, cut where it is longer."""
    letters = int((wide - 0.12) * 72 / (size * 0.65))
    more = text("line_picture.more")
    return textwrap.fill(name, letters, max_lines=NAME_LINES, placeholder=more, break_on_hyphens=False)


def _output(stage: pd.Series, unit: str) -> str:
    """Good output of a stage, in GWh where its item holds energy."""
    if not stage["usage"] > 0:
        return text("line_picture.unused")
    if stage["gwh_per_year"] > 0:
        return text("line_picture.gwh", gwh=stage["gwh_per_year"])
    return text("line_picture.units", good=stage["good_per_year"], unit=unit)


def _below(stage: pd.Series) -> str:
    """Headroom and machines of a stage."""
    machines = text("line_picture.machine" if stage["machines"] == 1 else "line_picture.machines", **_plain(stage))
    if not stage["usage"] > 0:
        return machines
    return text("line_picture.dot").join((text("line_picture.headroom", **_plain(stage)), machines))


def _machines(row: pd.Series) -> str:
    """The number of machines in words."""
    return text("line_picture.machine" if row["machines"] == 1 else "line_picture.machines", **_plain(row))


def _branches(axes: Axes, grid: Grid, stages: pd.DataFrame) -> None:
    """The name of each branch above its first stage."""
    named = stages[stages["branch"] != ""].sort_values(["band", "column"], kind="stable")
    for _, stage in named.drop_duplicates("branch").iterrows():
        x, y = grid.centre(stage)
        place = (x - grid.wide / 2 + 0.03, y - grid.high / 2 - 0.05)
        axes.text(*place, stage["branch"].upper(), ha="left", va="bottom", size=grid.points - 2, color=GREY)


def _heading(axes: Axes, line: pd.Series) -> None:
    """Name of the line, and what it comes to, in two rows."""
    output = "summary_gwh" if line["gwh_per_year"] > 0 else "summary_units"
    size = "summary_stage" if line["stages"] == 1 else "summary_stages"
    tight = ["summary_bottleneck", "summary_next"] if line["next_stage"] else ["summary_bottleneck"]
    rows = [["title"], [output, "summary_rty", size], tight]
    for y, keys, points, weight in zip((0.42, 0.82, 1.13), rows, (22, 13, 13), ("bold", *2 * ["normal"]), strict=True):
        parts = [text(f"line_picture.{key}", **_plain(line), machine_count=_machines(line)) for key in keys]
        words = text("line_picture.separator").join(parts)
        axes.text(SIDE, y, words, ha="left", va="center", size=points, weight=weight, color=INK)


def _legend(axes: Axes) -> None:
    """What colours and bars mean."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    x, y = SIDE, HEIGHT - 0.3
    keys = (
        ("bottleneck", VERMILLION, VERMILLION),
        ("close", ORANGE_TINT, ORANGE),
        ("other", BLUE_TINT, BLUE),
    )
    for key, fill, edge in keys:
        axes.add_patch(Rectangle((x, y - 0.08), 0.24, 0.16, facecolor=fill, edgecolor=edge, linewidth=1.4))
        label = text(f"line_picture.legend_{key}", share=CLOSE)
        axes.text(x + 0.32, y, label, ha="left", va="center", size=10, color=INK)
        x += 0.32 + 0.085 * _letters(label) + 0.25
    axes.text(WIDTH - SIDE, y, text("line_picture.legend_bar"), ha="right", va="center", size=10, color=INK)


def _letters(words: str) -> int:
    """How many letters wide words are: a Chinese one is as wide as two others."""
    return len(words) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in words)


def _fonts() -> list[str]:
    """The font that comes with the library, and for letters that it lacks those Chinese ones that the machine has."""
    from matplotlib.font_manager import get_font_names  # noqa: PLC0415

    there = set(get_font_names())
    return ["DejaVu Sans", *(name for name in CHINESE if name in there)]


def _plain(row: pd.Series) -> dict[str, object]:
    """A row as values by name."""
    return {str(key): value for key, value in row.items()}
