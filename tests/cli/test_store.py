"""A log in PostgreSQL, reached by --store: as one in a folder, and what is different."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from harness import OFFICER, PROGRAM, CommandTest, main

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from postgres_server import PostgresServer  # noqa: E402

REFUSED, USAGE, NOT_FOUND, UNAVAILABLE, PROBLEMS = 1, 2, 4, 5, 6
SERVER = None
REPORT = ("--category", "difficult", "--line", "population", "--present", "--district", "PD",
          "--narrative", "三次都没办成")  # fmt: skip


class Remote(CommandTest):
    """Each test has a log of its own, and a folder."""

    number = 0

    def setUp(self):
        super().setUp()
        Remote.number += 1
        self.log = f"log_{Remote.number}"
        self.uri = SERVER.uri(self.log)
        os.environ["RECOURSE_STORE"] = self.uri
        self.addCleanup(os.environ.pop, "RECOURSE_STORE", None)

    def counted(self, table):
        return int(SERVER.ask(f"SELECT count(*) FROM recourse.{table} t JOIN recourse.log l "
                              f"ON l.id = t.log WHERE l.name = '{self.log}'"))  # fmt: skip

    def names(self):
        return SERVER.ask("SELECT name FROM recourse.log").split("\n")

    def serve(self, *options):
        process = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "serve", "--listen", "127.0.0.1:0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        self.addCleanup(self.end, process)
        line = process.stdout.readline().decode()
        self.assertIn("recourse serves", line, line or process.stderr.read().decode())
        return process, line

    def end(self, process):
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)
        for pipe in (process.stdout, process.stderr):
            if not pipe.closed:
                pipe.close()


class AsInAFolder(Remote):
    def test_a_case_from_its_report_to_its_history(self):
        self.report_case()
        self.answer("case", "route-on-spot", "S001-1")
        self.answer("case", "close", "S001-1", "--outcome", "done", "--reply", "已办结", "--told",
                    "in_person")  # fmt: skip
        types = [entry["event"]["type"] for entry in self.items("case", "history", "S001-1")]
        self.assertEqual((types[0], types[-1]), ("case.received", "case.closed"))
        self.assertEqual([found["case"] for found in self.items("cases")], ["S001-1"])
        following = [step["type"] for step in self.items("case", "next", "S001-1")]
        self.assertIn("case.reopen", following)
        verified = self.item("verify")
        self.assertTrue(verified["ok"])
        tail = self.run_it("--json", "tail").stdout.decode().splitlines()
        self.assertEqual(len(tail), verified["records"])
        self.assertEqual(int(SERVER.ask(
            f"SELECT head FROM recourse.log WHERE name = '{self.log}'")), verified["head"])
        # Tables and keys are here, the log is not.
        self.assertEqual(sorted(os.listdir(self.store)), ["recourse.local", "tables"])

    def test_the_option_comes_before_the_environment(self):
        self.report_case()
        other = SERVER.uri(self.log + "_other")
        self.fails(NOT_FOUND, "holds no log of the name", "--store", other, "--dir",
                   self.path("other"), "cases")  # fmt: skip
        os.environ["RECOURSE_STORE"] = other
        self.assertEqual(len(self.items("--store", self.uri, "cases")), 1)

    def test_keys_lie_in_the_folder(self):
        master = self.path("master.key")
        self.answer("keys", "create", master)
        self.answer("--master-key", master, "case", "report", "--id", "S001-1", *REPORT,
                    "--name", "张三")  # fmt: skip
        self.assertIn("keys", os.listdir(self.store))
        status = self.item("--master-key", master, "keys", "status")
        self.assertEqual(status["folder"], os.path.join(self.store, "keys"))
        shown = self.item("--master-key", master, "case", "show", "S001-1", "--reveal",
                          "--purpose", "handling")  # fmt: skip
        self.assertIn("张三", json.dumps(shown, ensure_ascii=False))
        masked = self.item("case", "show", "S001-1")
        self.assertNotIn("张三", json.dumps(masked, ensure_ascii=False))

    def test_a_backup_of_it_restores_into_a_folder(self):
        self.report_case()
        before = self.items("case", "history", "S001-1")
        self.answer("backup", "create", self.path("backup"))
        self.assertTrue(self.item("backup", "verify", self.path("backup"), "--drill")["ok"])
        self.fails(USAGE, "backup restore makes a RocksDB store", "--dir", self.path("again"),
                   "backup", "restore", self.path("backup"))  # fmt: skip
        del os.environ["RECOURSE_STORE"]
        os.environ["RECOURSE_STORE"] = "rocksdb"
        self.answer("--dir", self.path("again"), "backup", "restore", self.path("backup"))
        after = self.items("--dir", self.path("again"), "case", "history", "S001-1")
        self.assertEqual(before, after)

    def test_lost_tables_are_made_again(self):
        self.report_case()
        subprocess.run(["rm", "-r", os.path.join(self.store, "tables")], check=True)
        self.assertEqual(len(self.items("cases")), 1)  # made up in memory
        self.assertFalse(os.path.exists(os.path.join(self.store, "tables")))
        self.answer("case", "route-on-spot", "S001-1")
        self.assertEqual(self.item("views", "rebuild", "cases")["name"], "cases")

    def test_health_says_what_the_log_says(self):
        self.report_case()
        log = self.item("health")["log"]
        self.assertEqual((log["epoch"], log["appender"], log["writable"], log["standby"]),
                         (1, False, True, False))  # fmt: skip
        self.answer("case", "route-on-spot", "S001-1")
        process, _ = self.serve()
        log = self.item("health")["log"]
        self.assertEqual((log["epoch"], log["appender"], log["appender_at"]), (3, True, "local"))
        said = self.run_it("health").stdout.decode()
        self.assertIn("epoch 3, an appender at local", said)
        self.assertIn("primary, takes writes", said)
        lines = self.run_it("health", "--prometheus").stdout.decode().splitlines()
        self.assertIn("recourse_log_epoch 3", lines)
        self.assertIn("recourse_log_has_appender 1", lines)
        self.assertIn("recourse_log_is_standby 0", lines)
        self.assertIn("recourse_healthy 1", lines)
        self.end(process)

    def test_the_service(self):
        self.report_case()
        process, line = self.serve()
        place = re.search(r"serves (\S+) at (http\S+)", line)
        self.assertIn(f"log={self.log}", place.group(1))
        with urllib.request.urlopen(place.group(2) + "health", timeout=30) as reply:
            self.assertTrue(json.loads(reply.read())["ok"])
        process.terminate()
        self.assertEqual(process.wait(timeout=60), 0, process.stderr.read().decode())


class WhatIsRefused(Remote):
    SECRET = "geheim"

    def says_no(self, code, words, *arguments):
        done = self.fails(code, words, *arguments)
        said = (done.stdout + done.stderr).decode()
        self.assertNotIn(self.SECRET, said)
        self.assertNotIn("Gehe", said)
        return said

    def test_a_store_that_is_none(self):
        for store in (f"mysql://u:{self.SECRET}@h/d", f"postgresql:u:{self.SECRET}@h", "memory",
                      "/var/lib/window", "rocksdb-reader"):  # fmt: skip
            self.says_no(USAGE, "it is rocksdb, or a URI postgresql://", "--store", store, "cases")
            os.environ["RECOURSE_STORE"] = store
            self.says_no(USAGE, "it is rocksdb, or a URI postgresql://", "cases")
        self.assertFalse(os.path.exists(self.store))

    def test_a_uri_that_cannot_be_read(self):
        head = f"postgresql://u:{self.SECRET}@127.0.0.1:1/d"
        for uri, words in (
            (head + "?log=No%20Name", "--store: "),
            (head + "?role=owner", "role is neither appender nor reader"),
            (head + "?patience=soon", "patience is not a number of milliseconds"),
            (head + "?colour=red", "not of libpq's form"),
            (head + "?log", "a parameter of the URI has no value"),
            (f"postgresql://u:Gehe@{self.SECRET}@h/d", "the host of the URI cannot be one"),
            (f"postgresql://u:Gehe/{self.SECRET}@h/d", "of the URI cannot be one"),
        ):
            self.says_no(USAGE, words, "--store", uri, "cases")
            self.says_no(USAGE, words, "--store", uri, "case", "report", "--id", "K", *REPORT)

    def test_no_server_and_a_wrong_password(self):
        self.says_no(UNAVAILABLE, "Connection refused", "--store",
                     f"postgresql://u:{self.SECRET}@127.0.0.1:1/d", "cases")  # fmt: skip
        SERVER.ask("DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'sesame'")
        wrong = SERVER.uri_tcp("guest", self.SECRET)
        self.says_no(UNAVAILABLE, "password authentication failed", "--store", wrong, "cases")
        self.says_no(UNAVAILABLE, "password authentication failed", "--store", wrong, "--json",
                     "case", "report", "--id", "K", *REPORT)  # fmt: skip
        self.says_no(UNAVAILABLE, "password authentication failed", "--store", wrong, "serve")
        self.assertFalse(os.path.exists(self.store))

    def test_a_log_that_is_not_there(self):
        SERVER.ask("SELECT 1")
        self.report_case()  # the schema is there
        away = SERVER.uri("nowhere")
        self.fails(NOT_FOUND, "holds no log of the name nowhere", "--store", away, "--dir",
                   self.path("new"), "cases")  # fmt: skip
        self.fails(NOT_FOUND, "holds no log of the name nowhere", "--store", away, "--dir",
                   self.path("new"), "case", "close", "S001-1", "--outcome", "done", "--reply",
                   "x", "--told", "in_person")  # fmt: skip
        self.fails(NOT_FOUND, "holds no log of the name nowhere", "--store", away + "&create=false",
                   "--dir", self.path("new"), "case", "report", "--id", "K", *REPORT)  # fmt: skip
        self.assertFalse(os.path.exists(self.path("new")))
        self.assertNotIn("nowhere", self.names())

    def test_a_folder_of_another_log(self):
        self.report_case()
        other = SERVER.uri(self.log + "_b")
        for command in (("cases",), ("case", "report", "--id", "K", *REPORT)):
            said = self.fails(NOT_FOUND, "goes with the log", "--store", other, *command)
            self.assertIn("name another directory", said.stderr.decode())
        self.assertNotIn(self.log + "_b", self.names())
        # Also if that log is there.
        self.answer("--store", other, "--dir", self.path("b"), "case", "report", "--id", "K",
                    *REPORT)  # fmt: skip
        for command in (("cases",), ("case", "report", "--id", "K2", *REPORT), ("serve",)):
            self.fails(NOT_FOUND, "goes with the log", "--store", other, *command)
        self.assertEqual(SERVER.ask(
            f"SELECT epoch FROM recourse.log WHERE name = '{self.log}_b'"), "1")
        self.assertEqual(len(self.items("cases")), 1)

    def test_a_folder_with_a_log_of_its_own_and_one_that_holds_something_else(self):
        self.answer("--store", "rocksdb", "case", "report", "--id", "K", *REPORT)
        for command in (("cases",), ("case", "report", "--id", "K", *REPORT), ("serve",)):
            self.fails(NOT_FOUND, "holds a store of its own", *command)
        self.assertEqual(len(self.items("--store", "rocksdb", "cases")), 1)
        os.mkdir(self.path("full"))
        with open(self.path("full/letter.txt"), "w") as file:
            file.write("dear")
        self.fails(NOT_FOUND, "holds 'letter.txt'", "--dir", self.path("full"), "cases")
        self.assertEqual(os.listdir(self.path("full")), ["letter.txt"])

    def test_its_folder_without_its_store(self):
        self.report_case()
        for command in (("cases",), ("case", "report", "--id", "K", *REPORT), ("serve",)):
            self.fails(NOT_FOUND, "say where by --store or RECOURSE_STORE", "--store", "rocksdb",
                       *command)  # fmt: skip
        self.assertEqual(sorted(os.listdir(self.store)), ["recourse.local", "tables"])


class SeveralProcesses(Remote):
    def test_a_second_writer_is_told_and_a_reader_reads(self):
        self.report_case()
        self.serve()
        route = ("case", "route-on-spot", "S001-1")
        here = self.fails(UNAVAILABLE, "store_locked", *route)
        self.assertIn("is open in process", here.stderr.decode())
        quick = self.uri + "&takeover=50"
        there = self.fails(UNAVAILABLE, "store_locked", "--store", quick, "--dir",
                           self.path("there"), *route)  # fmt: skip
        self.assertIn("another appender holds the log", there.stderr.decode())
        self.assertEqual(len(self.items("cases")), 1)
        self.assertEqual(len(self.items("--dir", self.path("there"), "cases")), 1)
        self.assertTrue(self.item("verify")["ok"])

    def test_who_deposes_writes(self):
        self.report_case()
        process, _ = self.serve()
        self.answer("--store", self.uri + "&takeover=50&depose=true", "--dir", self.path("there"),
                    "case", "route-on-spot", "S001-1")  # fmt: skip
        self.assertEqual(self.item("health")["log"]["epoch"], 3)
        self.end(process)

    def test_a_folder_of_a_reader_keeps_its_tables(self):
        self.report_case()
        reader = ("--store", self.uri + "&role=reader", "--dir", self.path("reader"))
        self.assertEqual(len(self.items(*reader, "cases")), 1)
        self.assertEqual(sorted(os.listdir(self.path("reader"))), ["recourse.local", "tables"])
        self.answer("case", "report", "--id", "S001-2", *REPORT)
        self.assertEqual(len(self.items(*reader, "cases")), 2)
        self.fails(USAGE, "role=reader takes no commands", *reader, "case", "route-on-spot",
                   "S001-1")  # fmt: skip
        self.fails(USAGE, "role=reader takes no commands", *reader, "serve")
        lags = {view["name"]: view["lag"] for view in self.items(*reader, "views", "lag")}
        self.assertEqual(lags["cases"], 0)

    def test_who_only_looks_keeps_nobody_out(self):
        self.report_case()
        tail = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "--json", "tail", "--follow", "--as", OFFICER],
            stdout=subprocess.PIPE)  # fmt: skip
        try:
            self.assertIn(b"case.received", tail.stdout.readline())
            self.answer("case", "route-on-spot", "S001-1")
            self.assertIn(b"S001-1", tail.stdout.readline())
        finally:
            tail.terminate()
            tail.wait(timeout=60)
            tail.stdout.close()


class AServerThatDies(Remote):
    ID = "0123456789abcdef0123456789abcdef"

    def wait_until(self, sql, wanted):
        for _ in range(1200):
            if SERVER.ask(sql) == wanted:
                return
            time.sleep(0.05)
        self.fail(f"{sql} is not {wanted}")

    def is_well(self, url):
        """It may need a moment."""
        for _ in range(1200):
            try:
                with urllib.request.urlopen(url + "health", timeout=30) as reply:
                    return json.loads(reply.read())["ok"]
            except urllib.error.HTTPError as error:
                last = error.read()
                time.sleep(0.05)
        self.fail(last)

    def test_in_the_middle_of_a_command(self):
        self.report_case("S001-1")
        command = ["case", "report", "--id", "S001-2", "--command-id", self.ID, *REPORT]
        # The command's transaction has written, and waits for somebody who writes the same row.
        holder = subprocess.Popen(SERVER.psql(), stdin=subprocess.PIPE)
        holder.stdin.write(
            f"BEGIN; INSERT INTO recourse.command SELECT id, 1, '{self.ID}', 1, 1, 1, 1 "
            f"FROM recourse.log WHERE name = '{self.log}'; SELECT pg_advisory_lock(7);\n".encode()
        )
        holder.stdin.flush()
        locked = "SELECT count(*) FROM pg_locks WHERE "
        self.wait_until(locked + "locktype = 'advisory' AND objid = 7 AND granted", "1")
        environment = {**os.environ, "RECOURSE_DIR": self.store, "RECOURSE_ACTOR": OFFICER}
        given = subprocess.Popen(
            [PROGRAM, "--store", self.uri + "&patience=5000", *command],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        self.wait_until(locked + "locktype = 'transactionid' AND NOT granted", "1")
        SERVER.stop(signal.SIGKILL)
        out, errors = given.communicate(timeout=60)
        holder.stdin.close()
        holder.wait(timeout=60)
        SERVER.start()
        self.assertEqual(SERVER.missing, "")
        self.assertEqual(given.returncode, UNAVAILABLE, (out + errors).decode())
        self.assertIn("--command-id " + self.ID, errors.decode())
        self.assertEqual(len(self.items("cases")), 1)
        again = self.answer(*command)
        self.assertFalse(again["outcome"]["repeated"])
        self.assertTrue(self.answer(*command)["outcome"]["repeated"])
        self.assertEqual(len(self.items("cases")), 2)
        self.assertTrue(self.item("verify")["ok"])

    def test_under_a_service_that_goes_on(self):
        self.report_case("S001-1")
        process, line = self.serve()
        SERVER.stop(signal.SIGKILL)
        SERVER.start()
        self.assertEqual(SERVER.missing, "")
        # It goes on under a new epoch, and says that all is well.
        url = re.search(r"at (http\S+)", line).group(1)
        self.wait_until(
            f"SELECT epoch > 2 FROM recourse.log WHERE name = '{self.log}'", "t")
        self.assertTrue(self.is_well(url))
        self.assertIsNone(process.poll())
        self.assertEqual(len(self.items("cases")), 1)
        process.terminate()
        self.assertEqual(process.wait(timeout=60), 0)


class AStandby(Remote):
    def setUp(self):
        super().setUp()
        self.standby = PostgresServer(of=SERVER)
        self.addCleanup(self.standby.close)
        self.assertEqual(self.standby.missing, "")
        self.both = SERVER.uri_with(self.standby, self.log)
        os.environ["RECOURSE_STORE"] = self.both
        SERVER.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        SERVER.ask("SELECT pg_reload_conf()")
        self.addCleanup(self.wait_for_none)
        for _ in range(1200):
            if SERVER.ask("SELECT sync_state FROM pg_stat_replication") == "sync":
                return
            time.sleep(0.05)
        self.fail("the standby does not follow")

    def wait_for_none(self):
        if SERVER.process.poll() is not None:
            SERVER.start()
        SERVER.ask("ALTER SYSTEM RESET synchronous_standby_names")
        SERVER.ask("SELECT pg_reload_conf()")

    def figures(self, *where, code=0):
        """The samples of `health --prometheus`, by name and labels."""
        done = self.run_it(*where, "health", "--prometheus")
        self.assertEqual(done.returncode, code, done.stderr.decode())
        lines = done.stdout.decode().splitlines()
        samples = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
        self.assertEqual(len(samples), len(dict(samples)))  # a series has one value
        return dict(samples)

    def test_is_read_where_it_is_asked_for_and_where_nobody_leads(self):
        self.report_case()
        log = self.item("health")["log"]
        self.assertEqual((log["standby"], log["writable"]), (False, True))
        self.assertEqual(log["synchronous_standbys"], "*")
        following = log["standbys"][0]
        self.assertEqual((following["name"], following["state"], following["sync"]),
                         ("standby", "streaming", "sync"))  # fmt: skip
        figures = self.figures()
        behind = 'recourse_log_standby_behind_bytes{standby="standby",sync="sync"}'
        self.assertIn(behind, figures)
        self.assertEqual(figures["recourse_log_is_standby"], "0")
        reader = ("--dir", self.path("reader"), "--store",
                  self.both + "&role=reader&target_session_attrs=standby")  # fmt: skip
        told = self.item(*reader, "health")
        self.assertTrue(told["ok"])
        self.assertEqual((told["log"]["standby"], told["log"]["writable"]), (True, False))
        self.assertEqual(len(self.items(*reader, "cases")), 1)
        figures = self.figures(*reader)
        self.assertEqual(figures["recourse_log_is_standby"], "1")
        self.assertEqual(figures["recourse_log_epoch"], str(log["epoch"]))
        self.assertNotIn("recourse_log_has_appender", figures)  # only the primary knows
        self.assertFalse([name for name in figures if "standby_behind" in name])
        SERVER.stop(signal.SIGKILL)
        self.assertEqual(len(self.items("cases")), 1)
        done = self.run_it("health")
        self.assertEqual(done.returncode, PROBLEMS)
        self.assertIn("no server of the URI takes writes", done.stdout.decode())
        # Whoever watches by figures is told the same, with the same exit code.
        figures = self.figures(code=PROBLEMS)
        self.assertEqual(figures["recourse_healthy"], "0")
        self.assertEqual(figures["recourse_log_server_writable"], "0")
        self.fails(UNAVAILABLE, "io_error", "case", "route-on-spot", "S001-1")

    def test_who_may_not_see_who_follows_is_told_so(self):
        self.report_case()
        SERVER.ask("DROP ROLE IF EXISTS low; CREATE ROLE low LOGIN; "
                   "GRANT USAGE ON SCHEMA recourse TO low; "
                   "GRANT SELECT ON ALL TABLES IN SCHEMA recourse TO low")  # fmt: skip
        self.addCleanup(SERVER.ask, "DROP OWNED BY low; DROP ROLE low")
        said = self.run_it("--store", self.both.replace("tester@", "low@"), "health")
        self.assertIn("not shown to this role: GRANT pg_monitor", said.stdout.decode())


if __name__ == "__main__":
    SERVER = PostgresServer()
    if SERVER.missing:
        print("skipped: " + SERVER.missing)
        sys.exit(77)
    try:
        main()
    finally:
        SERVER.close()
