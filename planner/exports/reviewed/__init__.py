"""The strategy review as files: a page for every browser, a deck of slides, its figures as pictures."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.exports.folder import write_whole
from planner.exports.reviewed.page import page_of
from planner.exports.reviewed.pictures import pictures_of
from planner.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.exports.reviewed.content import Review

__all__ = ["DECK", "FIGURES", "PAGE", "writable", "write_deck", "write_page", "write_review"]

LIBRARIES = ("jinja2", "pptx", "vl_convert")
"""Libraries that only reviews need."""
PAGE, DECK, FIGURES = "report.html", "review.pptx", "figures"


def writable(formats: Sequence[str]) -> None:
    """Hold that a review can be written of a report, before something long is done for it.

    Args:
        formats: Formats of the report.

    Raises:
        UsageError: A library of the extra is not installed, or the report will lack the files that a review reads.
    """
    if "csv" not in formats:
        raise UsageError(text("review.no_csv"))
    for name in LIBRARIES:
        if find_spec(name) is None:
            raise UsageError(text("review.no_library", name=name))


def write_page(review: Review, folder: Path) -> Path:
    """Write `report.html` into a folder, whole or not at all; gives the file.

    Raises:
        UsageError: A library of the extra is not installed.
        OSError: The file cannot be written.
    """
    return write_whole(folder / PAGE, page_of(review).encode())


def write_deck(review: Review, folder: Path, template: Path | None = None) -> Path:
    """Write `review.pptx` into a folder, whole or not at all; gives the file.

    Args:
        review: The review.
        folder: Where to.
        template: A company's template, whose layouts, colours and fonts are taken.

    Raises:
        UsageError: A library of the extra is not installed; the template cannot be read or lacks a layout.
        OSError: The file cannot be written.
    """
    return write_whole(folder / DECK, _deck(review, template))


def write_review(
    review: Review, folder: Path, template: Path | None = None, *, deck: bool = True, figures: bool = False
) -> list[Path]:
    """Write the page, and on wish the deck and the pictures; gives the files, of pictures their folder.

    Args:
        review: The review.
        folder: Where to.
        template: A company's template for the deck.
        deck: Whether to write the deck.
        figures: Whether to write the pictures.

    Raises:
        UsageError: A library of the extra is not installed; the template cannot be read or lacks a layout.
        OSError: A file cannot be written.
    """
    # All is made before any of it is written: of a review that cannot be made nothing is left behind.
    made = {PAGE: page_of(review).encode()}
    if deck:
        made[DECK] = _deck(review, template)
    pictures = list(pictures_of(review.views[0])) if figures else []
    files = [write_whole(folder / name, content) for name, content in made.items()]
    for name, content in pictures:
        write_whole(folder / FIGURES / name, content)
    return [*files, folder / FIGURES] if figures else files


def _deck(review: Review, template: Path | None) -> bytes:
    try:
        from planner.exports.reviewed.deck import deck_of  # noqa: PLC0415 - its library is only in the extra
    except ImportError as error:
        raise UsageError(text("review.no_library", name=error.name or DECK)) from error
    return deck_of(review, template)
