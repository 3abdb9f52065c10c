"""`review.pptx`: the review as slides whose charts and tables can be edited."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from planner.exports.reviewed.deck.flow import figures_of, placed, slides_of
from planner.exports.reviewed.deck.packed import EPOCH, packed
from planner.exports.reviewed.deck.slides import added, foot, notes
from planner.exports.reviewed.deck.template import ground
from planner.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from pptx.presentation import Presentation as Deck

    from planner.exports.reviewed.content import Page, Review, View
    from planner.exports.reviewed.deck.template import Ground

__all__ = ["deck_of"]


def deck_of(review: Review, template: Path | None = None) -> bytes:
    """The pages of the review's first plan as a file of PowerPoint; a page without figures has no slide.

    Args:
        review: The review.
        template: A company's template, whose layouts, colours and fonts are taken.

    Raises:
        UsageError: The template cannot be read or lacks a layout.
    """
    place = ground(template)
    view = review.views[0]
    for page in filter(figures_of, view.pages):
        _add(place, page, _foot(review, view, page))
    _dated(place.deck, review, view)
    made = io.BytesIO()
    place.deck.save(made)
    return packed(made.getvalue())


def _foot(review: Review, view: View, page: Page) -> str:
    """Small print of a page's slides: the case, its plan, and the files that the numbers stand in."""
    files = text("compare.comma").join(dict.fromkeys(source.file for own in figures_of(page) for source in own.sources))
    return text("review_deck.foot", case=review.title, scenario=view.scenario, status=view.status, files=files)


def _add(place: Ground, page: Page, words: str) -> None:
    """A page's slides."""
    slides = slides_of(page, place.body)
    for number, blocks in enumerate(slides, start=1):
        part = {"title": page.topic, "number": number, "count": len(slides)}
        canvas = added(place, page, text("review_deck.part", **part) if len(slides) > 1 else page.topic)
        for block, box in placed(blocks, place.body):
            block.draw(canvas, box)
        foot(place, canvas, words, str(len(place.deck.slides)))
        notes(canvas, page)


def _dated(deck: Deck, review: Review, view: View) -> None:
    """What the file says of itself: nothing of the moment or the machine."""
    facts = deck.core_properties
    facts.title, facts.subject, facts.author = (
        review.title,
        view.plan,
        text("review_deck.author", planner=review.planner),
    )
    facts.created = facts.modified = facts.last_printed = EPOCH
    facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.revision = 1
