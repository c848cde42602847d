"""Views by the command: how they stand, made anew, killed while being made, damaged."""

import contextlib
import glob
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

from harness import PROGRAM, CommandTest, main

USAGE, NOT_FOUND, UNAVAILABLE, PROBLEMS = 2, 4, 5, 6

VERSION = 4  # of the view `cases`


class Views(CommandTest):
    @classmethod
    def setUpClass(cls):
        """Half a year of Shanghai, played once; whoever needs it takes a copy."""
        cls.played = tempfile.TemporaryDirectory(prefix="recourse-cli-")
        cls.addClassCleanup(cls.played.cleanup)
        demo = [PROGRAM, "--dir", os.path.join(cls.played.name, "store"), "demo", "shanghai-2023"]
        subprocess.run(demo, check=True, capture_output=True, timeout=300)

    def take_demo(self):
        shutil.copytree(os.path.join(self.played.name, "store"), self.store)

    def views(self):
        return {v["name"]: v for v in self.items("views", "list")}

    def settle(self):
        """A command ends without waiting for the views: what they lack, the next one makes up."""
        for name in ("cases", "figures", "notary_tree"):
            self.item("views", "rebuild", name)

    def start(self, *arguments):
        return subprocess.Popen(
            [PROGRAM, "--dir", self.store, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def damage(self, view):
        """Spoils the first block of the view's table, where its checkpoint is."""
        damaged = 0
        for path in glob.glob(os.path.join(self.store, "views", "*.sst")):
            with open(path, "r+b") as file:
                if b"view." + view.encode() not in file.read():
                    continue
                file.seek(40)
                file.write(b"X" * 16)
                damaged += 1
        self.assertEqual(damaged, 1)

    def test_they_are_listed_with_where_they_are(self):
        self.report_case()
        self.settle()
        views = self.views()
        self.assertLessEqual({"cases", "figures", "notary_tree"}, set(views))
        self.assertEqual(
            views["cases"],
            {"name": "cases", "label": {"en": "Cases", "zh": "诉求"}, "version": VERSION,
             "build": 2, "position": 2, "head": 2, "lag": 0, "state": "current", "error": "",
             "building": None},
        )  # fmt: skip
        self.assertEqual([name for name, view in views.items() if view["label"] is None], [])
        text = self.run_it("views", "list").stdout.decode()
        self.assertRegex(text, rf"cases +{VERSION} +2 +2 +0  current +Cases +诉求")
        lag = self.items("views", "lag")
        self.assertEqual([(v["name"], v["lag"], v["stopped"]) for v in lag],
                         [(name, 0, False) for name in sorted(views)])  # fmt: skip

    def test_a_rebuild_makes_another_build_of_the_same_rows(self):
        self.take_demo()
        before = self.answer("cases", "--page-size", "1000")
        plain = self.item("views", "rebuild", "cases")
        self.assertEqual((plain["build"], plain["compared"]), (2, None))
        done = self.item("views", "rebuild", "cases", "--compare")
        self.assertEqual((done["build"], done["position"]), (3, before["position"]))
        compared = done["compared"]
        self.assertEqual((compared["before"], compared["after"]),
                         (f"cases.{VERSION}.2", f"cases.{VERSION}.3"))
        self.assertEqual((compared["position"], compared["differences"]), (before["position"], 0))
        self.assertGreater(compared["rows"], 3254)
        views = self.views()
        self.assertEqual((views["cases"]["build"], views["cases"]["state"]), (3, "current"))
        self.assertEqual(views["figures"]["build"], 1)
        self.assertEqual(self.answer("cases", "--page-size", "1000"), before)
        text = self.run_it("views", "rebuild", "figures", "--compare").stdout.decode()
        self.assertRegex(text, r"view figures: build 2 serves, at position [\d,]+ \(")
        self.assertRegex(text, r"[\d,]+ rows compared with build 1 .*: no difference")

    def test_wrong_arguments(self):
        self.fails(NOT_FOUND, "does not exist", "views", "list")
        self.fails(NOT_FOUND, "does not exist", "views", "rebuild", "cases")
        self.assertFalse(os.path.exists(self.store))
        self.report_case()
        done = self.fails(USAGE, "did you mean: cases?", "views", "rebuild", "case")
        self.assertIn("'case' is no view; there are: cases, ", done.stderr.decode())
        self.fails(USAGE, "name", "views", "rebuild")
        self.fails(USAGE, "'frob' is not a command", "views", "frob")
        self.fails(USAGE, "subcommand", "views")
        self.assertEqual(self.views()["cases"]["build"], 1)

    def test_they_are_looked_at_beside_the_process_that_writes(self):
        holder = self.start("demo", "shanghai-2023")
        try:
            while not os.path.exists(os.path.join(self.store, "recourse.store")):
                self.assertIsNone(holder.poll())
            looks = 0
            while holder.poll() is None and looks < 5:
                for view in self.views().values():
                    self.assertEqual(view["head"] - view["position"], view["lag"])
                    self.assertNotEqual(view["state"], "stopped")
                self.items("views", "lag")
                looks += 1
            self.assertEqual(looks, 5)
            self.fails(UNAVAILABLE, f"is open in process {holder.pid}", "views", "rebuild", "cases")
        finally:
            holder.kill()
            holder.wait()
        # What the killed process had in memory only is made up by the next one that writes.
        self.settle()
        self.assertEqual({v["lag"] for v in self.items("views", "lag")}, {0})

    def manifests(self):
        """What the database of the views says that it is made of."""
        found = b""
        for path in glob.glob(os.path.join(self.store, "views", "MANIFEST-*")):
            with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                found += file.read()
        return found

    def kill_while_building(self, build):
        """True if the new build was there, and did not serve yet, when the process was killed."""
        process = self.start("views", "rebuild", "cases")
        name = f"view.cases.{VERSION}.{build}".encode()
        patience = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < patience:
            if name in self.manifests():
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        return self.views()["cases"]["building"] is not None

    def test_a_killed_rebuild_harms_nothing_and_is_gone_on_with(self):
        self.take_demo()
        self.settle()
        before = self.answer("cases", "--page-size", "1000")
        figures = self.item("report")
        caught = 0
        for _ in range(8):
            serving = self.views()["cases"]
            if self.kill_while_building(serving["build"] + 1):
                caught += 1
                now = self.views()["cases"]
                self.assertEqual((now["build"], now["state"]), (serving["build"], "current"))
                self.assertEqual(now["building"]["build"], serving["build"] + 1)
                self.assertLessEqual(now["building"]["progress"], 1)
                self.assertIn("  next", self.run_it("views", "list").stdout.decode())
            self.assertEqual(self.answer("cases", "--page-size", "1000"), before)
            self.assertEqual(self.item("report"), figures)
            resumed = self.item("views", "rebuild", "cases")
            self.assertGreater(resumed["build"], serving["build"])
            after = self.views()["cases"]
            self.assertEqual((after["state"], after["building"]), ("current", None))
        self.assertGreater(caught, 0, "no rebuild was killed in the middle")
        self.assertEqual(self.answer("cases", "--page-size", "1000"), before)
        self.assertTrue(self.item("verify")["ok"])
        compared = self.item("views", "rebuild", "cases", "--compare")["compared"]
        self.assertEqual(compared["differences"], 0)

    def test_a_damaged_table_stops_its_view_and_nothing_else(self):
        self.report_case()
        self.settle()
        before = self.answer("cases")
        self.damage("cases")
        views = self.views()
        self.assertEqual(views["cases"]["state"], "stopped")
        self.assertIn(f"cases.{VERSION}.2", views["cases"]["error"])
        self.assertEqual(views["figures"]["state"], "current")
        done = self.run_it("--json", "views", "lag")
        self.assertEqual(done.returncode, PROBLEMS)
        stopped = [v["name"] for v in json.loads(done.stdout)["items"] if v["stopped"]]
        self.assertEqual(stopped, ["cases"])
        health = self.run_it("--json", "health")
        self.assertEqual(health.returncode, PROBLEMS, health.stderr.decode())
        self.assertRegex(json.loads(health.stdout)["item"]["troubles"][0], "^view_stopped cases: ")
        self.assertEqual(self.answer("cases"), before)
        self.answer("case", "message", "S001-1", "--text", "再问")
        self.fails(UNAVAILABLE, "has stopped", "timers", "fire")
        self.fails(UNAVAILABLE, "compared", "views", "rebuild", "cases", "--compare")
        self.assertEqual(self.item("views", "rebuild", "cases")["position"], 3)
        self.assertEqual(self.run_it("views", "lag").returncode, 0)


if __name__ == "__main__":
    main()
