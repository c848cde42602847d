"""Exported OCEL 2.0 files keep the standard's rules: its XML under xmllint, its JSON under ajv, its
database under the constraints of the specification. tests/foreign/ocel says where they are from.

Usage: test_ocel.py <recourse> <scratch folder>. A validator that is not there is skipped.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(HERE, "ocel")
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "cli"), RULES]
SCRATCH = sys.argv.pop(2) if len(sys.argv) > 2 else "/tmp/recourse-foreign"
import node_packages  # noqa: E402
import relational  # noqa: E402
from harness import PROGRAM  # noqa: E402  (reads the first argument)


class Ocel(unittest.TestCase):
    """Half a year of Shanghai, exported once in each form."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="recourse-ocel-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        store = ["--dir", os.path.join(folder.name, "store")]
        subprocess.run([PROGRAM, *store, "demo", "shanghai-2023"], check=True,
                       capture_output=True, timeout=300)  # fmt: skip
        for form in ("xml", "json", "sqlite"):
            subprocess.run([PROGRAM, *store, "export", "ocel", "--format", form, "--output",
                            os.path.join(folder.name, "log." + form), "--as", "supervisor:v1"],
                           check=True, capture_output=True, timeout=300)  # fmt: skip

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    # --- XML ----------------------------------------------------------------------------------

    def xml_fault(self, file):
        if not shutil.which("xmllint"):
            self.skipTest("needs xmllint")
        done = subprocess.run(
            ["xmllint", "--huge", "--noout", "--schema", os.path.join(RULES, "log.xsd"), file],
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        return "" if done.returncode == 0 else done.stderr

    def test_the_xml_form_is_valid(self):
        self.assertEqual(self.xml_fault(self.path("log.xml"))[:2000], "")

    def test_what_breaks_a_rule_of_the_xml_form_is_seen(self):
        right = self.read("log.xml")
        # Small enough to be judged often: the first event and object of each kind of fault.
        spoilt = {
            "a type that is none": (r'(<event id="[^"]*" type=)"[^"]*"', r'\1"no.such"'),
            "an object that is none": (r'(<relationship object-id=)"[^"]*"', r'\1"case/none"'),
            "a time that is none": (r'(<event [^>]*time=)"[^"]*"', r'\1"yesterday"'),
            "an event without an id": (r'<event id="[^"]*"', "<event"),
            "an id twice": (r'(<object id=)"[^"]*"(?=[\s\S]*?<object id="([^"]*)")', r'\1"\2"'),
            "an attribute's type": (r'(<attribute name="[^"]*" type=)"[^"]*"', r'\1"text"'),
            "a relation without a qualifier": (r'(<relationship object-id="[^"]*") [^/]*', r"\1"),
            "another order": (r"  <object-types>[\s\S]*</object-types>\n", ""),
        }
        for what, (pattern, to) in spoilt.items():
            with self.subTest(what):
                text, changed = re.subn(pattern, to, right, count=1)
                self.assertEqual(changed, 1)
                self.assertNotEqual(self.xml_fault(self.write("spoilt.xml", text)), "")

    # --- JSON ---------------------------------------------------------------------------------

    def fits(self, logs):
        folder = node_packages.installed(SCRATCH)
        lines = "".join(json.dumps(log) + "\n" for log in logs)
        done = subprocess.run(
            ["node", "schemas.js", "try", os.path.join(RULES, "log.schema.json")], cwd=folder,
            input=lines, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_the_json_form_is_valid_and_what_breaks_a_rule_is_seen(self):
        right = json.loads(self.read("log.json"))
        part = {**right, "events": right["events"][:3], "objects": right["objects"][:3]}

        def but(change):
            copy = json.loads(json.dumps(part))
            change(copy)
            return copy

        spoilt = [
            but(lambda log: log.pop("objectTypes")),
            but(lambda log: log["events"][0].pop("id")),
            but(lambda log: log["events"][0].update(time="yesterday")),
            but(lambda log: log["events"][0]["attributes"].append({"name": "n", "value": 1})),
            but(lambda log: log["events"][0]["relationships"].append({"objectId": "o"})),
            but(lambda log: log["objects"][0]["attributes"].append({"name": "n", "value": "1"})),
            but(lambda log: log["eventTypes"][0]["attributes"].append(
                {"name": "n", "type": "text"})),
        ]  # fmt: skip
        self.assertEqual(self.fits([right, part, *spoilt]), [True, True] + [False] * len(spoilt))

    # --- the database -------------------------------------------------------------------------

    def test_the_database_keeps_the_constraints(self):
        base = sqlite3.connect(self.path("log.sqlite"))
        self.addCleanup(base.close)
        self.assertEqual(relational.faults(base)[:20], [])

    def test_what_breaks_a_constraint_of_the_database_is_seen(self):
        case = "SELECT ocel_id FROM object WHERE ocel_type = 'case' LIMIT 1"
        spoilt = (
            "DROP TABLE event_object",
            "DELETE FROM object WHERE ocel_id = (SELECT ocel_object_id FROM event_object LIMIT 1)",
            "DELETE FROM event_CaseReceived WHERE rowid = 1",
            "UPDATE event SET ocel_type = 'no.such' WHERE rowid = 1",
            "UPDATE event_CaseReceived SET ocel_time = 'yesterday' WHERE rowid = 1",
            "UPDATE object_Case SET ocel_changed_field = 'no_such' WHERE ocel_changed_field IS NULL"
            f" AND ocel_id = ({case})",
            f"INSERT INTO object_Case (ocel_id, ocel_time) SELECT ocel_id, ocel_time FROM"
            f" object_Case WHERE ocel_id = ({case}) LIMIT 1",
            "UPDATE event_map_type SET ocel_type_map = 'NoSuch' WHERE ocel_type = 'case.received'",
            "CREATE TABLE event_Other (ocel_id TEXT)",
            "ALTER TABLE event_CaseReceived ADD COLUMN amount DECIMAL",
        )
        for number, change in enumerate(spoilt):
            with self.subTest(change):
                copy = self.path(f"spoilt{number}.sqlite")
                shutil.copy(self.path("log.sqlite"), copy)
                base = sqlite3.connect(copy)
                self.addCleanup(base.close)
                base.execute(change)
                self.assertNotEqual(relational.faults(base), [])
                os.remove(copy)


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    ran = result.testsRun - len(result.skipped)
    sys.exit(1 if not result.wasSuccessful() else 77 if ran == 0 else 0)
