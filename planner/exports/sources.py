"""Where a plan comes from: fingerprints of its input files and the versions that made it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LIBRARIES = ("numpy", "pandas", "pulp", "highspy", "networkx")
KEPT = "inputs"
"""Folder in a report, or beside it, where its case may be kept with it."""
_CASE = "case.toml"


@dataclass(frozen=True, slots=True)
class Sources:
    """What went into a plan.

    Attributes:
        files: SHA-256 of each input file by name.
        combined: One SHA-256 for all of them: that of the lines `<sha>  <name>`, sorted by name.
        planner: Version of the planner.
        libraries: Versions of the libraries by name.
    """

    files: Mapping[str, str]
    combined: str
    planner: str
    libraries: Mapping[str, str]


def sources_of(inputs: Path) -> Sources:
    """Fingerprints of `case.toml` and the tables in a case folder, or of a workbook, and the versions at work."""
    inside = [inputs] if inputs.is_file() else inputs.iterdir()
    found = sorted(
        (path for path in inside if path == inputs or path.name == _CASE or path.suffix == ".csv"),
        key=lambda path: path.name,
    )
    files = {path.name: sha256_of(path) for path in found if path.is_file()}
    return Sources(
        files=files,
        combined=combined(files),
        planner=version_of("planner"),
        libraries={name: version_of(name) for name in LIBRARIES},
    )


def combined(files: Mapping[str, str]) -> str:
    """One SHA-256 for files by name and SHA-256: that of the lines `<sha>  <name>`, as `sha256sum` tells them."""
    lines = "".join(f"{sha}  {name}\n" for name, sha in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def version_of(package: str) -> str:
    """Installed version of a package; "unknown" where it runs without being installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
