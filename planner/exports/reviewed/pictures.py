"""The charts of a review as pictures: SVG and PNG from the specifications that the page draws."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.exports.reviewed.content import Chart, Gantt
from planner.exports.reviewed.drawn import spec_of
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.exports.reviewed.content import View

_WIDTH, _SCALE = 760, 2.0


def pictures_of(view: View) -> Iterator[tuple[str, bytes]]:
    """Name and content of each picture: `<page>-<number>.svg` and `.png`, figures of a page numbered from 1.

    A chart without anything in it has no picture.

    Raises:
        UsageError: A library of the extra is not installed.
    """
    try:
        from vl_convert import vegalite_to_png, vegalite_to_svg  # noqa: PLC0415 - only in the extra
    except ImportError as error:
        raise UsageError(text("review.no_library", name="vl-convert-python")) from error
    for page in view.pages:
        for number, figure in enumerate(page.figures, start=1):
            if isinstance(figure, Chart | Gantt):
                drawn = spec_of(figure)
                if not drawn["data"]["values"]:
                    continue
                spec = json.dumps(drawn | {"width": _WIDTH, "background": "#FFFFFF"})
                yield f"{page.key}-{number}.svg", vegalite_to_svg(spec).encode()
                yield f"{page.key}-{number}.png", vegalite_to_png(spec, scale=_SCALE)
