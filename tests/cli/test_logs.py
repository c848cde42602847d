"""Logs beside each other: copying one into another store, which a database holds, one ledger."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

from harness import PROGRAM, CommandTest, main

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from postgres_server import PostgresServer  # noqa: E402

USAGE, NOT_FOUND, UNAVAILABLE, PROBLEMS = 2, 4, 5, 6
SERVER = None
ADMINISTRATOR = "administrator:a1"
SUPERVISOR = "supervisor:v1"


class Logs(CommandTest):
    number = 0

    def setUp(self):
        super().setUp()
        Logs.number += 1
        self.log = f"log_{Logs.number}"
        self.uri = SERVER.uri(self.log)

    def place(self, store):
        """The options that lead to another store than that of --dir."""
        if "://" not in store:
            return ["--dir", store]
        return ["--store", store, "--dir", self.path("local")]

    def at(self, store, *arguments, **more):
        return self.answer(*self.place(store), *arguments, **more)

    def records(self, store):
        done = self.run_it(*self.place(store), "--json", "tail")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout

    def copy(self, to, *more):
        return self.item("logs", "copy", "--to", to, *more)


class Copies(Logs):
    def test_there_and_back_with_receipts(self):
        self.report_case("S001-1")
        self.report_case("S001-2")
        key = self.path("notary.key")
        made = self.answer("notary", "key", "create", key, actor=ADMINISTRATOR)["item"]
        self.answer("notary", "sign", "--key", key, actor=ADMINISTRATOR)
        self.answer("receipt", "S001-1", "--version", "2", "--out", self.path("before"))
        before = self.records(self.store)
        copied = self.copy(self.uri)
        self.assertEqual((copied["begun"], copied["copied"]), (0, copied["last"]))
        self.assertEqual(len(before.splitlines()), copied["last"])
        self.assertEqual(self.records(self.uri), before)
        again = self.item("logs", "copy", "--from", self.uri, "--to", self.path("back"))
        self.assertEqual(again["hash"], copied["hash"])
        self.assertEqual(self.records(self.path("back")), before)
        for store in (self.uri, self.path("back")):
            verified = self.at(store, "verify")["item"]
            self.assertTrue(verified["ok"])
            self.assertEqual(verified["records"], self.item("verify")["records"])
            self.assertTrue(self.at(store, "audit")["item"]["ok"])
            out = self.path("after")
            self.at(store, "receipt", "S001-1", "--version", "2", "--out", out)
            with open(self.path("before")) as a, open(out) as b:
                self.assertEqual(a.read(), b.read())
            os.remove(out)
        self.assertTrue(made)

    def test_a_log_that_goes_on_is_copied_again(self):
        self.report_case("S001-1")
        first = self.copy(self.uri)
        self.report_case("S001-2")
        second = self.copy(self.uri)
        self.assertEqual(second["begun"], first["last"])
        self.assertGreater(second["last"], first["last"])
        said = self.run_it("logs", "copy", "--to", self.uri).stdout.decode()
        self.assertIn("0 records were copied", said)
        self.assertIn(second["hash"], said)

    def test_the_copy_goes_on_and_the_next_run_says_so(self):
        self.report_case("S001-1")
        events = len(self.items("case", "history", "S001-1"))
        self.copy(self.uri)
        self.at(self.uri, "case", "route-on-spot", "S001-1")
        self.fails(UNAVAILABLE, "the copy ends at position", "logs", "copy", "--to", self.uri)
        self.assertEqual(len(self.items("case", "history", "S001-1")), events)

    def test_keys_move_along(self):
        master = self.path("master.key")
        self.answer("keys", "create", master)
        os.environ["RECOURSE_MASTER_KEY_FILE"] = master
        self.addCleanup(os.environ.pop, "RECOURSE_MASTER_KEY_FILE", None)
        self.report_case("S001-1")
        copied = self.copy(self.uri)
        (keys,) = copied["keys"]
        self.assertEqual(keys, os.path.join(self.store, "keys"))
        os.makedirs(self.path("local"))
        shutil.move(keys, self.path("local/keys"))
        shown = self.at(self.uri, "case", "show", "S001-1", "--reveal", "--purpose", "handling")
        self.assertIn("张三", json.dumps(shown, ensure_ascii=False))

    def test_what_is_refused(self):
        self.report_case("S001-1")
        self.fails(USAGE, "--to is required", "logs", "copy")
        self.fails(USAGE, "the same store", "logs", "copy", "--to", self.store)
        self.fails(USAGE, "neither a folder nor a URI", "logs", "copy", "--to", "mysql://h/d")
        self.fails(NOT_FOUND, "does not exist", "logs", "copy", "--from", self.path("none"), "--to",
                   self.path("new"))  # fmt: skip
        self.assertFalse(os.path.exists(self.path("new")))
        os.makedirs(self.path("full"))
        with open(self.path("full/file"), "w") as file:
            file.write("mine")
        self.fails(NOT_FOUND, "holds 'file'", "logs", "copy", "--to", self.path("full"))
        self.answer("--dir", self.path("other"), "case", "report", "--id", "S001-9", "--category",
                    "difficult", "--line", "population", "--present", "--district", "PD",
                    "--narrative", "三次")  # fmt: skip
        self.fails(USAGE, "choose another directory", "logs", "copy", "--to", self.path("other"))
        self.copy(self.uri)
        self.fails(USAGE, "choose another name", "logs", "copy", "--from", self.path("other"),
                   "--to", self.uri)  # fmt: skip

    def test_a_half_copy_is_no_log(self):
        self.report_case("S001-1")
        SERVER.ask("SELECT 1")
        self.copy(self.uri)
        SERVER.ask(f"UPDATE recourse.log SET name = '{self.log} (half copy)' "
                   f"WHERE name = '{self.log}'")  # fmt: skip
        self.fails(NOT_FOUND, "copy again, and it goes on", "--store", self.uri, "--dir",
                   self.path("local"), "cases")  # fmt: skip
        listed = {log["log"]: log for log in self.items("logs", "list", self.uri)}
        self.assertTrue(listed[self.log]["half_copy"])
        self.copy(self.uri)
        self.assertEqual(self.records(self.uri), self.records(self.store))
        self.copy(self.path("back"))
        with open(self.path("back/copying"), "w"):
            pass
        self.fails(NOT_FOUND, "copy again", "--dir", self.path("back"), "cases")
        self.copy(self.path("back"))
        self.assertEqual(self.records(self.path("back")), self.records(self.store))


class Lists(Logs):
    def test_who_appends(self):
        self.fails(USAGE, "which database?", "logs", "list")
        process = subprocess.Popen(
            [PROGRAM, "--store", self.uri, "--dir", self.path("local"), "serve", "--listen",
             "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        try:
            self.assertIn("recourse serves", process.stdout.readline().decode())
            listed = {log["log"]: log for log in self.items("--store", self.uri, "logs", "list")}
            one = listed[self.log]
            self.assertEqual((one["appender"]["at"], one["epoch"]), ("local", 1))
            self.assertIn("since", one["appender"])
            said = self.run_it("logs", "list", self.uri).stdout.decode()
            self.assertIn(self.log, said)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=60)
            process.stdout.close()
            process.stderr.close()
        for _ in range(100):
            listed = {log["log"]: log for log in self.items("logs", "list", self.uri)}
            if listed[self.log]["appender"] is None:
                return
            time.sleep(0.1)
        self.fail("an appender that was killed is still in the list")


class Ledgers(Logs):
    def test_one_ledger_over_a_folder_and_a_database(self):
        self.report_case("S001-1")
        self.at(self.uri, "case", "report", "--id", "S001-2", "--category", "difficult", "--line",
                "population", "--present", "--district", "PD", "--narrative", "三次")  # fmt: skip
        self.report_case("S001-3")
        self.at(self.uri, "case", "route-on-spot", "S001-2")
        logs = ("here=" + self.store, self.uri)
        answer = self.answer("logs", "ledger", *logs, actor=SUPERVISOR)
        rows = [(row["log"], row["number"]) for row in answer["items"]]
        self.assertEqual(rows, [("here", "S001-1"), (self.log, "S001-2"), ("here", "S001-3")])
        self.assertEqual([log["log"] for log in answer["logs"]], ["here", self.log])
        head = self.at(self.uri, "verify")["item"]["head"]
        self.assertEqual(answer["logs"][1]["position"], head)
        first = self.answer("logs", "ledger", "--page-size", "2", *logs, actor=SUPERVISOR)
        rest = self.answer("logs", "ledger", "--page-size", "2", "--after", first["next"], *logs,
                           actor=SUPERVISOR)  # fmt: skip
        self.assertEqual([row["number"] for row in first["items"] + rest["items"]],
                         ["S001-1", "S001-2", "S001-3"])  # fmt: skip
        self.assertNotIn("next", rest)
        down = self.answer("logs", "ledger", "--sort", "-reported_at", *logs, actor=SUPERVISOR)
        self.assertEqual([row["number"] for row in down["items"]], ["S001-3", "S001-2", "S001-1"])
        # A name is misspelt if no log has it; what a log that is missing has is not known.
        self.answer("case", "report", "--id", "S002-1", "--category", "difficult", "--line",
                    "population", "--present", "--district", "PD", "--narrative", "又没办成",
                    actor="window_officer:w8@S002")  # fmt: skip
        only = self.answer("logs", "ledger", "--where", "station=S002", *logs, actor=SUPERVISOR)
        self.assertEqual([row["number"] for row in only["items"]], ["S002-1"])
        wrong = ("logs", "ledger", "--where", "station=S999", *logs)
        self.fails(USAGE, "'S999' is no station with a case; there are: S001, S002", *wrong,
                   actor=SUPERVISOR)  # fmt: skip
        done = self.run_it(*wrong, "gone=" + self.path("gone"), actor=SUPERVISOR)
        self.assertEqual(done.returncode, PROBLEMS, done.stderr.decode())

    def test_a_log_is_called_as_its_uri_says(self):
        self.at(self.uri, "case", "report", "--id", "S001-2", "--category", "difficult", "--line",
                "population", "--present", "--district", "PD", "--narrative", "三次")  # fmt: skip
        # Of two parameters the last one holds.
        twice = self.uri.replace("&log=", "&log=other&log=")
        rows = self.items("logs", "ledger", twice, actor=SUPERVISOR)
        self.assertEqual([row["log"] for row in rows], [self.log])
        for name in ("", "here="):
            for wrong in (self.uri + "&role=owner", self.uri + "&log=No-Name", "mysql://h/d"):
                self.fails(USAGE, "log: ", "logs", "ledger", name + wrong, actor=SUPERVISOR)

    def test_a_log_that_is_not_there_is_named(self):
        self.report_case("S001-1")
        done = self.run_it("--json", "logs", "ledger", self.store, "gone=" + self.path("gone"),
                           actor=SUPERVISOR)  # fmt: skip
        self.assertEqual(done.returncode, PROBLEMS, done.stderr.decode())
        answer = json.loads(done.stdout)
        self.assertEqual(len(answer["items"]), 1)
        self.assertEqual(answer["logs"][1]["missing"]["code"], "not_a_store")
        said = self.run_it("logs", "ledger", self.store, "gone=" + self.path("gone"),
                           actor=SUPERVISOR)  # fmt: skip
        self.assertIn("gone: MISSING", said.stdout.decode())
        self.fails(USAGE, "named twice", "logs", "ledger", self.store, self.store, actor=SUPERVISOR)
        self.fails(NOT_FOUND, "none of the logs", "logs", "ledger", self.path("gone"),
                   actor=SUPERVISOR)  # fmt: skip


if __name__ == "__main__":
    SERVER = PostgresServer()
    if SERVER.missing:
        print("skipped: " + SERVER.missing)
        sys.exit(77)
    try:
        main()
    finally:
        SERVER.close()
