"""embed_assets: every file of the build is carried once, with its type, its compressed forms and its ETag."""

import gzip
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import embed_assets  # noqa: E402


class EmbedAssets(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.dist = self.root / "dist"
        (self.dist / "assets").mkdir(parents=True)
        (self.dist / "index.html").write_text("<!doctype html>" + "x" * 500)
        (self.dist / "assets" / "main-1a2B3c_d.js").write_text("y" * 500)
        self.out = self.root / "out"

    def embed(self) -> str:
        embed_assets.write(embed_assets.collect(self.dist, None, None, None), self.out)
        return (self.out / "assets.cpp").read_text()

    def test_files_become_rows(self):
        table = self.embed()
        self.assertIn('asset{"/index.html", "text/html; charset=utf-8"', table)
        self.assertRegex(table, r'asset\{"/assets/main-1a2B3c_d\.js".*, true\}')
        self.assertRegex(table, r'asset\{"/index\.html".*, false\}')

    def test_compressed_forms_unpack_to_the_file(self):
        self.embed()
        packed = [path for path in (self.out / "blobs").glob("*.gz") if path.stat().st_size]
        self.assertEqual(len(packed), 2)
        self.assertIn(b"y" * 500, [gzip.decompress(path.read_bytes()) for path in packed])

    def test_another_content_has_another_etag(self):
        before = self.embed()
        (self.dist / "index.html").write_text("changed")
        self.assertNotEqual(before, self.embed())

    def test_an_unknown_kind_of_file_is_refused(self):
        (self.dist / "data.exe").write_text("?")
        with self.assertRaisesRegex(ValueError, "data.exe"):
            self.embed()

    def test_without_files_the_table_is_empty(self):
        embed_assets.write({}, self.out)
        self.assertIn("return {};", (self.out / "assets.cpp").read_text())


if __name__ == "__main__":
    unittest.main()
