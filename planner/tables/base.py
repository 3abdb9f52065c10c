"""The base case that comes with the planner, copied for a reader to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

from planner.errors import UsageError
from planner.messages import text

_PACKAGED = Path(__file__).parent / "base"  # as built into a wheel
_REPOSITORY = Path(__file__).parents[2] / "inputs" / "base"


def base_folder() -> Path:
    """Where the base case lies: inside an installed package, else in the repository.

    Raises:
        UsageError: It is in neither place.
    """
    for folder in (_PACKAGED, _REPOSITORY):
        if folder.is_dir():
            return folder
    raise UsageError(text("base_case.none"))


def copy_base(target: Path) -> None:
    """Copy the base case to a folder that is new or empty.

    Raises:
        UsageError: `target` is a file, or a folder that holds anything.
    """
    source = base_folder()
    if target.exists() and not target.is_dir():
        raise UsageError(text("base_case.file", target=target))
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(text("base_case.not_empty", target=target))
    shutil.copytree(source, target, dirs_exist_ok=True)
