"""A folder takes the place of another: in one step where the system can, else in two that can be undone."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HERE = -100  # AT_FDCWD: paths count from the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV}


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step that no kill can cut in two.

    Returns:
        False where the system or the file system cannot; nothing has changed then.

    Raises:
        OSError: The system can, but may not here.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415  (only where a report is replaced)

    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def move_over(new: Path, target: Path, aside: Path) -> None:
    """Set the old folder aside, move the new one in, remove the old one.

    A kill between the two moves leaves the old folder whole under the name `aside`.

    Raises:
        OSError: One of the moves is not possible; the old folder is back in its place.
    """
    target.rename(aside)
    try:
        new.rename(target)
    except BaseException:
        if not target.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def running(process: int) -> bool:
    """Whether a process of that number lives on this machine."""
    if sys.platform == "win32":
        return _running_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _running_windows(process: int) -> bool:
    """As `running`; there, signal 0 would be sent and not only tried."""
    if sys.platform != "win32":
        return True
    import ctypes  # noqa: PLC0415

    query_limited_information, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32
    handle = kernel.OpenProcess(query_limited_information, False, process)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active
