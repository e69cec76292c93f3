"""The web part's lint finds planted faults: who reads the clock, and which way imports run."""

import pathlib
import subprocess
import unittest

WEB = pathlib.Path(__file__).resolve().parents[2] / "web"


def lint(name: str, text: str) -> str:
    """What ESLint says about this text as if it were the file `name`; empty if nothing."""
    done = subprocess.run(["npx", "--no-install", "eslint", "--stdin", "--stdin-filename", name], cwd=WEB, input=text,
                          capture_output=True, text=True, timeout=300, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"eslint did not run: {done.stderr}")
    return done.stdout if done.returncode else ""


class WebLint(unittest.TestCase):
    def test_only_one_file_reads_the_clock(self):
        planted = "export const a = new Date();\nexport const b = Date.now();\n"
        self.assertIn("2 errors", lint("src/features/board/planted.ts", planted))
        self.assertEqual(lint("src/lib/clock.ts", planted), "")
        self.assertEqual(lint("src/features/board/planted.ts", "export const a = new Date('2026-12-05');\n"), "")

    def test_imports_run_one_way(self):
        for name, target in [
            ("src/features/board/planted.ts", "@/features/day/day-page"),
            ("src/features/board/planted.ts", "@/app/routes"),
            ("src/components/planted.ts", "@/features/day/day-page"),
            ("src/lib/planted.ts", "@/components/page"),
        ]:
            found = lint(name, f"import {{ a }} from '{target}';\n\nexport const b = a;\n")
            self.assertIn("1 error", found, (name, target))


if __name__ == "__main__":
    unittest.main()
