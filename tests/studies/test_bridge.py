"""From plan to plan: parts by hand, parts that sum to the whole, orders without a plan, the files."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
import toys
from hypothesis import given
from hypothesis import strategies as st
from studies.test_alternatives import TWO
from typer.testing import CliRunner

from planner import pipeline
from planner.cli import app
from planner.errors import NoPlanError, UsageError
from planner.exports.explained import is_explanation, write_explained
from planner.exports.workbook.waterfall import Bar, pieces
from planner.solve import Options
from planner.studies.bridge import bridge
from planner.studies.bridge.groups import GROUPS, SILENT
from planner.studies.bridge.mixes import Value
from planner.studies.bridge.run import joined
from planner.studies.bridge.shapley import parts, whole_orders
from planner.studies.reopen import reopened
from planner.studies.versions import Publication, publish
from planner.tables.aims import Wanted
from planner.tables.dictionary import dictionary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.studies.reopen import Reopened

DEARER = {"prices": "programme,from,to,price_net\nP,2026-01-01,2026-02-28,11000000"}
FASTER = {"stages": "line,stage,machines,rate\nL,build,1,1.1"}
FIRM = {"demand": "programme,from,to,base,least\nP,2026-01-01,2026-01-31,120,110\nP,2026-02-01,2026-02-28,60,"}


def report(folder: Path, name: str, objective: str = "", decide: Sequence[str] = (), **tables: str) -> Path:
    case, options = toys.write(folder / "inputs" / name, decide=decide, **tables), Options(door="highs", gap=0.0)
    return pipeline.run(case, folder / "reports", options, ["csv"], wanted=Wanted(objective))[1].folder


def plans(folder: Path, first: dict[str, str], second: dict[str, str]) -> tuple[Reopened, Reopened]:
    made = [report(folder, name, **tables) for name, tables in (("former", first), ("later", second))]
    one, other = (reopened(path, [folder / "inputs"]) for path in made)
    return one, other


def changes(table: pd.DataFrame, measure: str) -> dict[str, float]:
    rows = table.loc[table["measure"] == measure]
    return dict(zip(rows["part"], rows["change"], strict=True))


def test_each_table_that_a_plan_follows_from_is_in_one_group() -> None:
    listed = [table for tables in GROUPS.values() for table in tables]
    assert sorted([*listed, *SILENT]) == sorted(table.name for table in dictionary())


def test_parts_by_hand_and_the_workbook_that_shows_them(tmp_path: Path) -> None:
    # 160 cars at 10 million: 1,600. Alone, a price of 11 brings 160 and a rate of 1.1 (110 + 60 = 170 cars) brings 100;
    # together 170 at 11 = 1,870. Price: (160 + 170) / 2 = 165; rate: (100 + 110) / 2 = 105; 1,600 + 165 + 105 = 1,870.
    former, later = report(tmp_path, "former"), report(tmp_path, "later", **DEARER, **FASTER)
    words = ["bridge", str(former), str(later), "--case", str(tmp_path / "inputs"), "--json"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert "from 1,600.0 to 1,870.0 million CNY, a change of +270.0" in told["headlines"][0]
    folder = later.parent / "explained" / "base" / "bridge_base"
    table = pd.read_csv(folder / "bridge.csv")
    assert changes(table, "value") == {"start": 1600, "prices": 165, "technology": 105, "end": 1870}
    assert changes(table, "installs") == {"start": 160, "prices": 0, "technology": 10, "end": 170}
    ranges = table.loc[(table["measure"] == "value") & (table["part"] == "prices"), ["least", "most", "inputs"]]
    assert ranges.to_numpy().tolist() == [[160, 170, "prices"]]
    book = openpyxl.load_workbook(folder / "explanation.xlsx")
    assert book.sheetnames == ["Cover", "Bridge"]
    assert len(book["Bridge"]._charts) == 1


def test_the_same_plans_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = plans(tmp_path, {}, DEARER)
    told = bridge(one, other)
    folders = [write_explained(told, tmp_path / name) for name in ("first", "second")]
    names = sorted(path.name for path in folders[0].iterdir())
    assert names == ["bridge.csv", "explanation.xlsx", "manifest.json"]
    assert all((folders[0] / name).read_bytes() == (folders[1] / name).read_bytes() for name in names)
    assert is_explanation(folders[0])
    with pytest.raises(UsageError, match="no explanation"):
        write_explained(told, other.report.folder)


@pytest.mark.thorough
def test_only_orders_with_a_plan_at_every_step_count(tmp_path: Path) -> None:
    # January must have 110 cars, which only the rate of 1.1 makes: the rate has to come first. Then it brings
    # 100 (10 cars more), and the firm demand, which is met already, nothing.
    one, other = plans(tmp_path, {}, FIRM | FASTER)
    found = bridge(one, other)
    assert changes(found.plan["bridge"], "value") == {"start": 1600, "technology": 100, "demand": 0, "end": 1700}
    assert found.facts["orders"] == 1
    assert "1 of 2 orders" in found.warnings[0]


def test_what_was_asked_for_is_a_part_and_the_ends_are_the_plans(tmp_path: Path) -> None:
    # A car costs 5 million and sells at 10 in January, at 1 in February. For its value the first plan sells the 100 cars of
    # January, 500; for most cars the second sells 60 more at a loss of 4 each, 260.
    tables = {
        "line_items": "line,item,cost\nL,car,5000000",
        "prices": "programme,from,to,price_net\nP,2026-01-01,2026-01-31,10000000\nP,2026-02-01,2026-02-28,1000000",
    }
    made = [report(tmp_path, name, objective, **tables) for name, objective in (("one", ""), ("other", "volume,npv"))]
    one, other = (reopened(path, [tmp_path / "inputs" / path.parent.name]) for path in made)
    table = bridge(one, other).plan["bridge"]
    assert changes(table, "value") == pytest.approx({"start": 500, "settings": -240, "end": 260}, abs=1e-3)
    assert changes(table, "installs") == pytest.approx({"start": 100, "settings": 60, "end": 160}, abs=1e-3)
    for end, plan in (("start", one), ("end", other)):
        kpis = plan.report.kpis
        assert changes(table, "npv")[end] == pytest.approx(kpis["npv_million"])
        assert changes(table, "installs")[end] == pytest.approx(kpis["total_production_installs"])


@pytest.mark.thorough
def test_decided_anew_the_decisions_that_the_tables_give_are_a_part(tmp_path: Path) -> None:
    # The later case has committed N, a million dearer than M; what is paid in two months of a life of ten years is 1/60 of it.
    given = "action,object,copy,date,status\non_stream,N,1,2026-01-01,committed"
    made = [
        report(tmp_path, "former", decide=["lines"], **TWO),
        report(tmp_path, "later", decide=["lines"], **TWO, decisions=given),
    ]
    one, other = (reopened(path, [tmp_path / "inputs"]) for path in made)
    found = changes(bridge(one, other, redecide=True).plan["bridge"], "value")
    assert list(found) == ["start", "decisions", "end"]
    assert found["decisions"] == pytest.approx(-1 / 60, abs=1e-5)


def test_the_former_plan_is_the_one_that_was_approved_last(tmp_path: Path) -> None:
    former = report(tmp_path, "toy")
    versions, cases = tmp_path / "reports" / "versions", [tmp_path / "inputs"]
    words = ["bridge", str(former), "--versions", str(versions), "--case", str(tmp_path / "inputs")]
    none = CliRunner().invoke(app, words)
    assert isinstance(none.exception, UsageError)
    assert "No version of case toy was approved" in str(none.exception)
    publish(former, versions, Publication("2026-11", "approved", "Board"), cases)
    later = report(tmp_path, "toy", **DEARER)
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["headlines"][0].startswith("From 2026-11 to base the value goes from 1,600.0 to 1,760.0")
    assert later.parent / "explained" / "base" / "bridge_2026-11" == Path(told["folder"])


@pytest.mark.thorough
def test_no_order_at_all_is_told(tmp_path: Path) -> None:
    one, other = plans(tmp_path, {}, FIRM | FASTER)
    (tmp_path / "none").mkdir()
    # The later case is read with the rate of the former: its plan is gone, and with it every order.
    broken = toys.write(tmp_path / "none" / "later", **FIRM)
    object.__setattr__(other, "case", broken)
    with pytest.raises(NoPlanError) as told:
        bridge(one, other)
    assert [reason.split(":")[0] for reason in told.value.reasons] == ["Demand and targets"]


def test_plans_alike_are_told(tmp_path: Path) -> None:
    one, other = plans(tmp_path, {}, {"stages": "line,stage,machines,rate,notes\nL,build,1,1,the same but for a note"})
    with pytest.raises(UsageError, match="differ in nothing"):
        bridge(one, other)


@pytest.mark.thorough
def test_decisions_are_a_part_of_their_own(tmp_path: Path) -> None:
    # A start in February leaves the 60 cars of February: decided otherwise, 1,000 million less.
    late = {"decisions": "action,object,date,status\nsop,P,2026-02-01,committed"}
    soon = {"decisions": "action,object,date,status\nsop,P,2026-01-01,committed"}
    one, other = plans(tmp_path, soon, late)
    table = bridge(one, other).plan["bridge"]
    found = changes(table, "value")
    assert list(found) == ["start", "decisions", "end"]
    assert found["decisions"] == pytest.approx(found["end"] - found["start"])
    assert found["decisions"] < 0


class Alone:
    """What each group moves by itself, in the place of mixes that are solved."""

    def __init__(self, moves: dict[str, float | None]) -> None:
        """Keep what they move; None: it has no plan."""
        self.moves = moves

    def value(self, groups: frozenset[str]) -> Value:
        """What the groups are worth together."""
        if None in (told := [self.moves[group] for group in groups]):
            return Value({}, "no plan")
        return Value({"value": 100.0 + sum(move or 0.0 for move in told)})


def test_of_more_than_five_groups_the_least_go_together() -> None:
    moves: dict[str, float | None] = {"a": 1.0, "b": -50.0, "c": 2.0, "d": None, "e": 30.0, "f": -40.0, "g": 0.0}
    # The largest four by themselves are d (no plan without the others), b, f and e.
    found = joined(list(moves), Alone(moves))
    assert found == {"b": ("b",), "d": ("d",), "e": ("e",), "f": ("f",), "rest": ("a", "c", "g")}
    five = {name: moves[name] for name in "abcef"}
    assert joined(list(five), Alone(five)) == {name: (name,) for name in "abcef"}


values = st.dictionaries(st.sets(st.sampled_from("abc")).map(frozenset), st.floats(-1e6, 1e6), min_size=8, max_size=8)


@given(values)
def test_parts_sum_to_the_whole_and_the_mean_is_over_all_orders(known: dict[frozenset[str], float]) -> None:
    orders = whole_orders("abc", lambda _: True)
    assert len(orders) == 6
    found = parts(orders, known.__getitem__)
    whole = known[frozenset("abc")] - known[frozenset()]
    assert sum(part.mean for part in found.values()) == pytest.approx(whole, abs=1e-6)
    first = [known[frozenset(o[: o.index("a") + 1])] - known[frozenset(o[: o.index("a")])] for o in permutations("abc")]
    assert found["a"].mean == pytest.approx(sum(first) / 6, abs=1e-6)


@given(st.floats(-100, 100), st.floats(-100, 100), st.booleans())
def test_stacked_pieces_reach_from_one_level_to_the_other(start: float, end: float, whole: bool) -> None:
    found = pieces(Bar("x", start, end, whole))
    base = found.pop("base")
    above = sum(piece for piece in found.values() if piece > 0)
    below = sum(piece for piece in found.values() if piece < 0)
    low, high = sorted((start, end))
    assert above - below == pytest.approx(high - low)
    assert max(base, 0) + above == pytest.approx(max(high, 0))
    assert min(base, 0) + below == pytest.approx(min(low, 0))
