"""What the API says of itself, read by tools that are not this project's.

Usage: test_api.py <recourse> <scratch folder>. ajv in strict mode loads the JSON Schemas of
docs/reference; the OpenAPI document is validated by the OpenAPI Initiative's schema, and TypeScript
is written from it. Without node, or a registry to install from, they are skipped, and say so.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
REFERENCE = os.path.join(ROOT, "docs", "reference")
SCRATCH = sys.argv.pop(2) if len(sys.argv) > 2 else "/tmp/recourse-foreign"
PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else "recourse"
import node_packages  # noqa: E402


def schema_of(name):
    with open(os.path.join(REFERENCE, name), encoding="utf-8") as file:
        return json.load(file)


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node = node_packages.installed(SCRATCH)
        scratch = tempfile.TemporaryDirectory(prefix="recourse-api-")
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = scratch.name

    def ran(self, script, *arguments, **more):
        command = ["node", script, *arguments]
        return subprocess.run(
            command, cwd=self.node, capture_output=True, text=True, timeout=300, **more
        )

    def said(self, script, *arguments, **more):
        done = self.ran(script, *arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def written(self, name, value):
        file = os.path.join(self.folder, name)
        with open(file, "w", encoding="utf-8") as to:
            json.dump(value, to)
        return file

    def document(self):
        """The document, as `recourse openapi` prints it."""
        done = subprocess.run([PROGRAM, "openapi"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    # --- JSON Schema --------------------------------------------------------------------------

    def test_ajv_loads_every_schema_in_strict_mode(self):
        loaded = self.said("schemas.js", "load", REFERENCE)
        folders = [one for one in os.scandir(REFERENCE) if one.is_dir()]
        self.assertGreaterEqual(loaded["files"], 2 * len(folders))
        self.assertGreater(loaded["types"], 300)

    def test_ajv_refuses_what_is_no_keyword(self):
        schema = schema_of("calendar/commands.schema.json")
        schema["x-version"] = 1
        self.written("forged.schema.json", schema)
        done = self.ran("schemas.js", "load", self.folder)
        os.remove(os.path.join(self.folder, "forged.schema.json"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("x-version", done.stderr)

    def test_a_command_fits_with_all_that_it_needs(self):
        close = {"type": "case.close", "outcome": "done", "reply": "已办", "told": "in_person"}
        tries = [
            (close, True),
            ({**close, "next_step": "另行申请"}, True),
            ({key: close[key] for key in close if key != "reply"}, False),
            ({**close, "reply": ""}, False),
            ({**close, "outcome": "maybe"}, False),
            ({**close, "frob": 1}, False),
            ({**close, "type": "case.frob"}, False),
            ({"type": "case.accept"}, True),
            ({}, False),
        ]
        lines = "".join(json.dumps(value) + "\n" for value, _ in tries)
        file = os.path.join(REFERENCE, "complaint", "commands.schema.json")
        fits = self.said("schemas.js", "try", file, input=lines)
        self.assertEqual(fits, [fit for _, fit in tries])

    # --- OpenAPI ------------------------------------------------------------------------------

    def test_the_document_is_openapi_3_1(self):
        file = self.written("openapi.json", self.document())
        self.assertEqual(self.said("openapi.js", "validate", file), {"version": "3.1"})

    def test_a_document_that_is_none_is_refused(self):
        document = self.document()
        del document["info"]["title"]
        file = self.written("forged.json", document)
        done = self.ran("openapi.js", "validate", file)
        self.assertEqual(done.returncode, 1)
        self.assertIn("title", done.stderr)

    def test_every_command_has_its_path_and_its_type(self):
        document = self.document()
        schemas = document["components"]["schemas"]
        names = [folder.name for folder in os.scandir(REFERENCE) if folder.is_dir()]
        for name in sorted(names):
            for command in schema_of(f"{name}/commands.schema.json")["$defs"]:
                kind, short = command.split(".")
                self.assertIn(command, schemas)
                self.assertIn("post", document["paths"][f"/v1/{kind}/{{key}}/commands/{short}"])

    def test_typescript_has_a_type_for_every_command(self):
        document = self.document()
        file = self.written("openapi.json", document)
        text = self.said("openapi.js", "types", file, os.path.join(HERE, "use.ts"))["text"]
        schemas = document["components"]["schemas"]
        commands = [name for name in schemas if schemas[name].get("$comment", "")[:7] == "version"]
        self.assertGreater(len(commands), 150)
        for name in commands:
            self.assertIn(f'"{name}": {{', text)


if __name__ == "__main__":
    program = unittest.main(verbosity=2, exit=False)
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    # Skipped, for ctest, only if nothing at all could be tried.
    sys.exit(77 if result.testsRun == len(result.skipped) else 0)
