"""Titles of a review are true of any plan, and every number that it shows stands in the report's files."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from review_plans import WAITS, Made, sweep

import reports
from planner.errors import InputError
from planner.exports.reviewed.content import Chart, Grid, Shape
from planner.exports.reviewed.numbers import shown
from planner.messages import VARIABLE
from planner.studies.review import review
from planner.studies.review.words import at_most, counted, listed, spans

if TYPE_CHECKING:
    from pathlib import Path

    from planner.exports.reviewed.content import Page, Series

SEEDS = range(60)
BAD = re.compile(
    r"None|nan|\{|\}|  |-0\b| 1 (vehicles|copies|decisions|gates|triggers|months|facts|cells|cases|pilot vehicles)\b|\b0 (vehicle|decision|gate|trigger)s?\b"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Made, Path, dict[str, Page]]]:
    """Plans of all seeds, where their reports lie, and their pages by key."""
    folder = tmp_path_factory.mktemp("plans")
    found = []
    for seed in SEEDS:
        made = Made(seed)
        place = made.write(folder / str(seed))
        found.append((made, place, {page.key: page for page in review([place])[0].views[0].pages}))
    return found


def total(made: Made, column: str, table: str = "yearly_total") -> float:
    return sum(row[column] or 0 for row in made.tables[table])


def test_titles_are_whole_sentences(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        for page in found.values():
            for words in (page.title, page.subtitle, *page.notes):
                assert not BAD.search(words), (made.years, page.key, words)
            assert page.title[0].isupper() or page.title[0].isdigit()
            assert page.title[-1] != "."
            assert len(page.title) < 320
            assert not page.subtitle or page.subtitle[-1] == "."
        assert list(found)[:1] == ["headline"]
        assert list(found)[-2:] == ["facts", "record"]


def test_the_answer(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        title, built, npv = (
            found["headline"].title.lower(),
            total(made, "production_installs"),
            made.kpis["npv_million"],
        )
        start = "no vehicle for sale" if not built else f"{built:,} vehicle{'s' if built > 1 else ''} for sale"
        assert title.startswith(f"{start} by the end of {made.years[-1]}, ")
        assert ("at a loss of" in title) == (npv < 0)
        assert ("at a value of nought" in title) == (npv == 0)
        assert f"{abs(npv):,.0f} million cny" in title or npv == 0
        proved, gap = made.kpis["status"] == "optimal", made.kpis["gap"]
        assert ("no plan is more than" in title or ("proved best" in title and "not proved" not in title)) == proved
        if gap:
            told = float(re.findall(r"([\d.]+) %", title)[-1])
            assert told >= 100 * gap > told - 0.02


def test_targets(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        title = found["target"].title
        rows = [row for row in made.tables["yearly_total"] if row["target"] is not None]
        missed = [row["year"] for row in rows if row["cumulative_production"] < row["target"]]
        assert ("no target is set" in title) == (not rows)
        assert title.startswith(("Every target is met", "The target is met")) == (bool(rows) and not missed)
        assert title.startswith("No target is met") == (bool(rows) and len(missed) == len(rows))
        if missed:
            assert spans(missed) in title
        if rows:
            assert f"by the end of {rows[-1]['year']} against {rows[-1]['target']:,}" in title


def test_rollout(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        page = found["rollout"]
        built = [row for row in made.tables["yearly_total"] if row["production_installs"]]
        if not built:
            assert page.title == f"No vehicle is built for sale by the end of {made.years[-1]}"
            continue
        first, last = (f"{row['production_installs']:,} vehicle" for row in (built[0], built[-1]))
        assert first in page.title
        assert last in page.title or "as many" in page.title
        apart = built[-1]["production_installs"] - built[0]["production_installs"]
        assert page.title.startswith("Production falls") == (apart < 0)
        if "the largest programme of all years is" in page.title:
            name, share = re.findall(r"the largest programme of all years is (.*) with (\d+) %", page.title)[0]
            sums = {p: sum(r["production_installs"] for r in made.plan if r["programme"] == p) for p in made.programmes}
            assert sums[name] == max(sums.values())
            assert int(share) == pytest.approx(100 * sums[name] / sum(sums.values()), abs=0.5)
        assert (page.subtitle == "All demand is served.") == (
            not total(made, "shortfall") and total(made, "demand") > 0
        )


def test_decisions_due(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        title, rows = found["decisions"].title, made.tables["decisions_due"]
        assert (title == "No decision falls due in the months ahead") == (not rows)
        if not rows:
            continue
        assert title.startswith(f"{len(rows)} decision")
        assert min(row["decide_by"] for row in rows) in title
        assert max(row["decide_by"] for row in rows) in title
        barred = [row for row in rows if "remark" in row]
        assert ("leaves no plan" in title) == bool(barred)
        known = [row[name] for name in WAITS for row in rows if row[name] is not None]
        assert ("was not asked" in title) == (not known and not barred)
        if "costs most" in title:
            worst = max(row["lost_12"] for row in rows if row["lost_12"] is not None)
            assert f"{worst:,} million CNY" in title


def test_capacity_and_bottlenecks(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        bought = [row for row in made.tables["investments"] if row["status"] != "existing"]
        capex = sum(row["capex_million"] or 0 for row in bought)
        title = found["capacity"].title
        assert (title == "The plan buys no line copy") == (not bought)
        assert not bought or title.startswith(f"{len(bought)} line cop")
        assert not bought or f"for {capex:,} million CNY" in title
        stages = made.tables["yearly_stages"]
        assert ("bottlenecks" in found) == bool(stages)
        if stages:
            used = [row["utilisation"] for row in stages if row["utilisation"]]
            title = found["bottlenecks"].title
            assert (title == "No stage is used in any year") == (not used)
            assert not used or f"{100 * max(used):.0f} %" in title
            lost = {}
            for row in made.plan:
                lost[row["limited_by"]] = lost.get(row["limited_by"], 0) + row["shortfall"]
            subtitle = found["bottlenecks"].subtitle
            assert (subtitle == "No sale is lost to a limit.") == (not any(lost.values()))
            assert not any(lost.values()) or f"{max(lost.values()):,} vehicle" in subtitle


def test_gates_and_materials(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        gates, pilots = made.tables["gates"], total(made, "pilot_installs")
        assert ("gates" in found) == bool(gates or pilots)
        if gates:
            title = found["gates"].title
            slack = [row["slack_months"] for row in gates if row["slack_months"] is not None]
            assert f"{len({row['gate'] for row in gates})} gate" in title
            assert ("no slack" in title) == (bool(slack) and min(slack) == 0)
            assert ("no production waits" in title) == (not slack)
            assert "at least" not in title or f"at least {min(slack)} month" in title
        rows = made.tables["yearly_materials"]
        assert ("materials" in found) == bool(rows)
        if rows:
            shares = [row["share_of_most"] for row in rows if row["share_of_most"] is not None]
            title = found["materials"].title
            assert (title == "No supply has a limit") == (not shares)
            assert not any(shares) or f"{100 * max(shares):.1f} %" in title


def test_money(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        title, peak = found["finance"].title, made.kpis["peak_funding_million"]
        assert (title == "The plan needs no funding at any time") == (peak == 0)
        assert peak == 0 or f"{peak:,.0f} million CNY" in title
        assert peak == 0 or ("not paid back" in title) == (made.kpis["payback_year"] is None)
        rows = [row for row in made.tables["yearly_unit_cost"] if row["total"] is not None]
        assert ("unit_cost" in found) == bool(rows)
        if rows:
            title, last = found["unit_cost"].title, rows[-1]
            assert title.startswith(f"A kWh costs {last['total']:,.0f} CNY in {last['year']}")
            beside = last["conventional"]
            reached = [row["year"] for row in rows if beside is not None and row["total"] <= beside]
            assert ("no year of the plan reaches parity" in title) == (beside is not None and not reached)
            assert ("parity was first reached in" in title) == (beside is not None and last["total"] <= beside)
            assert "first reached" not in title or title.endswith(str(reached[0]))


def test_triggers_are_those_of_the_tables(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        rows = [row for figure in found["triggers"].figures for row in figure.rows] if "triggers" in found else []
        stakes = [row.cells[-1] for row in rows if row.cells[-1] is not None]
        days = {
            row["decide_by"]
            for row in (*made.tables["decisions_due"], *made.tables["investments"])
            if row.get("decide_by")
        }
        days |= {row["start"] for row in made.tables["gates"]} | {row["sign_by"] for row in made.tables["contracts"]}
        assert {row.cells[0] for row in rows} <= days
        known = {row[name] for row in made.tables["decisions_due"] for name in WAITS}
        known |= {row["missing_cost_million"] for row in made.tables["gates"]}
        known |= {row.get("unlocks_million") for row in made.tables["investments"]}
        assert set(stakes) <= known
        if rows:
            title = found["triggers"].title
            assert title.startswith(f"{len(rows)} trigger")
            assert min(row.cells[0] for row in rows) in title
            assert ("more at stake" in title) == any(stake > 0 for stake in stakes)


def test_facts_and_record(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        known = [row for row in made.tables["seed_facts"] if row["expected"] is not None]
        apart = max((abs(row["value"] / row["expected"] - 1) for row in known), default=0.0)
        title = found["facts"].title
        assert title.startswith("The report has no known number" if not known else f"{len(known)} known fact")
        assert ("as the sources say" in title) == (bool(known) and apart == 0)
        assert not apart or "within 3.1 %" in title  # 100 / 97 - 1 = 3.093 %, rounded up
        decisions = made.tables["decisions"]
        title = found["record"].title
        assert (title == "The plan takes no decision") == (not decisions)
        for status in {row["status"] for row in decisions}:
            assert f"{sum(row['status'] == status for row in decisions)} {status}" in title


def test_routes_allocation_and_prices(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    for made, _, found in pages:
        routes = made.tables.get("routes", [])
        assert ("routes" in found) == bool(routes)
        if routes:
            title = found["routes"].title
            apart = {row["measure"]: row["dry_over_wet"] for row in routes if row["dry_over_wet"] is not None}
            for measure, what in (("capex_million_per_gwh", "capex"), ("kwh_per_kwh", "energy")):
                known = apart.get(measure)
                assert (f"no less {what}" in title) == (known == 0)
                if known:
                    assert f"{abs(known):.0%}".replace("%", f" % {'more' if known > 0 else 'less'} {what}") in title
        short = [row for row in made.plan if row["shortfall"]]
        assert ("allocation" in found) == (bool(short) and len(made.programmes) > 1)
        if "allocation" in found:
            title, most = found["allocation"].title, max(row["shortfall"] for row in short)
            assert f"{sum(row['shortfall'] for row in short):,} vehicle" in title
            assert any(f"{row['programme']} in {row['year']}" in title for row in short if row["shortfall"] == most)
        prices = made.tables.get("prices", [])
        assert ("priced" in found) == bool(prices)
        if prices:
            paying = [row for row in prices if row["gain_million"]]
            title = found["priced"].title
            assert title.startswith("No limit that holds would bring" if not paying else "No limit is dearer")
            assert not paying or title.endswith(paying[0]["limit"])


def test_numbers_stand_in_the_files(pages: list[tuple[Made, Path, dict[str, Page]]]) -> None:
    """Of every series and every column of a table that is told as it stands."""
    seen = 0
    for _, place, found in pages[:20]:
        for page in found.values():
            for figure in page.figures:
                if isinstance(figure, Chart):
                    for own in figure.series:
                        seen += _series_stands(place, own)
                elif (
                    isinstance(figure, Grid) and len(figure.sources) == 1 and figure.sources[0].file != "manifest.json"
                ):
                    for number, column in enumerate(figure.columns):
                        if column.shape is not None and len(figure.columns) == len(figure.sources[0].columns):
                            values = {row.cells[number] for row in figure.rows} - {None}
                            assert values <= cells(place, figure.sources[0].file, figure.sources[0].columns[number])
                            seen += len(values)
    assert seen > 1000


def _series_stands(place: Path, own: Series) -> int:
    if own.source.how:
        return 0
    values = {value for value in own.values if value is not None}
    assert values <= cells(place, own.source.file, own.source.columns[0]), own
    return len(values)


def cells(place: Path, file: str, column: str) -> set[Any]:
    """Numbers of a column."""
    with (place / file).open(encoding="utf-8", newline="") as opened:
        return {float(row[column]) for row in csv.DictReader(opened) if row[column]}


def test_the_curve_is_the_running_sum(tmp_path: Path) -> None:
    """Demand 105 and 200: 105, 305 since the start; 100 and 200 built: 100, 300."""
    page = next(page for page in review([reports.write(tmp_path / "a")])[0].views[0].pages if page.key == "target")
    curve = page.figures[0]
    assert isinstance(curve, Chart)
    assert {own.name: own.values for own in curve.series} == {
        "Cumulative production": (100.0, 300.0),
        "Demand since the start": (105.0, 305.0),
    }


def test_lines_too_many_to_tell_apart_stand_together(tmp_path: Path) -> None:
    """Of 9 lines with 1, 2, ... 9 copies the 7 largest stand alone, the others have 1 + 2 = 3 copies."""
    lines = [{"year": 2027, "line": f"L{k}", "copies_on_stream": k, "bottleneck": "press"} for k in range(1, 10)]
    pages = review([reports.write(tmp_path / "a", yearly_lines=lines)])[0].views[0].pages
    chart = next(figure for page in pages for figure in page.figures if figure.key == "copies")
    assert isinstance(chart, Chart)
    assert [own.name for own in chart.series] == [*(f"L{k}" for k in range(3, 10)), "2 other lines"]
    assert chart.series[-1].values == (None, 3.0)


@pytest.mark.parametrize(
    ("npv", "title"),
    [
        # Gaps of 1 million each: differences up to 2 are none.
        (150.0, "Of 2 plans b is worth most: 150 million CNY, 50 million CNY more than base"),
        (101.5, "Of 2 plans none is distinguishably better than base"),
        (99.0, "Of 2 plans none is distinguishably better than base"),
        (50.0, "Of 2 plans base is worth most: 100 million CNY"),
    ],
)
def test_plans_side_by_side(tmp_path: Path, npv: float, title: str) -> None:
    places = [reports.write(tmp_path / "a"), reports.write(tmp_path / "b", "b", **reports.worth(npv, 1.0))]
    found = review(places)[0]
    assert [view.plan for view in found.views] == ["base", "b"]
    for view in found.views:
        assert next(page for page in view.pages if page.key == "scenarios").title == title


def test_risk_of_a_sweep(tmp_path: Path) -> None:
    place = reports.write(tmp_path / "a")
    page = next(p for p in review([place], sweep=sweep(tmp_path / "s"))[0].views[0].pages if p.key == "risk")
    assert (
        page.title
        == "8 in 10 runs with a plan are worth 90 million CNY to 150 million CNY, half of them more than 120 million CNY; nothing moves it more than demand"
    )
    assert page.subtitle == "10 runs: 9 optimal and 1 no plan."
    tornado = page.figures[0]
    assert isinstance(tornado, Chart)
    assert tornado.categories == ("demand", "price")
    assert [own.values for own in tornado.series] == [(90.0, 110.0), (150.0, 130.0)]
    assert tornado.baseline == 120.0
    alone = next(
        p for p in review([place], sweep=sweep(tmp_path / "t", tornado=False))[0].views[0].pages if p.key == "risk"
    )
    assert alone.title.endswith("half of them more than 120 million CNY")


def test_all_that_is_wrong_with_a_sweep_is_told(tmp_path: Path) -> None:
    place, swept = reports.write(tmp_path / "a"), sweep(tmp_path / "s")
    (swept / "targets.csv").unlink()
    (swept / "manifest.json").write_text("[]", encoding="utf-8")
    (swept / "summary.csv").write_text("measure,year,p10\nnpv_million,,much\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        review([place], sweep=swept)
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"case": "other"}, "its runs are of the case other in CNY, the plan is of toy in CNY"),
        ({"currency": "EUR"}, "its runs are of the case toy in EUR, the plan is of toy in CNY"),
    ],
)
def test_a_sweep_of_another_case_is_refused(tmp_path: Path, own: dict[str, str], told: str) -> None:
    place = reports.write(tmp_path / "a")
    with pytest.raises(InputError) as caught:
        review([place], sweep=sweep(tmp_path / "s", **own))
    assert [told in problem.message for problem in caught.value.problems] == [True]


def test_a_sweep_that_lacks_columns_or_counts_no_runs_is_refused(tmp_path: Path) -> None:
    place, swept = reports.write(tmp_path / "a"), sweep(tmp_path / "s")
    (swept / "summary.csv").write_text("measure,year,p10\nnpv_million,,1\n", encoding="utf-8")
    facts = {"case": "toy", "currency": "CNY", "statuses": {"optimal": "many"}}
    (swept / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        review([place], sweep=swept)
    first, second = (problem.message for problem in caught.value.problems)
    assert "how many runs ended how" in first
    assert "it lacks p50, p90" in second


def test_a_sweep_is_of_the_plans_of_its_case_alone(tmp_path: Path) -> None:
    places = [reports.write(tmp_path / "a"), reports.write(tmp_path / "b", facts={"case": "other"})]
    views = review(places, sweep=sweep(tmp_path / "s"))[0].views
    assert [any(page.key == "risk" for page in view.pages) for view in views] == [True, False]


def test_a_sweep_whose_runs_ended_in_an_unknown_way_is_refused(tmp_path: Path) -> None:
    place, swept = reports.write(tmp_path / "a"), sweep(tmp_path / "s")
    facts = {"case": "toy", "currency": "CNY", "statuses": {"vanished": 1}}
    (swept / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(InputError):
        review([place], sweep=swept)


def test_an_edited_report_is_told(tmp_path: Path) -> None:
    place = reports.write(tmp_path / "a")
    (place / "yearly_total.csv").write_text(
        (place / "yearly_total.csv").read_text("utf-8").replace("300", "301"), "utf-8"
    )
    assert "yearly_total.csv" in review([place])[0].views[0].warnings[0]


BROKEN_CHINESE = re.compile(
    r"None|nan|\{|\}|-0\b| [。，；：]|[。，；：]{2}|[a-z]+ (vehicle|decision|gate|trigger|plan)s? "
)


def test_titles_in_chinese_are_whole_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of plans of many shapes, none of whose words is English but names and what their tables say."""
    monkeypatch.setenv(VARIABLE, "zh")
    for seed in SEEDS:
        for page in review([Made(seed).write(tmp_path / str(seed))])[0].views[0].pages:
            for words in (page.title, page.subtitle, *page.notes):
                assert not BROKEN_CHINESE.search(words), (seed, page.key, words)
            assert re.search("[\u4e00-\u9fff]", page.title), (seed, page.key)
            assert page.title[-1] not in "。；，："
            assert page.subtitle == "" or page.subtitle[-1] == "。"


def test_words() -> None:
    assert counted("vehicle", 0) == "no vehicle"
    assert counted("vehicle", 1) == "1 vehicle"
    assert counted("vehicle", 1200) == "1,200 vehicles"
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"
    assert spans([2031, 2027, 2028]) == "2027 to 2028 and 2031"
    assert at_most(0.000_096) == "0.01 %"
    assert at_most(0.000_101) == "0.02 %"
    assert at_most(0.05) == "5.00 %"


def test_nought_has_no_sign() -> None:
    assert shown(-0.001, Shape("km", 1)) == "0.0"
    assert shown(0.9471, Shape("%", 1, percent=True)) == "94.7 %"
    assert shown(1234.5, Shape(decimals=1)) == "1,234.5"
    assert [shown(value, Shape(decimals=3, trimmed=True)) for value in (60.0, 12.1, 0.2034)] == ["60", "12.1", "0.203"]
    assert shown(2030.0, Shape(grouped=False)) == "2030"
    assert shown(None) == "–"
