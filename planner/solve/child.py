"""The process in which a solve with a time limit runs: takes a job on its input, tells news and the answer."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback

from planner.solve.answer import News
from planner.solve.doors import DOORS


def main() -> None:
    """Solve one job: a program, options and a start, pickled; words are pickles as well."""
    # Only this function writes to the pipe; what a solver prints goes to the error stream.
    words = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    program, options, start = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the planner itself
    threading.Thread(target=_end_with_the_planner, daemon=True).start()

    def tell(said: object) -> None:
        pickle.dump(said, words)
        words.flush()

    tell(News())
    try:
        tell(DOORS[options.door](program, options, start, tell))
    except Exception as error:  # noqa: BLE001 - raised again by the planner
        error.add_note(traceback.format_exc())
        tell(error)


def _end_with_the_planner() -> None:
    """End, with all that was started, when the planner is gone and its end of the pipe is closed."""
    sys.stdin.buffer.read()
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
