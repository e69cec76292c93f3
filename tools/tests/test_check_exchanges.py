"""check_exchanges finds answers that the contract does not allow."""

import json
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONTRACT = {
    "x-formats": {"slug": {"pattern": "[a-z]+"}},
    "paths": {"/things": {"post": {
        "operationId": "makeThing",
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
        "responses": {"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                      "304": {"description": "not modified"}},
    }}},
    "components": {"schemas": {"Thing": {
        "type": "object", "additionalProperties": False, "required": ["name"],
        "properties": {"name": {"type": "string", "format": "slug"}},
    }}},
}
GOOD = {"operation": "makeThing", "method": "POST", "target": "/things", "status": 201, "test": "things.make",
        "requestType": "application/json", "request": {"name": "a"},
        "responseType": "application/json", "response": {"name": "a"}}


class CheckExchanges(unittest.TestCase):
    def check(self, *exchanges: dict) -> dict:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "contract.json").write_text(json.dumps(CONTRACT))
            (folder / "exchanges.jsonl").write_text("".join(json.dumps(one) + "\n" for one in exchanges))
            done = subprocess.run(
                ["node", "tools/check_exchanges.mjs", *(str(folder / file) for file in
                                                        ("contract.json", "exchanges.jsonl", "report.json"))],
                cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
            self.assertTrue((folder / "report.json").is_file(), done.stderr)
            report = json.loads((folder / "report.json").read_text())
            self.assertEqual(done.returncode, 1 if report["failures"] else 0)
            return report

    def assert_fault(self, expected: str, **changes):
        failures = self.check(GOOD, GOOD | changes)["failures"]
        self.assertEqual(len(failures), 1, failures)
        self.assertIn(expected, failures[0])

    def test_a_good_exchange_passes(self):
        self.assertEqual(self.check(GOOD), {"passed": 1, "skipped": 0, "failures": []})

    def test_planted_faults_are_found(self):
        self.assert_fault("must NOT have additional properties", response={"name": "a", "secret": 1})
        self.assert_fault('must match format "slug"', response={"name": "A"})
        self.assert_fault("names no status 418", status=418)
        self.assert_fault("the contract says application/json", responseType="text/html")
        self.assert_fault("request: /name", request={"name": "A"})
        self.assert_fault("has a body", status=304, request=None)
        self.assert_fault("no operation", operation="other")

    def test_an_operation_that_nobody_asked_is_found(self):
        self.assertIn("no scenario recorded a success of makeThing", self.check()["failures"][0])


if __name__ == "__main__":
    unittest.main()
