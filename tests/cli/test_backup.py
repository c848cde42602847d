"""Backup and restore by the command: beside a writer, killed in the middle, wrong arguments."""

import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time

from harness import PROGRAM, CommandTest, main

USAGE, NOT_FOUND, UNAVAILABLE, PROBLEMS = 2, 4, 5, 6
SEED = int(os.environ.get("RECOURSE_SEED", "7"))


class Backup(CommandTest):
    @classmethod
    def setUpClass(cls):
        """Half a year of Shanghai, played once; whoever needs it takes a copy."""
        cls.played = tempfile.TemporaryDirectory(prefix="recourse-cli-")
        cls.addClassCleanup(cls.played.cleanup)
        demo = [PROGRAM, "--dir", os.path.join(cls.played.name, "store"), "demo", "shanghai-2023"]
        subprocess.run(demo, check=True, capture_output=True, timeout=300)

    def take_demo(self):
        shutil.copytree(os.path.join(self.played.name, "store"), self.store)

    def setUp(self):
        super().setUp()
        self.folder_of_backup = self.path("backup")
        self.restored = self.path("restored")

    def backup(self, verb, *more):
        told = self.answer("backup", verb, self.folder_of_backup, *more)
        return told["items"] if verb == "list" else told["item"]

    def restore(self, *more):
        there = ("--dir", self.restored)
        return self.item(*there, "backup", "restore", self.folder_of_backup, *more)

    def start(self, *arguments, store=None):
        return subprocess.Popen(
            [PROGRAM, "--dir", store or self.store, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, process):
        """True if it was still at work."""
        process.send_signal(signal.SIGKILL)
        ended = process.wait()
        self.assertIn(ended, (0, -signal.SIGKILL))
        return ended != 0

    def test_a_store_is_backed_up_restored_and_read_again(self):
        self.report_case()
        first = self.backup("create")
        self.assertEqual((first["new"], first["last"]), (True, 2))
        self.answer("case", "route-on-spot", "S001-1")
        second = self.backup("create")
        self.assertEqual(second["segments"][0]["first"], 3)
        again = self.backup("create")
        self.assertEqual((again["new"], again["segments"]), (False, []))
        self.assertEqual([s["last"] for s in self.backup("list")], [2, second["last"]])
        restored = self.restore()
        self.assertEqual(restored["last"], second["last"])
        report = self.item("--dir", self.restored, "verify")
        self.assertTrue(report["ok"])
        history = self.answer("--dir", self.restored, "case", "history", "S001-1")
        self.assertEqual(history, self.answer("case", "history", "S001-1"))

    def test_it_can_be_restored_up_to_a_position_or_a_time(self):
        self.report_case()
        self.backup("create")
        when = self.backup("list")[0]["recorded_at"]
        time.sleep(0.01)
        self.answer("case", "route-on-spot", "S001-1")
        last = self.backup("create")["last"]
        self.assertGreater(last, 2)
        self.assertEqual(self.restore("--up-to-position", "2")["last"], 2)
        shutil.rmtree(self.restored)
        self.assertEqual(self.restore("--up-to-time", when)["last"], 2)
        self.assertEqual(self.item("--dir", self.restored, "verify")["head"], 2)

    def test_the_drill_shows_that_the_backup_can_be_restored(self):
        self.report_case()
        self.backup("create")
        scratch = self.path("scratch")
        os.mkdir(scratch)
        report = self.backup("verify", "--drill", "--scratch", scratch)
        self.assertTrue(report["ok"])
        self.assertTrue(report["drill"]["ok"])
        self.assertEqual(report["drill"]["payloads_decoded"], 2)
        self.assertGreater(report["drill"]["restore_seconds"], 0)
        self.assertEqual(os.listdir(scratch), [])
        with open(os.path.join(self.folder_of_backup, "drill.json"), encoding="utf-8") as file:
            record = json.load(file)
        self.assertTrue(record["ok"])
        self.assertEqual((record["head"], record["error"]), (2, ""))
        self.assertEqual(self.backup("verify")["notes"], [], "the record is not foreign there")
        text = self.run_it("backup", "verify", self.folder_of_backup, "--drill").stdout.decode()
        self.assertIn("the restored store is whole", text)

    def test_damage_is_named_with_what_to_do(self):
        self.report_case()
        self.backup("create")
        with open(os.path.join(self.folder_of_backup, "segment-000001.sst"), "r+b") as file:
            file.seek(40)
            file.write(b"X" * 8)
        done = self.run_it("--json", "backup", "verify", self.folder_of_backup, "--drill")
        self.assertEqual(done.returncode, PROBLEMS)
        finding = json.loads(done.stdout)["item"]["findings"][0]
        self.assertEqual(finding["file"], "segment-000001.sst")
        self.assertTrue(finding["cure"])
        self.fails(UNAVAILABLE, "segment-000001.sst",
                   "--dir", self.restored, "backup", "restore", self.folder_of_backup)  # fmt: skip
        self.assertFalse(os.path.exists(self.restored))

    def test_wrong_arguments(self):
        self.fails(USAGE, "folder", "backup", "create")
        self.fails(USAGE, "'frob' is not a command", "backup", "frob")
        self.fails(USAGE, "--drill", "backup", "verify", self.folder_of_backup, "--scratch", "x")
        self.fails(NOT_FOUND, "does not exist", "backup", "create", self.folder_of_backup)
        self.assertFalse(os.path.exists(self.folder_of_backup))
        for verb in ("list", "verify", "restore"):
            self.fails(NOT_FOUND, "holds no backup", "backup", verb, self.folder_of_backup)
        self.report_case()
        self.fails(USAGE, "in the folder of the store", "backup", "create", self.store)
        self.backup("create")
        self.fails(USAGE, "missing or empty", "backup", "restore", self.folder_of_backup)
        there = ("--dir", self.restored, "backup", "restore", self.folder_of_backup)
        self.fails(USAGE, "--up-to-position", *there, "--up-to-position", "0")
        self.fails(USAGE, "ends at position 2", *there, "--up-to-position", "3")
        self.fails(USAGE, "--up-to-time", *there, "--up-to-time", "gestern")
        self.fails(USAGE, "last record is of", *there, "--up-to-time", "2999-01-01T00:00")
        self.assertFalse(os.path.exists(self.restored))

    def test_it_runs_beside_a_process_that_writes(self):
        writer = self.start("demo", "shanghai-2023")
        try:
            while not os.path.exists(os.path.join(self.store, "recourse.store")):
                self.assertIsNone(writer.poll())
            ends = []
            while writer.poll() is None and len(ends) < 40:
                ends.append(self.backup("create")["last"])
        finally:
            writer.wait(timeout=300)
        self.assertEqual(ends, sorted(ends))
        last = self.backup("create")["last"]
        self.assertEqual(last, self.item("verify")["head"])
        self.assertTrue(self.backup("verify", "--drill")["drill"]["ok"])

    def test_a_killed_create_leaves_nothing_that_looks_whole(self):
        self.take_demo()
        head = self.item("verify")["head"]
        dice = random.Random(SEED)
        killed = 0
        for attempt in range(25):
            shutil.rmtree(self.folder_of_backup, ignore_errors=True)
            creating = self.start("backup", "create", self.folder_of_backup)
            time.sleep(dice.uniform(0, 0.12))
            killed += self.kill(creating)
            with self.subTest(seed=SEED, attempt=attempt, what="create"):
                listed = self.run_it("--json", "backup", "list", self.folder_of_backup)
                if listed.returncode == 0:
                    self.assertEqual(json.loads(listed.stdout)["items"][-1]["last"], head)
                else:
                    self.assertEqual(listed.returncode, NOT_FOUND, listed.stderr)
                self.assertEqual(self.backup("create")["last"], head)
                self.assertTrue(self.backup("verify")["ok"])
        self.assertGreater(killed, 0, "no create was interrupted")

    def test_a_killed_restore_leaves_no_store_or_a_whole_one(self):
        self.take_demo()
        head = self.backup("create")["last"]
        dice = random.Random(SEED)
        killed = 0
        for attempt in range(25):
            shutil.rmtree(self.restored, ignore_errors=True)
            restoring = self.start(
                "backup", "restore", self.folder_of_backup, store=self.restored
            )
            time.sleep(dice.uniform(0, 0.15))
            killed += self.kill(restoring)
            with self.subTest(seed=SEED, attempt=attempt, what="restore"):
                done = self.run_it("--json", "--dir", self.restored, "verify")
                if done.returncode == 0:
                    self.assertEqual(json.loads(done.stdout)["item"]["head"], head)
                else:
                    self.assertEqual(done.returncode, NOT_FOUND, done.stderr)
        self.assertGreater(killed, 0, "no restore was interrupted")
        shutil.rmtree(self.restored, ignore_errors=True)
        self.assertEqual(self.restore()["last"], head)


if __name__ == "__main__":
    main()
