"""`report.html`: the review as one page for every browser, without network."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.exports.reviewed.content import Chart, Column, Gantt, Row
from planner.exports.reviewed.drawn import spec_of
from planner.exports.reviewed.numbers import headed, shown
from planner.exports.reviewed.palette import shade
from planner.messages import catalogue, language, text

if TYPE_CHECKING:
    from markupsafe import Markup

    from planner.exports.reviewed.content import Figure, Page, Review

_SECTION = "review_page"
_MIDDLE, _LONG = 12, 40
_DAY = 10
_DAYS, _NO_BREAK = re.compile(r"\d{4}-\d{2}-\d{2}"), r'<span class="day">\g<0></span>'


@dataclass(frozen=True)
class Placed:
    """A figure on the page: where, how wide, and the numbers behind a chart."""

    figure: Figure
    kind: str
    id: str
    wide: bool = False
    unit: str = ""
    spec: int = -1
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass
class _Specs:
    """Specifications in the order of their charts."""

    found: list[dict[str, Any]] = field(default_factory=list)

    def add(self, spec: dict[str, Any]) -> int:
        self.found.append(spec)
        return len(self.found) - 1


def page_of(review: Review) -> str:
    """The page as HTML; every text is escaped where it stands.

    Raises:
        UsageError: A library of the extra is not installed.
    """
    specs = _Specs()
    views = [
        {"view": view, "pages": [_page(page, f"v{number}-{page.key}", specs) for page in view.pages]}
        for number, view in enumerate(review.views)
    ]
    try:
        from jinja2 import Environment  # noqa: PLC0415 - only in the extra
        from markupsafe import Markup, escape  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(text("review.no_library", name=error.name or "jinja2")) from error
    environment = Environment(autoescape=True, trim_blocks=True)
    environment.globals |= {"shown": shown, "headed": headed, "shade": shade, "words": _words, "plain": _plain}
    environment.globals["unbroken"] = lambda words: Markup(_DAYS.sub(_NO_BREAK, str(escape(words))))  # noqa: S704
    environment.globals["kind_of"] = lambda value: Markup(_kind(value))  # noqa: S704 - one of a few classes of ours
    template = environment.from_string(_file("page.html.j2"))
    return template.render(
        review=review,
        views=views,
        language=language(),
        specs=specs.found,
        script_words={name: catalogue()[f"{_SECTION}.{name}"] for name in ("shows", "copy", "copied")},
        css=_own(_file("page.css")),
        script=_own(_file("page.js")),
        library=_own(library()),
    )


@cache
def library() -> str:
    """The script that draws charts: Vega, Vega-Lite and Vega-Embed as the library packs them."""
    try:
        from vl_convert import javascript_bundle  # noqa: PLC0415 - only in the extra
    except ImportError as error:
        raise UsageError(text("review.no_library", name="vl-convert-python")) from error
    # The end of a script must not stand within it.
    return str(javascript_bundle("window.vegaEmbed = vegaEmbed;")).replace("</script", "<\\/script")


def _own(code: str) -> Markup:
    """Code of the package, which stands as it is."""
    from markupsafe import Markup  # noqa: PLC0415

    return Markup(code)  # noqa: S704 - nothing of the inputs is in it


def _file(name: str) -> str:
    return (files("planner.exports.reviewed") / name).read_text(encoding="utf-8")


def _words(key: str, **values: object) -> str:
    return text(f"{_SECTION}.{key}", **values)


def _plain(value: float) -> str:
    """A number in full, as scripts read it."""
    return repr(float(value)).removesuffix(".0")


def _kind(value: object) -> str:
    """The class of a text cell: a day, or a text that needs room."""
    words = str(value)
    is_day = len(words) == _DAY and words[4] == words[7] == "-" and words.replace("-", "").isdigit()
    if is_day:
        return ' class="d"'
    return ' class="long"' if len(words) > _LONG else ' class="mid"' if len(words) > _MIDDLE else ""


def _page(page: Page, name: str, specs: _Specs) -> dict[str, Any]:
    charts = [figure for figure in page.figures if isinstance(figure, Chart)]
    alone = charts[0] if len(charts) % 2 else None
    placed = [_placed(figure, f"{name}-{figure.key}", figure is alone, specs) for figure in page.figures]
    return {"page": page, "id": name, "figures": placed}


def _placed(figure: Figure, name: str, alone: bool, specs: _Specs) -> Placed:
    kind = type(figure).__name__
    if isinstance(figure, Chart):
        number = specs.add(spec_of(figure))
        columns = (Column(figure.across), *(Column(own.name, figure.shape) for own in figure.series))
        rows = tuple(
            Row((category, *(own.values[place] for own in figure.series)))
            for place, category in enumerate(figure.categories)
        )
        return Placed(figure, kind, name, alone, figure.shape.unit, number, columns, rows)
    if isinstance(figure, Gantt):
        columns, rows = _schedule(figure)
        return Placed(figure, kind, name, True, "", specs.add(spec_of(figure)), columns, rows)
    return Placed(figure, kind, name, True)


def _schedule(gantt: Gantt) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The days of a Gantt as a table."""
    heads = ("figure", "series", "from", "to")
    columns = tuple(Column(text("review.what") if name == "figure" else _words(name)) for name in heads)
    spans = [
        Row((bar.name, gantt.kinds[span.kind], span.start, span.end), bar.group)
        for bar in gantt.bars
        for span in bar.spans
    ]
    days = [Row((bar.name, gantt.kinds[kind], day, day), bar.group) for bar in gantt.bars for kind, day in bar.days]
    return columns, (*spans, *days)
