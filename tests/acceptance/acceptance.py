"""What was added by its folder and its name is served by everything that serves workflows.

Usage: acceptance.py <source folder> <part>=<program>…. The programs are the project's own, linked
with a list of workflows that has lost_property behind the office's.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = sys.argv[1]
PROGRAMS = dict(part.split("=", 1) for part in sys.argv[2:])
OFFICER = "window_officer:w7@S001"


def needs(part):
    return unittest.skipUnless(part in PROGRAMS, f"{part} is not built here")


class Folder(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name

    def run_it(self, part, *arguments):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RECOURSE_")}
        return subprocess.run(
            [PROGRAMS[part], *arguments], capture_output=True, env=environment, check=False
        )


@needs("cli")
class CommandLine(Folder):
    def answer(self, *arguments, exit_code=0):
        done = self.run_it("cli", "--dir", self.folder + "/store", "--json", *arguments)
        self.assertEqual(done.returncode, exit_code, done.stdout + done.stderr)
        return json.loads(done.stdout if exit_code == 0 else done.stderr)

    def found(self):
        self.answer(
            "lost_property", "hand-in", "L1", "--what", "伞", "--place", "人民广场", "--finder", "李四",
            "--as", OFFICER,
        )  # fmt: skip
        self.answer("lost_property", "describe", "L1", "--marks", "蓝柄", "--as", OFFICER)
        return self.answer("lost_property", "announce", "L1", "--where", "S001", "--as", OFFICER)

    def test_its_commands_have_their_options_and_its_refusals_their_texts(self):
        item = self.found()["item"]
        self.assertEqual(item["state"]["phase"], "announced")
        self.answer(
            "lost_property", "claim", "L1", "--claimant", "王五", "--marks", "红柄",
            "--as", "citizen:c1",
        )  # fmt: skip
        no = self.answer(
            "lost_property", "return", "L1", "--receipt", "R1", "--as", OFFICER, exit_code=1
        )["refusal"]
        self.assertEqual((no["name"], no["zh"]), ("marks_wrong", "特征不符。"))
        (duty,) = self.answer("agenda", "--as", OFFICER)["items"]
        self.assertEqual((duty["stream"], duty["duty"]), ("lost_property/L1", "decide_claim"))

    def test_it_is_shown_told_and_its_next_steps_are_known(self):
        self.found()
        shown = self.answer("lost_property", "show", "lost_property/L1", "--as", OFFICER)["item"]
        self.assertEqual([t["name"] for t in shown["timers"]], ["claimable_until"])
        history = self.answer("lost_property", "history", "L1", "--as", OFFICER)["items"]
        self.assertEqual(
            [entry["event"]["type"].split(".")[1] for entry in history],
            ["handed_in", "described", "announced"],
        )
        self.assertNotIn("李四", json.dumps(history, ensure_ascii=False), "masked")
        step = self.answer("lost_property", "next", "L1", "--as", OFFICER)
        self.assertIn("lost_property.claim", json.dumps(step))

    def test_the_log_is_decoded_and_the_upgrade_checked(self):
        self.found()
        store = ("--dir", self.folder + "/store", "--json")
        done = self.run_it("cli", *store, "tail", "--as", OFFICER)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(lines[0]["event"]["what"], "伞")
        done = self.run_it(
            "cli", "--dir", self.folder + "/store", "--json", "check-upgrade",
            "--kind", "lost_property",
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("lost_property", done.stdout.decode())

    def test_its_schemas_are_there(self):
        schema = self.answer("lost_property", "schema", "lost_property.claim")
        self.assertIn("claimant", json.dumps(schema))

    def test_mistakes_name_what_there_is(self):
        done = self.run_it("cli", "lost_property", "claim", "L1", "--marcs", "x")
        self.assertEqual(done.returncode, 2)
        wrong = ("lost_property", "schema", "lost_property.clam")
        done = self.run_it("cli", "--dir", self.folder, *wrong)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("lost_property.claim", done.stderr.decode())


@needs("docgen")
class Pages(Folder):
    def test_it_has_its_pages_and_schemas(self):
        done = self.run_it("docgen", self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        own = os.path.join(self.folder, "lost_property")
        text = ""
        for name in sorted(os.listdir(own)):
            with open(os.path.join(own, name), encoding="utf-8") as file:
                text += file.read()
        words = ("lost_property.claimed", "lost_property.claim", "认领申请", "marks_wrong")
        for word in (*words, "stateDiagram"):
            self.assertIn(word, text)
        with open(os.path.join(self.folder, "README.md"), encoding="utf-8") as file:
            self.assertIn("lost_property", file.read())


@needs("bytes")
class Bytes(Folder):
    def test_its_events_want_golden_bytes_and_its_inputs_are_fuzzed(self):
        done = self.run_it("bytes", self.folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


SCRIPT = """
import datetime
import recourse
from recourse import Actor, Sealed
from recourse.lost_property import Announce, Claim, HandIn
officer = Actor("w7", "window_officer", "S001")
clock = recourse.ManualClock(datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.timezone.utc))
with recourse.Office.open(store="memory", clock=clock) as office:
    found = office.workflow("lost_property")
    found.handle("L1", HandIn(what="伞", place="人民广场", finder=Sealed("李四")), actor=officer)
    found.handle("L1", "lost_property.announce", {"where": "S001"}, actor=officer)
    events = found.history("L1", actor=officer)
    print(found.state("L1", actor=officer).phase.name, [type(e.event).__name__ for e in events])
    print([w.kind for w in office.workflows()], found.next("L1", officer))
    clock.set(clock.now() + datetime.timedelta(days=365))
    print("in time:", office.fire_due().fired, found.state("L1", actor=officer).phase.name)
    clock.set(clock.now() + datetime.timedelta(seconds=1))
    print("late:", office.fire_due().fired, found.state("L1", actor=officer).phase.name)
"""


@needs("python")
@needs("pygen")
class Python(Folder):
    def test_it_has_its_classes_and_its_workflow(self):
        package = os.path.join(self.folder, "recourse")
        shutil.copytree(SOURCE + "/bindings/python/recourse", package)
        self.assertEqual(self.run_it("pygen", package).returncode, 0)
        shutil.copy(PROGRAMS["python"], package)
        done = subprocess.run(
            [sys.executable, "-B", "-c", SCRIPT], capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": self.folder, "PYTHONUTF8": "1"},
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("announced ['HandedIn', 'Announced']", done.stdout)
        self.assertIn("'lost_property'", done.stdout)
        self.assertIn("lost_property.claim", done.stdout)
        self.assertIn("in time: 0 announced\nlate: 1 forfeited", done.stdout)


class Sources(unittest.TestCase):
    def test_nothing_outside_its_folder_names_it_but_the_list(self):
        named = subprocess.run(
            ["grep", "-rlE", "lost_property|LostProperty", SOURCE + "/src", SOURCE + "/include",
             SOURCE + "/bindings", SOURCE + "/tests", "--include=*.cpp", "--include=*.hpp",
             "--include=*.txt", "--include=*.cmake"],
            capture_output=True, text=True, check=False,
        ).stdout.split()  # fmt: skip
        outside = [
            os.path.relpath(path, SOURCE)
            for path in named
            if "/tests/acceptance/lost_property/" not in path
        ]
        self.assertEqual(
            sorted(outside), ["tests/acceptance/CMakeLists.txt", "tests/acceptance/bytes.cpp"]
        )


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
