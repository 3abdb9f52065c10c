"""The page of a review in a real browser: no error, no request, filters, tables, and numbers as in the report's files."""

from __future__ import annotations

import csv
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from review_plans import Made, sweep
from typer.testing import CliRunner

import reports
from planner.cli import app
from planner.exports.reviewed import PAGE, page, write_page
from planner.studies.review import review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = 872
"""A plan with all that a review may show, whose third programme is called `<script>alert(1)</script>`; the first test holds it to that."""
EVIL = "<script>alert(1)</script>"
MOST = 6_000_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the plan."""
    return Made(SEED).write(tmp_path_factory.mktemp("plan") / "base")


@pytest.fixture(scope="module")
def file(place: Path) -> Path:
    """The page of the plan, of another beside it, and of a sweep."""
    other = Made(SEED + 1).write(place.parent / "other", scenario="other")
    return write_page(review([place, other], sweep=sweep(place.parent / "sweep"))[0], place.parent / "out")


@pytest.fixture(scope="module")
def seen() -> list[str]:
    """What the browser has said or asked for besides the page."""
    return []


@pytest.fixture(scope="module")
def browser(file: Path, seen: list[str]) -> Iterator[Any]:
    """The page, drawn."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no Chromium is installed: {', '.join(BROWSERS)}")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program)
        tab = opened.new_page(viewport={"width": 1366, "height": 768})
        tab.on("console", lambda message: seen.append(message.text))
        tab.on("pageerror", lambda error: seen.append(str(error)))
        tab.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
        tab.on("request", lambda asked: seen.append(asked.url) if asked.url != file.as_uri() else None)
        tab.goto(file.as_uri())
        drawn(tab, "0|")
        yield tab
        opened.close()


def drawn(tab: Any, state: str) -> None:
    """Wait until the charts show a plan and a programme."""
    tab.wait_for_function("state => document.body.dataset.drawn === state", arg=state, timeout=120_000)


