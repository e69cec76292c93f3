"""Work beside the main process: several attackers at a time, each in a process of its own, each with a report."""

import multiprocessing
import os
import queue
import resource
import time
import traceback
from collections.abc import Callable

CONTEXT = multiprocessing.get_context("fork")
# Attackers give way to the server and to the client that is measured: what is judged is the server.
NICENESS = 10
GRACE_SECONDS = 120


def more_descriptors() -> None:
    """Lets this process and its children open as many descriptors as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Side:
    """One function in a process of its own; it gets `until`, the moment (monotonic) at which it has to come back."""

    def __init__(self, name: str, act: Callable[..., dict], *given, nice: bool = True):
        self.name = name
        self._act = act
        self._given = given
        self._nice = nice
        self._reports = CONTEXT.Queue()
        self._process: multiprocessing.process.BaseProcess | None = None

    def start(self, until: float) -> None:
        self._process = CONTEXT.Process(target=self._run, args=(until,), daemon=True)
        self._process.start()

    def _run(self, until: float) -> None:
        if self._nice:
            os.nice(NICENESS)
        try:
            self._reports.put({"faults": []} | self._act(until, *self._given))
        except Exception:  # whatever it is, it is told and fails the attack
            self._reports.put({"faults": [f"{self.name}: {traceback.format_exc()[-1500:]}"]})

    def report(self, until: float) -> dict:
        """What the function returned; `faults` are what it found. Waits a while beyond `until`, not for ever."""
        try:
            return self._reports.get(timeout=max(0.0, until - time.monotonic()) + GRACE_SECONDS)
        except queue.Empty:
            return {"faults": [f"{self.name}: did not come back"]}
        finally:
            self._process.join(5)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
