"""A thousand planted persons: no byte of any file that the command leaves holds a name, a number
or a phrase of theirs: not of a process killed in the middle, nor of store, keys, exports, logs, and
output; sealed or erased. What is compressed (segments of a backup, tables) is looked at as records,
of a store restored from the backup. The same list in clear form is found, so that each can fail.
"""

import os
import shutil
import signal
import subprocess
import sys
import time

from harness import PROGRAM, CommandTest, main

PERSONS = 1000
ERASED = 12
ADMINISTRATOR = "administrator:a1"
SUPERVISOR = "supervisor:v1@city.ZA"
MAP = """
date_format = "%Y-%m-%d %H:%M"
[columns]
order = "工单"
reported_at = "时间"
station = "单位"
district = "区"
name = "姓名"
phone = "电话"
narrative = "诉求"
"""


def planted(i):
    return f"欧阳种{i:04d}", f"139{77000000 + i}", f"第{i:04d}回被推回去"


class Planted(CommandTest):
    def setUp(self):
        super().setUp()
        self.inputs = self.path("given")  # what was given lies apart from what is left
        os.mkdir(self.inputs)
        self.left = self.path("left")
        os.mkdir(self.left)
        day = time.strftime("%Y-%m-%d", time.localtime(time.time() - 2 * 86400))
        with open(self.given("orders.csv"), "w", encoding="utf-8") as file:
            file.write("工单,时间,单位,区,姓名,电话,诉求\n")
            for i in range(PERSONS):
                clock = f"{8 + i // 60 % 10:02d}:{i % 60:02d}"
                file.write(f"P-{i:04d},{day} {clock},S{i % 50:03d},PD,")
                file.write(",".join(planted(i)) + "\n")
        with open(self.given("map.toml"), "w", encoding="utf-8") as file:
            file.write(MAP)
        self.master = self.given("master.key")
        self.more = ()

    def given(self, name):
        return os.path.join(self.inputs, name)

    def out(self, name):
        return os.path.join(self.left, name)

    def run_it(self, *arguments, **more):
        return super().run_it(*self.more, *arguments, **more)

    def seal(self):
        self.run_it("keys", "create", self.master)
        log = ("--log", self.out("log"), "--log-level", "debug")
        self.more = ("--master-key", self.master, *log)

    def import_orders(self):
        return self.item("import", "hotline", self.given("orders.csv"), "--map",
                         self.given("map.toml"))  # fmt: skip

    def killed_import(self, after):
        arguments = [PROGRAM, "--dir", self.store, *self.more, "import", "hotline",
                     self.given("orders.csv"), "--map", self.given("map.toml")]  # fmt: skip
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return process.wait(timeout=60)

    def payloads(self, folder):
        """The records of a store as they lie in its log, which is compressed on the disk."""
        packages = os.path.join(os.path.dirname(os.path.dirname(PROGRAM)), "python")
        script = (
            "import sys, recourse\n"
            "with recourse.Log.open(sys.argv[1], store='rocksdb-reader') as log:\n"
            "    for record in log.read(most=1_000_000):\n"
            "        sys.stdout.buffer.write(record.payload)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, folder], capture_output=True, timeout=120, check=False,
            env={**os.environ, "PYTHONPATH": packages},
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout

    def in_records(self, folder):
        if not os.path.isdir(os.path.join(os.path.dirname(os.path.dirname(PROGRAM)), "python")):
            self.skipTest("the Python package is not built: what is in a backup was not looked at")
        data = self.payloads(folder)
        self.assertGreater(len(data), 100_000)
        return {text for i in range(PERSONS) for text in planted(i) if text.encode() in data}

    def found(self):
        """What of the planted stands in a file; which files were looked at."""
        texts = [text.encode() for i in range(PERSONS) for text in planted(i)]
        seen, files = set(), 0
        for folder, _, names in os.walk(self.folder.name):
            if folder.startswith(self.inputs):
                continue
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    data = file.read()
                files += 1
                # One look for what all have, then for each: a file without it holds none.
                if "欧阳种".encode() in data or b"13977" in data or "回被推回去".encode() in data:
                    seen |= {text for text in texts if text in data}
        return seen, files

    def succeeds(self, *arguments, **more):
        done = self.run_it(*arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done

    def leave_everything(self):
        """Every way in which the log leaves the store, for staff who see no personal data."""
        self.answer("backup", "create", self.out("backup"))
        self.succeeds("backup", "restore", self.out("backup"), "--dir", self.out("again"))
        for form in ("xes", "ocel", "cloudevents"):
            self.succeeds("export", form, "--output", self.out(form), actor=SUPERVISOR)
        self.succeeds("ledger", "--format", "csv", "--fields", "all", "--output",
                      self.out("ledger.csv"), actor=SUPERVISOR)  # fmt: skip
        for name, command in (("tail", ("tail",)), ("cases", ("cases", "--page-size", "1000")),
                              ("verify", ("verify",))):  # fmt: skip
            done = self.succeeds("--json", *command, actor=SUPERVISOR)
            with open(self.out(name), "wb") as file:
                file.write(done.stdout + done.stderr)

    def test_no_byte_of_any_file_tells_of_one_of_a_thousand(self):
        self.seal()
        killed = 0
        for after in (0.1, 0.2, 0.4, 0.6, 0.8):
            killed += self.killed_import(after) == -signal.SIGKILL
            self.assertEqual(self.found()[0], set())
        self.assertGreater(killed, 0)
        done = self.import_orders()
        # One whose case was opened when the process was killed is linked with that case.
        ways = ("fresh", "known", "likely", "linked")
        self.assertEqual(sum(done[way] for way in ways), PERSONS)
        self.leave_everything()
        seen, files = self.found()
        self.assertEqual(seen, set())
        self.assertGreater(files, 15)
        for size in ("ledger.csv", "tail", "xes", "ocel", "cloudevents"):
            self.assertGreater(os.path.getsize(self.out(size)), 50_000, size)
        page = self.items("cases", "--page-size", "1000", actor=SUPERVISOR)
        keys = [one["case"] for one in page][:ERASED]
        for key in keys:  # what goes on is not erased: it is ended first
            self.answer("case", "withdraw", key, "--proof", "signature", "--reference", "QM-1",
                        actor="window_officer:w7@" + key.split("-")[0])  # fmt: skip
            proof = self.item("erase", "case/" + key, actor=ADMINISTRATOR)
            self.assertTrue(proof["holds"], proof)
        log = self.out("log")
        for name in os.listdir(self.left):
            path = self.out(name)
            if os.path.isdir(path):
                shutil.rmtree(path)
            elif path != log:
                os.remove(path)
        self.leave_everything()
        self.assertEqual(self.found()[0], set())
        self.assertEqual(self.in_records(self.out("again")), set())

    def test_the_same_in_clear_form_is_found(self):
        self.import_orders()
        seen, _ = self.found()
        self.assertGreater(len(seen), PERSONS, "the scan sees what is there")
        self.answer("backup", "create", self.out("backup"))
        shutil.rmtree(self.store)
        self.answer("backup", "restore", self.out("backup"), "--dir", self.out("again"))
        self.assertGreater(len(self.in_records(self.out("again"))), PERSONS, "also in a backup")


if __name__ == "__main__":
    main()
