"""The slides of a review, read back: titles, numbers, notes, places, templates, bytes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import toys
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches
from review_plans import Made, sweep
from review_wide import wide
from typer.testing import CliRunner

import reports
from planner.cli import app
from planner.errors import UsageError
from planner.exports.reviewed import DECK, PAGE, page, write_deck, write_review
from planner.exports.reviewed.content import Chart, Gantt, Grid, Heat
from planner.exports.reviewed.deck import deck_of
from planner.exports.reviewed.deck.flow import figures_of
from planner.exports.reviewed.deck.widths import POINTS, fitted, leading, width, wrapped
from planner.exports.reviewed.numbers import shown
from planner.studies.review import review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.exports.reviewed.content import Page, Review

SEED = 872
"""A plan with all that a review may show."""
DAY = 914_400 // 100
"""A hundredth of an inch, to which places are compared."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the plan."""
    return Made(SEED).write(tmp_path_factory.mktemp("plan") / "base")


@pytest.fixture(scope="module")
def content(place: Path) -> Review:
    """Its review, with a sweep."""
    return review([place], sweep=sweep(place.parent / "sweep"))[0]


@pytest.fixture(scope="module")
def made(content: Review) -> bytes:
    """Its slides as a file."""
    return deck_of(content)


@pytest.fixture(scope="module")
def deck(made: bytes) -> Any:
    """Its slides as the library reads them."""
    return Presentation(io.BytesIO(made))


