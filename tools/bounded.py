"""Commands with an end: they write into a log, and are ended with all their children when they take too long."""

import os
import pathlib
import signal
import subprocess

# What the sanitizers are told, wherever a program built with them runs.
SANITIZER = {
    "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1",
}


class TookTooLong(Exception):
    """The command did not end in its time and was killed."""


def run(command: list[str], log: pathlib.Path, minutes: float, cwd: pathlib.Path, environment: dict[str, str]) -> int:
    """Runs a command, appending it and its output to `log`; returns its status.

    TookTooLong after `minutes`; FileNotFoundError if there is no such program.
    """
    with log.open("a") as out:
        out.write(f"$ {' '.join(command)}\n")
        out.flush()
        # A group of its own, so that a command that takes too long is ended with its children.
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                   env=os.environ | {"NO_COLOR": "1"} | environment, start_new_session=True)
        try:
            return process.wait(minutes * 60)
        except BaseException as fault:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(fault, subprocess.TimeoutExpired):
                raise TookTooLong(f"{command[0]} took longer than {minutes:g} minutes") from None
            raise
