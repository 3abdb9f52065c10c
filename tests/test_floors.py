"""The floors of the house: data goes one way, and each heavy library has one place."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "planner").rglob("*.py"))

GROUND = {"errors", "units", "calendar", "messages", "memory", "keys"}
FLOORS = [
    "tables",
    "line",
    "capacity",
    "model",
    "solve",
    "results",
    "scenarios",
    "exports",
    "asked",
    "pipeline",
    "studies",
    "cli",
]
BELOW = {room: GROUND | set(FLOORS[:floor]) for floor, room in enumerate(FLOORS)}
MAY = BELOW | {
    **{room: set() for room in GROUND},
    "errors": {"messages"},
    "calendar": {"memory"},
    "exports": {"errors", "messages", "results", "tables.inputs", "tables.workbook.form", "tables.workbook.texts"},
    "__init__": set(FLOORS) - {"cli"},
    "__main__": {"cli"},
}
# Parts of a room that may import less than their room: the audit nothing that made the plan, line pictures only frames.
STRICTER = {
    "planner/results/audit/": {"errors", "messages", "tables", "results.audit", "results.plan"},
    "planner/exports/line_": {"errors", "messages", "exports.line_"},
}
PLACES = {
    "networkx": "planner/line/",
    "pulp": "planner/solve/pulp_door.py",
    "highspy": "planner/solve/highs_door.py",
    "xlsxwriter": "planner/exports/",
    "matplotlib": "planner/exports/",
    "openpyxl": "planner/exports/faulty/",
    "python_calamine": "planner/tables/workbook/",
    "tomlkit": "planner/tables/workbook/",
    "pptx": "planner/exports/reviewed/deck/",
}
HEAVY = {"pandas", "numpy", *PLACES}


@dataclass(frozen=True)
class Import:
    """One import: of what ("planner.tables.inputs"), and whether only the types are named."""

    module: str
    types_only: bool = False

    @property
    def within(self) -> str:
        """The module as the house names it ("tables.inputs")."""
        return self.module.removeprefix("planner.")

    def among(self, allowed: set[str]) -> bool:
        """Whether it is one of some rooms or modules, or in one; "exports.line_" stands for all that begin so."""
        return any(f"{self.within}.".startswith(f"{name}." if name[-1] != "_" else name) for name in allowed)


def imports(source: str) -> Iterator[Import]:
    """Every import of a file, those inside functions and of types as well."""
    tree = ast.parse(source)
    guarded = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    types = {id(inner) for node in guarded for part in node.body for inner in ast.walk(part)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, id(node) in types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (Import(_whole(f"{node.module}", alias.name), id(node) in types) for alias in node.names)
        elif isinstance(node, ast.Call):
            assert ast.unparse(node.func).split(".")[-1] not in {"import_module", "__import__"}, (
                "imports are statements"
            )


def _whole(module: str, name: str) -> str:
    """`from planner import tables` imports a module, `from planner.tables import read` a name of one."""
    path = ROOT.joinpath(*module.split("."), name)
    return f"{module}.{name}" if path.is_dir() or path.with_suffix(".py").is_file() else module


def offences(file: str, source: str) -> list[str]:
    """What a file imports that its floor does not let it."""
    room = Path(file).parts[1].removesuffix(".py")
    found = []
    for module in imports(source):
        library = module.module.split(".")[0]
        if library in PLACES and not file.startswith(PLACES[library]):
            found.append(f"{file}: {module.module} belongs to {PLACES[library]}")
        if library == "planner" and not _allowed(file, room, module):
            found.append(f"{file}: {module.module}")
    return found


def _allowed(file: str, room: str, module: Import) -> bool:
    inside = module.among({room}) or module.among(MAY[room])
    if room == "exports" and module.among({"tables"}):
        inside = module.types_only and module.among(MAY["exports"])
    return inside and all(module.among(allowed) for part, allowed in STRICTER.items() if file.startswith(part))


def test_every_room_has_a_floor() -> None:
    rooms = {Path(file).parts[1].removesuffix(".py") for file in FILES}
    assert rooms == set(MAY)


@pytest.mark.parametrize("file", FILES)
def test_file_imports_only_what_is_below(file: str) -> None:
    assert offences(file, (ROOT / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("planner/tables/x.py", "from planner.model import costs"),
        ("planner/tables/x.py", "from planner import pipeline"),
        ("planner/calendar.py", "if TYPE_CHECKING:\n    from planner.tables.inputs import Case"),
        ("planner/capacity/x.py", "def f():\n    import planner.solve"),
        ("planner/capacity/x.py", "import networkx as nx"),
        ("planner/solve/answer.py", "import pulp"),
        ("planner/solve/pulp_door.py", "from highspy import Highs"),
        ("planner/results/x.py", "from matplotlib import pyplot"),
        ("planner/exports/x.py", "from pptx import Presentation"),
        ("planner/results/audit/x.py", "from planner.line import routes"),
        ("planner/results/audit/x.py", "from planner.results.view import View"),
        ("planner/exports/x.py", "from planner.capacity import Capacity"),
        ("planner/exports/x.py", "from planner.tables.inputs import Inputs"),
        ("planner/exports/x.py", "if TYPE_CHECKING:\n    from planner.tables import Inputs"),
        ("planner/exports/line_picture.py", "from planner.results.plan import Plan"),
        ("planner/pipeline/x.py", "from planner.cli import main"),
    ],
)
def test_import_from_above_is_found(file: str, source: str) -> None:
    assert len(offences(file, source)) == 1


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("planner/results/x.py", "from planner.capacity.mature import mature"),
        ("planner/solve/x.py", "from planner.model.assemble import Program"),
        ("planner/exports/x.py", "if TYPE_CHECKING:\n    from planner.tables.inputs import Inputs"),
        ("planner/exports/line_picture.py", "from planner.exports.line_grid import Grid"),
        ("planner/line/x.py", "import networkx as nx"),
        ("planner/cli/x.py", "from planner import pipeline"),
    ],
)
def test_import_from_below_is_allowed(file: str, source: str) -> None:
    assert offences(file, source) == []


@pytest.mark.parametrize("module", ["planner", "planner.cli"])
def test_import_stays_light(module: str) -> None:
    """`planner --help` waits for no heavy library: each command imports what it needs when it runs."""
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(done.stdout.split())


def test_the_process_of_a_solver_does_without_frames() -> None:
    """A solve with a time limit waits for no library that only tables need."""
    code = "import sys, planner.solve.child, planner.model.assemble; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pandas" not in done.stdout.split()