@pytest.fixture(scope="module", params=[[2026], [2026, 2027, 2028, 2029, 2030]], ids=["one year", "five years"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Slides of a plan with more of everything than a slide holds."""
    folder = tmp_path_factory.mktemp("wide")
    return Presentation(io.BytesIO(deck_of(review([wide(folder / "a", request.param)])[0])))


def by_page(deck: Any, content: Review) -> Iterator[tuple[Page, list[Any]]]:
    """Each page that has figures, with its slides."""
    for own in filter(figures_of, content.views[0].pages):
        yield own, [slide for slide in deck.slides if slide.shapes.title.text_frame.text == own.title]


def charts(slides: list[Any]) -> dict[str, Any]:
    return {shape.name: shape.chart for slide in slides for shape in slide.shapes if shape.has_chart}


def values(chart: Any) -> list[tuple[float | None, ...]]:
    return [tuple(own.values) for plot in chart.plots for own in plot.series]


def behind(chart: Any) -> Any:
    """The sheet behind a chart."""
    return load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active


def test_titles_are_those_of_the_pages(deck: Any, content: Review) -> None:
    told = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert list(dict.fromkeys(told)) == [own.title for own in content.views[0].pages if figures_of(own)]
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-3)


def test_charts_hold_the_numbers_of_the_content(deck: Any, content: Review) -> None:
    seen = set()
    for own, slides in by_page(deck, content):
        native = charts(slides)
        for figure in own.figures:
            if isinstance(figure, Chart) and figure.kind != "waterfall":
                ordered = sorted(figure.series, key=lambda series: series.role != "column")
                if figure.kind == "tornado":
                    ordered = list(figure.series)
                assert values(native[figure.title])[: len(ordered)] == [series.values for series in ordered], figure
                seen.add(figure.kind)
    assert seen == {"stacked", "columns", "lines", "bars", "tornado"}


def test_sums_above_columns_are_sums(deck: Any, content: Review) -> None:
    own, slides = next(found for found in by_page(deck, content) if found[0].key == "rollout")
    chart = next(figure for figure in own.figures if isinstance(figure, Chart))
    native = charts(slides)[chart.title]
    columns = [series.values for series in chart.series if series.role == "column"]
    sums = [sum(v or 0.0 for v in values_) for values_ in zip(*columns, strict=True)]
    assert native.plots[1].series[-1].name == "Sum"
    assert [value or 0.0 for value in values(native)[-1]] == sums


def test_a_waterfall_ends_where_its_steps_lead(tmp_path: Path) -> None:
    """10, then -30 over nought (10 above, 20 below), -20, +25: -15 at the end; a penalty is no step."""
    terms = {"sales": 10.0, "material": -30.0, "capex": -20.0, "residual": 25.0, "shortfall_penalty": -9.0}
    rows = [{"term": term, "million": value} for term, value in terms.items()]
    deck = Presentation(io.BytesIO(deck_of(review([reports.write(tmp_path / "a", objective_terms=rows)])[0])))
    chart = charts(list(deck.slides))["What the net present value is made of"]
    base, more, more_below, less, less_below, _, total, _ = values(chart)
    assert base == (0.0, 0.0, -20.0, -15.0, 0.0)
    assert more == (10.0, None, None, None, None)
    assert more_below == (None, None, None, -25.0, None)
    assert less == (None, 10.0, None, None, None)
    assert less_below == (None, -20.0, -20.0, None, None)
    assert total == (None, None, None, None, -15.0)
    labels = list(chart.plots[0].series)[-1].points
    assert [labels[k].data_label.text_frame.text for k in range(5)] == ["10", "-30", "-20", "25", "-15"]


def test_the_sheet_behind_a_chart_has_its_numbers(deck: Any) -> None:
    for slide in deck.slides:
        for chart in charts([slide]).values():
            sheet, found = behind(chart), values(chart)
            for number, own in enumerate(found, start=2):
                cells = [sheet.cell(row, number).value for row in range(2, 2 + len(own))]
                assert cells == [None if value is None else pytest.approx(value) for value in own]
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def shown_rows(slides: list[Any], title: str) -> list[list[str]]:
    """Texts of the rows of a table, on all its slides."""
    found = [s for slide in slides for s in slide.shapes if s.has_table and (s.name + " (").startswith(f"{title} (")]
    return [[cell.text for cell in row.cells] for shape in found for row in list(shape.table.rows)[1:]]


def same(told: list[str], cells: tuple[Any, ...], grid: Grid) -> int:
    """Hold a row to its content; how many numbers it has."""
    for words, value, column in zip(told, cells, grid.columns, strict=True):
        whole = shown(value, column.shape)
        assert words == whole or (column.shape is None and words.endswith("…") and whole.startswith(words[:-1]))
    return sum(column.shape is not None for column in grid.columns)


def test_tables_hold_the_numbers_of_the_content(deck: Any, content: Review) -> None:
    seen = 0
    for own, slides in by_page(deck, content):
        for figure in own.figures:
            if isinstance(figure, Grid) and not figure.minor:
                told = shown_rows(slides, figure.title)
                left = [s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame]
                assert len(told) == len(figure.rows) or f"{len(figure.rows) - len(told)} more in" in " ".join(left)
                for cells, row in zip(told, figure.rows, strict=False):
                    seen += same(cells, row.cells, figure)
            if isinstance(figure, Heat):
                table = next(
                    s.table for slide in slides for s in slide.shapes if s.has_table and figure.title in s.name
                )
                cells = [[cell.text.removesuffix(" ●") for cell in row.cells][2:] for row in list(table.rows)[1:]]
                assert cells == [[shown(value, figure.shape) for value in row] for row in figure.values]
                seen += 1
    assert seen > 50


def test_the_table_by_year_is_that_of_the_report(deck: Any, place: Path, content: Review) -> None:
    _, slides = next(found for found in by_page(deck, content) if found[0].key == "target")
    table = next(shape.table for slide in slides for shape in slide.shapes if shape.has_table)
    with (place / "yearly_total.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [[cell.text.replace(",", "") for cell in row.cells][:2] for row in list(table.rows)[1:]]
    assert told == [[row["year"], row["production_installs"]] for row in rows]


def test_a_gantt_stands_where_its_days_are(deck: Any, content: Review) -> None:
    """Every stretch is as long as its days are, on the scale of the longest."""
    seen = 0
    for own, slides in by_page(deck, content):
        for figure in own.figures:
            if isinstance(figure, Gantt):
                for bar in figure.bars:
                    for span in bar.spans:
                        name = f"{bar.name}: {figure.kinds[span.kind]}, {span.start} to {span.end}"
                        assert any(shape.name == name for slide in slides for shape in slide.shapes)
                        seen += 1
    assert seen > 3


def test_tiles_show_the_key_figures(deck: Any, content: Review) -> None:
    first, slides = next(by_page(deck, content))
    words = [shape.text_frame.text for shape in slides[0].shapes if shape.has_text_frame]
    for tile in first.figures[0].tiles:  # type: ignore[union-attr]
        assert shown(tile.value, tile.shape) in words


def test_notes_name_the_sources(deck: Any, content: Review) -> None:
    for own, slides in by_page(deck, content):
        for slide in slides:
            told = slide.notes_slide.notes_text_frame.text
            assert all(source.file in told and ", ".join(source.columns) in told for source in own.sources)
            assert all(note in told for note in own.notes)


def test_the_foot_tells_case_scenario_status_sources_and_number(deck: Any, content: Review) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        words = [shape.text_frame.text for shape in slide.placeholders]
        assert words[1].startswith("toy | base | Optimal | Sources: ")
        assert words[2] == str(number)
    for own, slides in by_page(deck, content):
        told = list(slides[0].placeholders)[1].text_frame.text.partition("Sources: ")[2]
        assert set(told.split(", ")) == {source.file for figure in figures_of(own) for source in figure.sources}


def test_a_page_without_figures_has_no_slide(full: Any) -> None:
    """The wide report has no known facts and no inputs."""
    titles = {slide.shapes.title.text_frame.text for slide in full.slides}
    assert not any(title.startswith("The report has no known number") for title in titles)
    assert all(len(slide.shapes) > 4 for slide in full.slides)


def test_a_number_stands_in_its_column_where_a_mark_would_cross_it(tmp_path: Path) -> None:
    """Of most 2600: the budget is 64 above 836 and would cross it; 226 above 1574 too; 1038 above 1562 not."""
    paid = {2026: (836, 900), 2027: (1574, 1800), 2028: (1562, 2600), 2029: (100, 160)}
    rows = [
        {"year": year, "phase": "plan", "capex": capex, "capex_budget": budget, "cash_flow": 1, "cumulative_cash": 1}
        for year, (capex, budget) in paid.items()
    ]
    years = [{"year": year, "production_installs": 9} for year in paid]
    place = reports.write(tmp_path / "a", yearly_finance=rows, yearly_total=years)
    deck = Presentation(io.BytesIO(deck_of(review([place])[0])))
    chart = charts(list(deck.slides))["Capex and its budget"]
    sums = list(chart.plots[1].series)[-1]
    inside = {own.find(qn("c:idx")).get("val") for own in sums._element.findall(f".//{qn('c:dLbl')}")}
    assert inside == {"0", "1"}
    assert chart.value_axis.minimum_scale == 0


def test_rows_of_a_table_that_fits_on_a_slide_of_its_own_stay_together(tmp_path: Path) -> None:
    """20 rows beside a chart would be cut to fewer than half; alone they fit."""
    rows = [
        {"year": year, "programme": f"P{k}", "production_installs": 9, "demand": 9, "limited_by": "demand"}
        for year in range(2026, 2031)
        for k in range(4)
    ]
    deck = Presentation(io.BytesIO(deck_of(review([reports.write(tmp_path / "a", yearly_plan=rows)])[0])))
    assert len(shown_rows(list(deck.slides), "By programme and year")) == 20


def test_nothing_stands_outside_a_slide(full: Any) -> None:
    assert len(full.slides) > 12
    for slide in full.slides:
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(set(ids)) == len(ids)
        for shape in slide.shapes:
            high = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            wide_ = sum(own.width for own in shape.table.columns) if shape.has_table else shape.width
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + wide_ <= full.slide_width + DAY, shape.name
            # Figures end above the foot.
            most = full.slide_height if shape.is_placeholder else full.slide_height - Inches(0.44)
            assert shape.top + high <= most + DAY, (shape.name, slide.shapes.title.text_frame.text)


def test_text_has_room_where_it_stands(full: Any) -> None:
    """Lines of each text by the width of its letters, against the height of its place."""
    for slide in full.slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text:
                runs = shape.text_frame.paragraphs[0].runs
                words, size = shape.text_frame.text, runs[0].font.size.pt
                lines = len(wrapped(words, size, shape.width / 914_400 + 0.01, bold=bool(runs[0].font.bold)))
                assert lines * size * leading() / POINTS <= shape.height / 914_400 + 0.05, words


def test_rows_have_room_for_their_text(full: Any) -> None:
    for slide in full.slides:
        for shape in slide.shapes:
            for row in shape.table.rows if shape.has_table else ():
                for cell, column in zip(row.cells, shape.table.columns, strict=True):
                    if cell.text:
                        font = cell.text_frame.paragraphs[0].runs[0].font
                        room = (column.width - cell.margin_left - cell.margin_right) / 914_400 + 0.01
                        lines = len(wrapped(cell.text, font.size.pt, room, bold=bool(font.bold)))
                        high = (row.height - cell.margin_top - cell.margin_bottom) / 914_400
                        assert lines * font.size.pt * leading() / POINTS <= high + 0.01, cell.text


def test_what_has_no_room_is_told(full: Any) -> None:
    words = [shape.text_frame.text for slide in full.slides for shape in slide.shapes if shape.has_text_frame]
    assert any("more in decisions_due.csv" in told for told in words)
    assert any("(2 of 3)" in told for told in words)


def test_text_of_inputs_stands_as_it_is(tmp_path: Path) -> None:
    name = '=SUM(A1) & <b>"x"</b>'
    rows = [
        {"year": year, "programme": name, "production_installs": 9, "limited_by": "demand"} for year in (2026, 2027)
    ]
    deck = Presentation(io.BytesIO(deck_of(review([reports.write(tmp_path / "a", yearly_plan=rows)])[0])))
    chart = next(iter(charts([deck.slides[0]]).values()))
    assert chart.plots[0].series[0].name == name
    assert behind(chart)["B1"].value == name
    assert behind(chart)["B1"].data_type == "s"
    cells = [c.text for s in deck.slides for f in s.shapes if f.has_table for row in f.table.rows for c in row.cells]
    assert name in cells


def test_same_review_same_bytes(made: bytes, content: Review) -> None:
    assert deck_of(content) == made
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        sheets = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    assert len(sheets) > 5
    for sheet in sheets:
        with zipfile.ZipFile(io.BytesIO(sheet)) as book:
            assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def template(folder: Path, *keep: str) -> Path:
    """A company's template: narrow slides, an accent of its own, a slide that is not to stay, some layouts only."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0])
    theme = next(r.target_part for r in deck.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    theme._blob = theme.blob.replace(b'<a:accent1>\n        <a:srgbClr val="4F81BD"/>', b"").replace(
        b"4F81BD", b"C00000"
    )
    if keep:
        slides = deck.slides._sldIdLst
        deck.part.drop_rel(slides[0].rId)
        slides.remove(slides[0])
        for layout in list(deck.slide_layouts):
            if layout.name not in keep:
                deck.slide_layouts.remove(layout)
    deck.save(str(folder / "company.pptx"))
    return folder / "company.pptx"


def test_a_template_is_taken_over(tmp_path: Path) -> None:
    content = review([reports.write(tmp_path / "a")])[0]
    deck = Presentation(str(write_deck(content, tmp_path, template(tmp_path))))
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Only"}
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    assert list(dict.fromkeys(s.shapes.title.text_frame.text for s in deck.slides)) == [
        own.title for own in content.views[0].pages if figures_of(own)
    ]
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= deck.slide_width + DAY
            assert shape.top + shape.height <= deck.slide_height
        # The layout's place for a footer is 2.9 inches wide; the number is right of what it takes here.
        assert not list(slide.placeholders)[1].text_frame.text.endswith("…")
    with zipfile.ZipFile(tmp_path / DECK) as package:
        assert b"C00000" in package.read("ppt/theme/theme1.xml")


def test_a_template_with_a_title_and_more_is_enough(tmp_path: Path) -> None:
    content = review([reports.write(tmp_path / "a")])[0]
    file = template(tmp_path, "Blank", "Two Content", "Title and Content")
    deck = Presentation(str(write_deck(content, tmp_path, file)))
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title and Content"}
    kinds = {shape.placeholder_format.type for slide in deck.slides for shape in slide.placeholders}
    assert {kind.name for kind in kinds} == {"TITLE", "FOOTER", "SLIDE_NUMBER"}


def test_a_template_without_a_title_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is written, the page neither."""
    monkeypatch.setattr(page, "library", lambda: "")
    content = review([reports.write(tmp_path / "a")])[0]
    with pytest.raises(UsageError, match=r"has no layout with a title at the top of the slide; its layouts: Blank\."):
        write_review(content, tmp_path / "out", template(tmp_path, "Blank"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("made_of", [b"", b"no slides", None])
def test_a_file_that_is_no_template_is_told(tmp_path: Path, made_of: bytes | None) -> None:
    content = review([reports.write(tmp_path / "a")])[0]
    if made_of is not None:
        (tmp_path / "t.pptx").write_bytes(made_of)
    with pytest.raises(UsageError, match=r"t\.pptx is no template"):
        write_deck(content, tmp_path, tmp_path / "t.pptx")


@pytest.mark.parametrize("part", ["ppt/slideMasters/slideMaster1.xml", "ppt/theme/theme1.xml", "ppt/presentation.xml"])
@pytest.mark.parametrize("kept", [0, 200])
def test_a_template_with_a_part_cut_off_is_told(tmp_path: Path, part: str, kept: int) -> None:
    content, whole, broken = review([reports.write(tmp_path / "a")])[0], template(tmp_path), tmp_path / "t.pptx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:kept] if name == part else old.read(name))
    if part == "ppt/theme/theme1.xml":  # nothing but its first colour is read
        assert write_deck(content, tmp_path, broken).is_file()
        return
    with pytest.raises(UsageError, match=r"t\.pptx is no template"):
        write_deck(content, tmp_path, broken)


def test_a_template_without_its_theme_is_told(tmp_path: Path) -> None:
    content, whole, broken = review([reports.write(tmp_path / "a")])[0], template(tmp_path), tmp_path / "t.pptx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content_of = old.read(name)
            if name == "ppt/slideMasters/_rels/slideMaster1.xml.rels":
                content_of = re.sub(rb"<Relationship [^>]*/theme\"[^>]*/>", b"", content_of)
            new.writestr(name, content_of)
    with pytest.raises(UsageError, match=r"t\.pptx is no template"):
        write_deck(content, tmp_path, broken)


def test_a_template_for_no_slides_is_told(tmp_path: Path) -> None:
    words = ["review", str(reports.write(tmp_path / "a")), "--page-only", "--template", str(template(tmp_path))]
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, UsageError)
    assert "--page-only leaves out" in str(done.exception)


def test_command_writes_page_slides_and_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "library", lambda: "")
    place = reports.write(tmp_path / "a")
    done = CliRunner().invoke(app, ["review", str(place), "--figures"], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    assert (place / PAGE).is_file()
    assert (place / DECK).is_file()
    pictures = {path.name for path in (place / "figures").iterdir()}
    assert {"headline-2.svg", "headline-2.png"} <= pictures
    assert (place / "figures" / "headline-2.png").read_bytes().startswith(b"\x89PNG")
    assert "2026" in (place / "figures" / "headline-2.svg").read_text(encoding="utf-8")


def test_a_run_writes_its_review_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "library", lambda: "")
    case = toys.write(tmp_path / "toy")
    words = ["run", str(case), "--out", str(tmp_path), "--review"]
    done = CliRunner().invoke(app, [*words, "--quiet"])
    assert done.exit_code == 0, done.output
    deck = Presentation(str(tmp_path / "toy" / "base" / DECK))
    assert deck.slides[0].shapes.title.text_frame.text.startswith("160 vehicles for sale by the end of 2026")
    assert (tmp_path / "toy" / "base" / PAGE).is_file()
    refused = CliRunner().invoke(app, [*words, "--format", "xlsx", "--out", str(tmp_path / "other")])
    assert isinstance(refused.exception, UsageError)
    assert "--format csv" in str(refused.exception)
    assert not (tmp_path / "other").exists()


def test_page_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "library", lambda: "")
    place = reports.write(tmp_path / "a")
    assert CliRunner().invoke(app, ["review", str(place), "--page-only"]).exit_code == 0
    assert (place / PAGE).is_file()
    assert not (place / DECK).exists()


def test_words_are_shortened_to_their_place() -> None:
    """At 72 points an A of 667 thousandths and a space of 278 are 0.667 and 0.278 inches wide, with 7 % to spare."""
    assert width("A A", 72.0) == pytest.approx((0.667 * 2 + 0.278) * 1.07)
    assert wrapped("A A", 72.0, 1.0) == ["A", "A"]
    assert fitted("A A", 72.0, 1.0, lines=2) == "A A"
    assert fitted("AAAA", 72.0, 2.6) == "AA…"  # 1.07 * (2 * 0.667 + 1) = 2.50; AAAA 2.85, AAA… 3.21
    assert fitted("a\x0bb\n", 10.0, 9.0) == "a b "
