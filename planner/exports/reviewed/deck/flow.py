"""Which figures stand on which slide, and where: a page is a slide; what finds no room there goes on to a next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.exports.reviewed.content import Chart, Gantt, Grid, Heat, Tiles
from planner.exports.reviewed.deck import drawn_tables, gantts, lying, tiles, upright
from planner.exports.reviewed.deck.canvas import CAPTION_HEIGHT, SMALL, SOFT, Box, Canvas, Type
from planner.exports.reviewed.deck.tables import Laid, laid
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planner.exports.reviewed.content import Bar, Figure, Page

GAP, BESIDE = 0.16, 0.4
_CHART, _BAR, _THIN = 2.4, 0.27, 0.11
"""Least height of a chart, of a bar that lies, and of one that can just be read, in inches."""
_SPARED = 0.7
"""Height that a table leaves to the charts of its slide where it is cut there."""
_MORE, _FEW, _SLIDES = 0.22, 4, 3
"""Height of the line that tells what is left out; rows that make a table worth its head; slides of a table at most."""


@dataclass(frozen=True)
class Block:
    """Something across the slide: its least height, whether it grows, how it is drawn."""

    least: float
    grows: bool
    draw: Callable[[Canvas, Box], None]


def figures_of(page: Page) -> list[Figure]:
    """The figures of a page that its slides show; appendices are left out."""
    return [own for own in page.figures if not (isinstance(own, Grid) and own.minor)]


def slides_of(page: Page, body: Box) -> list[list[Block]]:
    """The blocks of a page's slides."""
    flow = _Flow(body)
    for number, own in enumerate(_together(figures_of(page))):
        flow.add(own, first=number == 0)
    return flow.slides


def placed(blocks: Sequence[Block], body: Box) -> Iterator[tuple[Block, Box]]:
    """Blocks below each other; those that grow share what is left."""
    used = sum(block.least for block in blocks) + GAP * (len(blocks) - 1)
    growing = sum(block.grows for block in blocks)
    more = max(body.height - used, 0.0) / growing if growing else 0.0
    top = body.top
    for block in blocks:
        high = block.least + (more if block.grows else 0.0)
        yield block, Box(body.left, top, body.width, high)
        top += high + GAP


def _together(figures: Sequence[Figure]) -> list[tuple[Figure, ...]]:
    """Charts by twos beside each other; of an odd number the first alone."""
    charts = [own for own in figures if isinstance(own, Chart)]
    alone = charts[0] if len(charts) % 2 else None
    found: list[tuple[Figure, ...]] = []
    for own in figures:
        last = found[-1] if found else ()
        pairs = isinstance(own, Chart) and own is not alone
        if pairs and len(last) == 1 and isinstance(last[0], Chart) and last[0] is not alone:
            found[-1] = (*last, own)
        else:
            found.append((own,))
    return found


