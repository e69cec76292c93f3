"""Which files the checks look at: those that git knows, read once."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[1]


def listed(*patterns: str, root: pathlib.Path = ROOT) -> list[pathlib.Path]:
    """Files of the work tree that match git's patterns: tracked ones, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    return [root / name for name in names if name and (root / name).is_file()]