def rows(place: Path, table: str) -> list[dict[str, str]]:
    with (place / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_page_is_one_small_file(file: Path) -> None:
    assert EVIL in Made(SEED).programmes
    assert len(Made(SEED).years) > 1
    content = file.read_text(encoding="utf-8")
    assert len(content.encode()) < MOST
    assert EVIL not in content
    before, _, _ = content.partition('<script type="application/json"')
    assert not re.search(r"""<(script|link|img|iframe)|https?://""", before)


def test_same_review_same_bytes(place: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "library", lambda: "")
    found = [page.page_of(review([place])[0]) for _ in range(2)]
    assert found[0] == found[1]
    assert file.read_bytes()  # the page beside it is whole


def test_nothing_goes_wrong_and_nothing_is_asked_for(browser: Any, seen: list[str]) -> None:
    charts = browser.locator(".view:not([hidden]) .chart")
    assert charts.count() > 5
    assert browser.locator(".view:not([hidden]) .chart svg").count() == charts.count()
    assert browser.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert seen == []


def test_numbers_are_those_of_the_files(browser: Any, place: Path) -> None:
    """Every cell of the yearly table, and every number in full behind what is shown."""
    table = browser.locator("#v0-target-years tbody tr")
    names = ("year", "production_installs", "cumulative_production", "target", "demand", "shortfall", "gwh")
    told = [
        [cell or None for cell in row]
        for row in table.evaluate_all("rows => rows.map(r => [...r.cells].map(c => c.dataset.v || ''))")
    ]
    assert [[None if cell is None else float(cell) for cell in row] for row in told] == [
        [float(row[name]) if row[name] else None for name in names] for row in rows(place, "yearly_total")
    ]
    shown = browser.evaluate("[...document.querySelectorAll('td.n[data-v]')].map(c => [c.dataset.v, c.textContent])")
    assert len(shown) > 100
    for value, words in shown:
        number = float(words.replace(",", "").removesuffix(" %")) / (100 if words.endswith("%") else 1)
        decimals = len(words.removesuffix(" %").partition(".")[2]) + (2 if words.endswith("%") else 0)
        assert abs(number - float(value)) <= 0.5000001 * 10**-decimals, (value, words)


def test_charts_draw_the_numbers_of_the_files(browser: Any, place: Path) -> None:
    """Columns of the rollout tell year, programme and number to who points at them."""
    told = browser.locator("#v0-rollout-production svg path[aria-label]").evaluate_all(
        "m => m.map(p => p.getAttribute('aria-label'))"
    )
    for row in rows(place, "yearly_plan"):
        built = int(row["production_installs"])
        if built:
            wanted = (row["year"], row["programme"], f"{built:,}")
            assert any(all(words in label for words in wanted) for label in told), wanted


def test_filter_by_programme(browser: Any, place: Path, seen: list[str]) -> None:
    own = browser.locator("#v0-rollout-plan tbody tr:visible")
    assert own.count() == len(rows(place, "yearly_plan"))
    browser.select_option("#programme", EVIL)
    drawn(browser, f"0|{EVIL}")
    mine = [row for row in rows(place, "yearly_plan") if row["programme"] == EVIL]
    assert own.count() == len(mine)
    labels = browser.locator("#v0-rollout-production svg path[aria-roledescription=bar]")
    assert labels.count() == len(mine)
    assert EVIL in browser.locator("#told").inner_text()
    browser.select_option("#programme", "")
    drawn(browser, "0|")
    assert own.count() == len(rows(place, "yearly_plan"))
    assert seen == []


def test_plan_is_chosen(browser: Any, place: Path, seen: list[str]) -> None:
    browser.select_option("#plan", "1")
    drawn(browser, "1|")
    told = browser.locator("#v1-target-years tbody tr").evaluate_all("rows => rows.map(r => r.cells[1].dataset.v)")
    assert told == [row["production_installs"] for row in rows(place.parent / "other", "yearly_total")]
    assert not browser.locator("#v0-target").is_visible()
    browser.select_option("#plan", "0")
    drawn(browser, "0|")
    assert browser.locator("#v0-target").is_visible()
    assert seen == []


def test_tables_sort_by_keyboard(browser: Any) -> None:
    read = "rows => rows.map(r => Number(r.cells[1].dataset.v))"
    body, head = browser.locator("#v0-target-years tbody tr"), browser.locator("#v0-target-years thead button").nth(1)
    before = body.evaluate_all(read)
    head.focus()
    browser.keyboard.press("Enter")
    assert body.evaluate_all(read) == sorted(before)
    browser.keyboard.press("Enter")
    assert body.evaluate_all(read) == sorted(before, reverse=True)
    assert browser.locator("#v0-target-years thead th").nth(1).get_attribute("aria-sort") == "descending"


def test_tables_copy_as_they_are_seen(browser: Any, place: Path) -> None:
    browser.evaluate("navigator.clipboard.writeText = async (words) => { window.copied = words; }")
    browser.locator("[data-table=v0-rollout-plan]").click()
    lines = browser.evaluate("window.copied").split("\n")
    assert len(lines) == 1 + len(rows(place, "yearly_plan"))
    assert lines[1].split("\t")[:2] == [rows(place, "yearly_plan")[0][name] for name in ("year", "programme")]


def test_every_figure_has_a_name(browser: Any) -> None:
    assert browser.locator("figure[aria-labelledby]").count() == browser.locator(".chart").count()
    assert browser.locator("section:not([aria-labelledby])").count() == 0
    assert browser.locator(".view:not([hidden]) .chart:not([aria-label])").count() == 0


def test_command_writes_into_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "library", lambda: "")
    place = reports.write(tmp_path / "a")
    done = CliRunner().invoke(app, ["review", str(place)], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    assert "300 vehicles for sale by the end of 2027" in done.output
    assert (place / PAGE).is_file()
    assert not list(place.glob(".*"))


def test_command_tells_a_folder_that_is_no_report(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["review", str(tmp_path)])
    assert type(done.exception).__name__ == "InputError"
    assert not (tmp_path / PAGE).exists()
