"""Planted faults are planted in a copy, taken out again, and only a check that fails has caught one."""

import contextlib
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import plant_faults  # noqa: E402
from plant_faults import Check, Fault, Runner, Wrong  # noqa: E402

GREP = "grep -q 'sound' code.txt || { echo 'found: unsound'; exit 1; }"


def fault(check: str = GREP, find: str = "sound", replace: str = "broken", says: str = "", build: str = "",
          minutes: float = 1, name: str = "a-fault") -> Fault:
    return Fault(name, "group", "why", "code.txt", find, replace, says, Check("", (), build, check, minutes))


class InAFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "code.txt").write_text("it is sound\n")


class Verdicts(InAFolder):
    def verdict(self, one: Fault) -> str:
        with contextlib.redirect_stdout(io.StringIO()):
            found = plant_faults.look_at([one], Runner(self.folder, self.folder / "logs", 1))[one.name]
        self.assertEqual((self.folder / "code.txt").read_text(), "it is sound\n", "the fault was left in")
        return found

    def test_a_check_that_fails_has_caught_the_fault(self):
        self.assertEqual(self.verdict(fault()), "caught")
        self.assertEqual(self.verdict(fault(says="found: unsound")), "caught")

    def test_a_check_that_passes_has_not(self):
        self.assertEqual(self.verdict(fault(check="true")), "NOT caught")

    def test_a_check_that_fails_for_another_reason_has_not(self):
        self.assertIn("NOT caught", self.verdict(fault(says="another text")))

    def test_what_does_not_build_is_not_caught(self):
        self.assertEqual(self.verdict(fault(build="grep -q sound code.txt")), "does not build")

    def test_a_check_that_hangs_has_not_caught_the_fault(self):
        slow = "grep -q sound code.txt || sleep 60"
        self.assertIn("longer than", self.verdict(fault(check=slow, minutes=0.01)))

    def test_a_check_that_always_fails_or_is_never_built_is_told(self):
        self.assertEqual(self.verdict(fault(check="false")), "fails without a fault")
        self.assertEqual(self.verdict(fault(build="false")), "does not build without a fault")

    def test_a_text_that_does_not_stand_there_once_cannot_be_planted(self):
        for wrong in (fault(find="absent"), fault(find="s"), fault(replace="sound"), fault(find="")):
            with self.assertRaises(Wrong):
                plant_faults.planted(wrong, self.folder)


class Entries(InAFolder):
    ENTRY = "{name: one, why: w, file: code.txt, find: sound, replace: broken}"

    def read(self, text: str) -> list[Fault]:
        (self.folder / "some.yaml").write_text(text)
        return plant_faults.read(self.folder)

    def test_a_fault_takes_what_its_file_says_unless_it_says_its_own(self):
        first, second = self.read(f"preset: asan\ntargets: [a]\ncheck: c\nfaults:\n  - {self.ENTRY}\n"
                                  "  - {name: two, why: w, file: f, find: x, replace: y, check: d, says: s}\n")
        self.assertEqual(first.judged_by, Check("asan", ("a",), "", "c", 10))
        self.assertEqual((second.judged_by.check, second.says, second.group), ("d", "s", "some"))

    def test_faulty_entries_are_refused(self):
        for text in ("faults: []\n", "check: c\n", f"faults:\n  - {self.ENTRY}\n",
                     f"check: c\nother: 1\nfaults:\n  - {self.ENTRY}\n",
                     "check: c\nfaults:\n  - {name: one, why: w, file: f, find: x, replace: y, odd: 1}\n",
                     f"check: c\nfaults:\n  - {self.ENTRY}\n  - {self.ENTRY}\n"):
            with self.assertRaises(Wrong, msg=text):
                self.read(text)

    def test_every_entry_of_the_tree_can_be_planted(self):
        faults = plant_faults.read(plant_faults.PLANTED)
        self.assertGreater(len(faults), 0)
        for each in faults:
            with self.subTest(each.name):
                plant_faults.planted(each, plant_faults.ROOT)
                self.assertRegex(each.name, r"^[a-z0-9]+(-[a-z0-9]+)*$")


class TheCopy(InAFolder):
    def test_it_follows_the_work_tree_and_keeps_what_is_the_same(self):
        root, copy = self.folder / "root", self.folder / "copy"
        root.mkdir()
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        (root / ".gitignore").write_text("/build/\n/web/\n")
        (root / "same.txt").write_text("same\n")
        (root / "gone.txt").write_text("gone\n")
        (root / "web" / "node_modules").mkdir(parents=True)
        (root / "web" / "dist").mkdir()
        (root / "web" / "dist" / "index.html").write_text("page\n")
        plant_faults.bring_up_to_date(root, copy)
        built = copy / "build" / "asan"
        built.mkdir(parents=True)
        before = (copy / "same.txt").stat().st_mtime_ns
        (root / "gone.txt").unlink()
        (copy / "same.txt").touch()
        touched = (copy / "same.txt").stat().st_mtime_ns
        (root / "fresh.txt").write_text("fresh\n")
        plant_faults.bring_up_to_date(root, copy)
        self.assertGreaterEqual(touched, before)
        self.assertEqual((copy / "same.txt").stat().st_mtime_ns, touched)
        self.assertFalse((copy / "gone.txt").exists())
        self.assertEqual((copy / "fresh.txt").read_text(), "fresh\n")
        self.assertTrue(built.is_dir(), "what was built is kept")
        self.assertTrue((copy / "web" / "node_modules").is_symlink())
        self.assertEqual((copy / "web" / "dist" / "index.html").read_text(), "page\n")
        (copy / "same.txt").write_text("a fault that an interrupted run left\n")
        plant_faults.bring_up_to_date(root, copy)
        self.assertEqual((copy / "same.txt").read_text(), "same\n")


if __name__ == "__main__":
    unittest.main()
