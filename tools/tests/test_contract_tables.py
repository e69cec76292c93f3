"""contract_tables: what the subset allows becomes a row, everything else names its place."""

import copy
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import contract_file  # noqa: E402
import contract_tables  # noqa: E402

DOCUMENT = """
openapi: 3.1.0
servers: [{url: /api/v1}]
security: [{bearer: []}]
paths:
  /events/{event}:
    parameters: [{name: event, in: path, required: true, schema: {type: string, minLength: 1, maxLength: 40}}]
    get:
      operationId: getEvent
      x-access: [coordinator, helper]
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}}}
components:
  schemas:
    Event:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: {type: string, maxLength: 10}
        on: {type: [string, 'null'], format: date}
"""


def document() -> dict:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(DOCUMENT)
        file.flush()
        return contract_file.load(pathlib.Path(file.name))


class ContractTables(unittest.TestCase):
    def fault(self, change) -> str:
        changed = copy.deepcopy(document())
        change(changed)
        with self.assertRaises(contract_tables.ContractError) as caught:
            contract_tables.render(changed)
        return str(caught.exception)

    def test_operations_and_schemas_become_rows(self):
        made = contract_tables.render(document())
        self.assertIn('.pattern = "/api/v1/events/{event}"', made)
        self.assertIn('{"event", place::path, true, ', made)
        self.assertIn("{.types = 9, .text_format = format::date}", made)
        self.assertIn('{"on", ', made)
        self.assertIn(".open = false", made)

    def test_an_operation_without_security_is_open(self):
        changed = document()
        changed["paths"]["/events/{event}"]["get"]["security"] = []
        self.assertIn(".open = true", contract_tables.render(changed))

    def test_words_outside_the_subset_are_refused(self):
        def plant(changed):
            changed["components"]["schemas"]["Event"]["properties"]["name"]["pattern"] = "^a"
        self.assertIn("pattern is outside the contract's subset", self.fault(plant))

    def test_open_objects_must_say_so(self):
        def plant(changed):
            del changed["components"]["schemas"]["Event"]["additionalProperties"]
        self.assertIn("must say additionalProperties", self.fault(plant))

    def test_required_names_must_be_properties(self):
        def plant(changed):
            changed["components"]["schemas"]["Event"]["required"].append("absent")
        self.assertIn("absent, not a property", self.fault(plant))

    def test_a_repeated_operation_id_is_refused(self):
        def plant(changed):
            changed["paths"]["/other"] = {"get": {"operationId": "getEvent", "responses": {}}}
        self.assertIn("used twice", self.fault(plant))

    def test_a_oneof_needs_a_discriminator(self):
        def plant(changed):
            changed["components"]["schemas"]["Event"]["properties"]["x"] = {"oneOf": [{"type": "string"}]}
        self.assertIn("needs a discriminator", self.fault(plant))

    def test_a_reference_to_nothing_is_refused(self):
        def plant(changed):
            changed["components"]["schemas"]["Event"]["properties"]["x"] = {"$ref": "#/components/schemas/Gone"}
        self.assertIn("names nothing", self.fault(plant))


if __name__ == "__main__":
    unittest.main()
