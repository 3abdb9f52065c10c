"""Places in inches on a line's picture: boxes, and the ways of the arrows between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# Inches.
WIDTH, HEIGHT = 13.333, 7.5
SIDE, TOP, BOTTOM = 0.5, 1.45, 0.6
GAP = 0.38
MOST_WIDE, MOST_HIGH = 2.3, 1.2
BAND_GAP = 0.25  # of a row, between two bands


@dataclass(frozen=True, slots=True)
class Grid:
    """Places in inches from the upper left corner of the picture.

    Attributes:
        left, top: Corner of the first box's cell.
        across, down: Size of a cell (a box and the gaps around it).
        band_top: First row of each band.
    """

    left: float
    top: float
    across: float
    down: float
    band_top: tuple[float, ...]

    @property
    def wide(self) -> float:
        """Width of a box."""
        return min(self.across - GAP, MOST_WIDE)

    @property
    def high(self) -> float:
        """Height of a box."""
        return 0.83 * self.down

    @property
    def points(self) -> float:
        """Size of the letters."""
        return min(11.5, self.high * 10.6, self.wide * 6.3)

    def centre(self, stage: pd.Series) -> tuple[float, float]:
        """Middle of a stage's box."""
        row = stage["row"] + BAND_GAP * stage["band"]
        return self.left + (stage["column"] + 0.5) * self.across, self.top + (row + 0.5) * self.down

    def way(self, tail: pd.Series, head: pd.Series) -> list[tuple[float, float]]:
        """Corners of the arrow from one stage to another, which runs between the boxes."""
        (x, y), (to_x, to_y) = self.centre(tail), self.centre(head)
        start, end = x + self.wide / 2, to_x - self.wide / 2
        before, after = to_x - self.across / 2, x + self.across / 2
        points = [(start, y)]
        if tail["band"] != head["band"]:
            # Down to the lane between the bands, back to the left, and in from there.
            lane = self.top + (self.band_top[head["band"]] + BAND_GAP * (head["band"] - 0.5)) * self.down
            points += [(after, y), (after, lane), (before, lane), (before, to_y)]
        elif head["column"] > tail["column"] + 1:
            # Past the boxes between the two, below the tail's row.
            lane = y + self.down / 2
            points += [(after, y), (after, lane), (before, lane), (before, to_y)]
        elif y != to_y:
            points += [(before, y), (before, to_y)]
        points.append((end, to_y))
        return points


def grid_of(stages: pd.DataFrame) -> Grid:
    """The largest boxes that fit, in the middle of the room that heading and legend leave."""
    columns = stages["column"].max() + 1
    rows = stages["row"].max() + 1 + BAND_GAP * stages["band"].max()
    across = min((WIDTH - 2 * SIDE) / columns, MOST_WIDE + 1.6 * GAP)
    down = min((HEIGHT - TOP - BOTTOM) / rows, MOST_HIGH / 0.83)
    left = (WIDTH - across * columns) / 2
    top = TOP + (HEIGHT - TOP - BOTTOM - down * rows) / 2
    return Grid(left, top, across, down, tuple(stages.groupby("band")["row"].min()))
