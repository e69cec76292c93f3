#!/usr/bin/env python3
"""Runs the unittest files of a folder and writes {passed, skipped, failures} as JSON: run_unittests.py FOLDER REPORT"""

import json
import pathlib
import sys
import unittest


def main(folder: str, report: str) -> int:
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.discover(folder))
    failures = [f"{test}: {text.strip().splitlines()[-1]}" for test, text in result.failures + result.errors]
    failures += [f"{test}: passed though expected to fail" for test in result.unexpectedSuccesses]
    passed = result.testsRun - len(failures) - len(result.skipped)
    counts = {"passed": passed, "skipped": len(result.skipped), "failures": failures}
    pathlib.Path(report).write_text(json.dumps(counts))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
