"""The page of the formulation, made from the docstrings of the families and cost terms."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from planner.model import costs, past, stability
from planner.model.catalogue import FAMILIES
from planner.model.columns import UNITS, Variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAD = """# The program

Generated from the docstrings of this folder by `python -m planner.model.formulation`; a test keeps it so.

Always a minimisation of minus the net present value, in million money. Tables give natural units; `assemble` scales
columns, rows and money by powers of ten, sums duplicate terms and refuses numbers that are not finite.

| file | holds |
|---|---|
| algebra.py | columns, rows and cost terms as labelled blocks |
| columns.py, column_keys.py | the variables: only those that can be other than zero |
| flows.py | goods movements that several families share |
| opening.py, states.py | copies that run, given or opened; sums over dates of decisions as sums over states |
| binding.py | which stages need a row |
| production.py, balance.py, rollout.py | families of making and selling, one function each |
| investment.py, machines.py, shifts.py, maintenance.py | families of what is decided |
| parts.py, groups.py, contracts.py, starts.py | the same |
| costs.py | the terms of the objective, one function each |
| catalogue.py | the table of contents: every family with the tables that it reads |
| assemble.py | from blocks to a sparse program |
| reform.py | the same program with more rows or another objective |
| objectives.py | what a plan can be made for, and the rows that keep what is promised of it |
| suggested.py | a first incumbent from decisions that do not hold |
| past.py | bounds from what was done before the plan date |
| stability.py | the price of every change against what is suggested |
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, "## Variables\n", *_variables(), "\n## Constraints\n"]
    parts += [_family(family) for family in FAMILIES]
    parts += ["## Terms of the objective\n", _body(inspect.getdoc(costs) or "").split("\n", 2)[2].strip() + "\n"]
    parts += [f"- **{term.__name__}**: {_body(inspect.getdoc(term) or '')}" for term in _terms()]
    parts += ["\n## The price of change\n", _body(inspect.getdoc(stability.stability) or "")]
    parts += ["\n## The past\n", inspect.getdoc(past) or ""]
    return "\n".join(parts) + "\n"


def _variables() -> Iterator[str]:
    doc = inspect.getdoc(Variables) or ""
    for name, meaning in re.findall(r"^    (\w+): (.*(?:\n        .*)*)", doc, re.MULTILINE):
        yield f"- `{name}` [{UNITS[name]}]: {' '.join(meaning.split())}"


def _family(family: Callable[..., object]) -> str:
    doc = (inspect.getdoc(family) or "").split("\nArgs:")[0].strip()
    return f"### {family.__name__}\n\n{_body(doc)}\n"


def _body(doc: str) -> str:
    """A docstring with its mathematics as a block that Markdown viewers draw."""
    return re.sub(r"\.\. math::((?:.+\n?(?:[ ]+.*\n?)*))", lambda m: f"$$\n{' '.join(m[1].split())}\n$$\n", doc)


def _terms() -> list[Callable[..., object]]:
    functions = inspect.getmembers(costs, inspect.isfunction)
    own = [f for name, f in functions if not name.startswith("_") and f.__module__ == costs.__name__]
    return sorted(own, key=lambda f: f.__code__.co_firstlineno)


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("README.md").write_text(page(), encoding="utf-8")
