"""The small language of rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import UsageError
from planner.scenarios.rule import Rule
from planner.scenarios.words import paired, pairs, spoken

values = st.text(alphabet='ab;"=! ', max_size=8).map(str.strip)


@given(st.lists(st.tuples(st.sampled_from(["line", "from", "copy"]), values)))
def test_pairs_written_are_read_back(rows: list[tuple[str, str]]) -> None:
    assert [(name, value) for name, _, value in pairs(paired(rows)) or []] == rows


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("", []),
        ("line=DRY2", [("line", "=", "DRY2")]),
        ("line = DRY2 ; stage!=warm_press;", [("line", "=", "DRY2"), ("stage", "!=", "warm_press")]),
        ('source="S1; S2"; notes=', [("source", "=", "S1; S2"), ("notes", "=", "")]),
        ("DRY2", None),
        ("line=DRY2; stage", None),
        ('line="DRY2', None),
    ],
)
def test_pairs(words: str, meant: list[tuple[str, str, str]] | None) -> None:
    assert pairs(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("stages.yield where line=DRY2 times 0.97", ("stages", "line=DRY2", "yield", "times", "0.97", "")),
        ("case.demand_level set low", ("case", "", "demand_level", "set", "low", "")),
        ("lines where line=WET* drop", ("lines", "line=WET*", "", "drop", "", "")),
        (
            "decisions.date where action=sop; object=P1 months 6 because the winter test failed",
            ("decisions", "action=sop; object=P1", "date", "months", "6", "the winter test failed"),
        ),
        ("supply.base where item=SE set", ("supply", "item=SE", "base", "set", "", "")),
        ("sites add site=X; name=New works", ("sites", "", "", "add", "site=X; name=New works", "")),
    ],
)
def test_a_rule_in_one_sentence(words: str, meant: tuple[str, ...]) -> None:
    rule = spoken(words, "custom")
    assert rule == Rule("custom", *meant)
    assert spoken(rule.said, "custom") == Rule("custom", *meant[:-1])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("stages.yield tims 2", '"stages.yield tims 2" is no rule. Did you mean times?'),
        ("stages.yield where line=DRY2 multiply 2", "is no rule. Known: set, times, plus, months"),
        ("", '"" is no rule. A rule reads: TABLE.COLUMN'),
    ],
)
def test_what_is_no_rule_is_told_with_the_form_of_one(words: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        spoken(words, "custom")
    assert told in str(error.value)
