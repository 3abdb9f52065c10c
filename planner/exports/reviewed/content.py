"""What a review says, page by page, whatever shows it: a page in a browser, a deck of slides, a picture.

A `Review` holds a `View` of every plan, a view its pages in order, a page its title (the finding, a sentence), its
figures and notes. Numbers are those of the report's files, unrounded; a `Shape` says how readers see them, a `Source`
where they stand.
Text may come from inputs and is plain: whoever shows it escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Cell = float | str | None
"""A number, a text (a day as 2027-01-31), or nothing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a number is shown.

    Attributes:
        unit: Its unit in words ("" for none).
        decimals: Decimals; of a ratio those of its per cent.
        percent: Whether a ratio is shown in per cent.
        grouped: Whether thousands are set apart (years are not).
        trimmed: Whether decimals that are nought are left out, where numbers of many kinds stand in a column.
    """

    unit: str = ""
    decimals: int = 0
    percent: bool = False
    grouped: bool = True
    trimmed: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers stand.

    Attributes:
        file: File of the report or sweep.
        columns: Columns of a table, or keys of an object.
        how: "" for numbers as they stand there, else in words what was made of them ("running sum").
    """

    file: str
    columns: tuple[str, ...]
    how: str = ""


def _once(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Each of some sources once, in their order."""
    return tuple(dict.fromkeys(sources))


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the whole plan; `value` None where there is none."""

    name: str
    value: Cell
    shape: Shape
    source: Source


@dataclass(frozen=True, slots=True)
class Tiles:
    """Figures of the whole plan beside each other."""

    key: str
    title: str
    tiles: tuple[Tile, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where its numbers stand."""
        return _once(tile.source for tile in self.tiles)


Role = Literal["column", "line", "point", "low", "high"]
"""How a series is drawn: columns or bars, a line, single points, or an end of a tornado's bars."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of a chart by category.

    Attributes:
        name: What readers call it; names of a chart's series all differ.
        values: One a category; None where there is none.
        source: Where they stand.
        role: How it is drawn.
        group: Programme that it is of; "" for all together.
        parts: The same values by programme, for whoever filters a series of all together.
    """

    name: str
    values: tuple[float | None, ...]
    source: Source
    role: Role = "column"
    group: str = ""
    parts: Mapping[str, tuple[float | None, ...]] | None = None


def sums_of(shown: Iterable[Series]) -> tuple[float | None, ...]:
    """Sums of series that stand on each other, a category each; None where none of them has a value."""
    known = ([value for value in own if value is not None] for own in zip(*(own.values for own in shown), strict=True))
    return tuple(sum(own) if own else None for own in known)


ChartKind = Literal["stacked", "columns", "lines", "bars", "waterfall", "tornado"]
"""stacked: columns on each other, lines and points over them; columns: beside each other; lines: categories are days;
bars: lying, the first on top; waterfall: one series of steps whose last category is their sum; tornado: series low and
high around `baseline`."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of numbers by category.

    Attributes:
        key: Name of the figure, once on its page.
        kind: Its form.
        title: What it shows, with the unit.
        categories: In order: years, days, stages ...
        series: In order, the lowest of a stack first.
        shape: How its numbers are shown.
        across: What the categories are.
        baseline: Value around which a tornado's bars stand.
    """

    key: str
    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    shape: Shape
    across: str
    baseline: float | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where its numbers stand."""
        return _once(series.source for series in self.series)


@dataclass(frozen=True, slots=True)
class Heat:
    """Numbers by row and column as shades.

    Attributes:
        key, title, shape: As of a chart.
        rows: Line and stage of each row.
        columns: Years.
        values: One a row and column.
        marked: Row and column numbers of cells that stand out.
        mark: What it means that they do.
        across, down: What columns and rows are.
        sources: Where the numbers stand.
    """

    key: str
    title: str
    shape: Shape
    rows: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    marked: frozenset[tuple[int, int]]
    mark: str
    across: str
    down: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: `kind` is a key of the Gantt's `kinds`; both days as 2027-01-31, `end` counts."""

    kind: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a Gantt: its name, its programme ("" for none), its spans and its single days (kind, day)."""

    name: str
    group: str
    spans: tuple[Span, ...]
    days: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gantt:
    """What lasts from when to when.

    Attributes:
        key, title: As of a chart.
        kinds: Words of each kind of span and day, in order of time.
        bars: In order, the first on top.
        start, end: First and last day shown.
        sources: Where the days stand.
    """

    key: str
    title: str
    kinds: Mapping[str, str]
    bars: tuple[Bar, ...]
    start: str
    end: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, the shape of its numbers (None: text)."""

    name: str
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, and the programme that it is of ("" for none)."""

    cells: tuple[Cell, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `minor`: an appendix that a page may fold and a deck may leave out."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    minor: bool = False


Figure = Tiles | Chart | Heat | Gantt | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the review.

    Attributes:
        key: Its name, the same in every review ("headline", "decisions", ...).
        topic: What it is about, in a word or three.
        title: The finding, a sentence computed from the data.
        subtitle: A sentence more ("" for none).
        figures: In order of weight: the first carries the page.
        notes: What a reader must know to read it.
    """

    key: str
    topic: str
    title: str
    subtitle: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the numbers of its figures stand."""
        return _once(source for figure in self.figures for source in figure.sources)


@dataclass(frozen=True, slots=True)
class View:
    """The review of one plan.

    Attributes:
        plan: What the plan is called among those of the review.
        scenario: Its scenario.
        status: What the solver says of it, in words.
        pages: In order.
        warnings: What a reader should know of the report.
    """

    plan: str
    scenario: str
    status: str
    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A review of one or several plans; the first is the one that the others are compared with.

    Attributes:
        title: Title of the first plan's case.
        case: Its name.
        currency: Money of all plans.
        planner: Version that wrote the first plan.
        programmes: Keys and names of all programmes, by which figures can be filtered.
        views: One a plan.
    """

    title: str
    case: str
    currency: str
    planner: str
    programmes: Mapping[str, str]
    views: tuple[View, ...]