class _Flow:
    """Slides while they fill."""

    def __init__(self, body: Box) -> None:
        self.body = body
        self.slides: list[list[Block]] = [[]]

    @property
    def free(self) -> float:
        """Height that is left on the last slide."""
        return self.body.height - sum(block.least + GAP for block in self.slides[-1])

    def put(self, block: Block) -> None:
        """On the last slide, or on a new one where it has no room."""
        if self.slides[-1] and block.least > self.free:
            self.slides.append([])
        self.slides[-1].append(block)

    def add(self, figures: tuple[Figure, ...], *, first: bool) -> None:
        """A figure, or charts beside each other."""
        own = figures[0]
        if isinstance(own, Tiles):
            self.put(Block(tiles.height(own), False, partial(tiles.drawn, tiles=own)))
        elif isinstance(own, Gantt):
            self.gantt(own)
        elif isinstance(own, Grid | Heat):
            self.table(
                own, laid(own, self.body.width, self.body.height - CAPTION_HEIGHT), first=first or isinstance(own, Heat)
            )
        else:
            charts = [_cut(figure, self.body.height) for figure in figures if isinstance(figure, Chart)]
            least = min(max(map(_least, charts)), self.body.height)
            self.put(Block(least, True, partial(_charts, charts=charts)))

    def gantt(self, own: Gantt) -> None:
        """A Gantt; on several slides where its bars find no room on one."""
        fixed = CAPTION_HEIGHT + gantts.HEAD
        most = max(int((self.body.height - fixed) / gantts.ROW), 1)
        count = -(-len(own.bars) // most)
        most = -(-len(own.bars) // max(count, 1))
        for number in range(count):
            bars = own.bars[number * most : (number + 1) * most]
            title = _part(own.title, number, count)
            self.put(Block(fixed + gantts.ROW * len(bars), True, partial(_gantt, own=own, bars=bars, title=title)))

    def table(self, own: Grid | Heat, table: Laid, *, first: bool) -> None:
        """A table whole where it fits, else cut on this slide, or split over slides of its own."""
        whole = CAPTION_HEIGHT + table.height(0, len(table.rows))
        room = self.free - CAPTION_HEIGHT
        few = min(_FEW, len(table.rows))
        chart = _SPARED if any(block.grows for block in self.slides[-1]) else 0.0
        end = max(table.end(0, room - _MORE - chart), few)
        # A table that a slide of its own holds whole is not cut to less than half here.
        apart = whole <= self.body.height and 2 * end < len(table.rows)
        if whole <= self.free:
            self.piece(own, table, 0, len(table.rows), own.title)
        elif not first and not apart and table.height(0, few) + _MORE <= room:
            self.piece(own, table, 0, end, own.title)
        else:
            self.split(own, table)

    def split(self, own: Grid | Heat, table: Laid) -> None:
        """Rows over slides; what finds no room on the last of them is told in a line."""
        if self.slides[-1]:
            self.slides.append([])
        room = self.body.height - CAPTION_HEIGHT
        ends: list[int] = [0]
        while ends[-1] < len(table.rows) and len(ends) <= _SLIDES:
            ends.append(table.end(ends[-1], room - _MORE))
        for number, (start, end) in enumerate(pairwise(ends)):
            if number:
                self.slides.append([])
            left = number == len(ends) - 2
            self.piece(own, table, start, end, _part(own.title, number, len(ends) - 1), tell=left)

    def piece(self, own: Grid | Heat, table: Laid, start: int, end: int, title: str, *, tell: bool = True) -> None:
        """Some rows of a table, and how many more there are where these are the last shown."""
        left = len(own.rows) - end if tell else 0
        least = CAPTION_HEIGHT + table.height(start, end) + (_MORE if left else 0.0)
        files = text("compare.comma").join(dict.fromkeys(source.file for source in own.sources))
        more = text("review_deck.more", count=left, file=files) if left else ""
        note = text("review_deck.mark", mark=own.mark) if isinstance(own, Heat) and own.marked else ""
        draw = partial(_table, table=table, rows=(start, end), title=title + note, more=more)
        self.slides[-1].append(Block(least, False, draw))


def _cut(chart: Chart, height: float) -> Chart:
    """A chart of bars with as many categories as can be read; its title tells how many that are."""
    each = len(chart.series) if chart.kind == "bars" else 1
    most = int((height - CAPTION_HEIGHT - _BAR) / (_THIN * each))
    if chart.kind not in {"bars", "tornado"} or len(chart.categories) <= most:
        return chart
    title = text("review_deck.first", title=chart.title, count=most, all=len(chart.categories))
    series = tuple(replace(own, values=own.values[:most]) for own in chart.series)
    return replace(chart, title=title, categories=chart.categories[:most], series=series)


def _least(chart: Chart) -> float:
    if chart.kind not in {"bars", "waterfall", "tornado"}:
        return _CHART
    rows = len(chart.categories) * (len(chart.series) if chart.kind == "bars" else 1)
    return max(_CHART, CAPTION_HEIGHT + _BAR * rows + _BAR)


def _part(title: str, number: int, count: int) -> str:
    return title if count == 1 else text("review_deck.part", title=title, number=number + 1, count=count)


def _charts(canvas: Canvas, box: Box, charts: Sequence[Chart]) -> None:
    for number, chart in enumerate(charts):
        place = box.beside(number, len(charts), BESIDE)
        unit = chart.shape.unit
        title = text("review.with_unit", name=chart.title, unit=unit) if unit else chart.title
        kinds = {"bars": lying.bars, "waterfall": lying.waterfall, "tornado": lying.tornado}
        kinds.get(chart.kind, upright.upright)(canvas, canvas.caption(place, title), chart)


def _gantt(canvas: Canvas, box: Box, own: Gantt, bars: Sequence[Bar], title: str) -> None:
    gantts.gantt(canvas, canvas.caption(box, title), own, bars)


def _table(canvas: Canvas, box: Box, table: Laid, rows: tuple[int, int], title: str, more: str) -> None:
    place = canvas.caption(box, title)
    drawn_tables.draw(canvas, place, table, *rows, title)
    if more:
        line = place.below(table.height(*rows) + 0.03).upper(_MORE - 0.03)
        canvas.text(line, more, Type(SMALL, colour=SOFT))
