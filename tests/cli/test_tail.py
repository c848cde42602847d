"""The log record by record: what is printed, following a writer, and how it ends."""

import json
import os
import queue
import signal
import subprocess
import threading
import time

from harness import OFFICER, PROGRAM, CommandTest, main

USAGE, NOT_FOUND, UNAVAILABLE = 2, 4, 5
SUPERVISOR = "supervisor:v1"
HEADER = [
    "position", "stream", "version", "type", "schema_version", "definition", "occurred_at",
    "recorded_at", "actor", "actor_kind", "command_id", "given_by", "correlation", "causation",
    "fingerprint", "index", "count", "tags",
]  # fmt: skip


class Follower:
    """A tail that runs; its lines come through a queue, so that waiting for one can end."""

    def __init__(self, test, *arguments):
        self.process = subprocess.Popen(
            [PROGRAM, "--dir", test.store, *arguments, "--as", SUPERVISOR],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        test.addCleanup(self.end)
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def line(self):
        return json.loads(self.lines.get(timeout=30))

    def stop(self, how):
        """Sends a signal; answers with the exit code and what came until the end."""
        self.process.send_signal(how)
        rest = []
        while (line := self.lines.get(timeout=30)) is not None:
            rest.append(line)
        return self.process.wait(timeout=30), rest

    def end(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()
        self.process.stderr.close()


class Tail(CommandTest):
    def tail(self, *arguments):
        done = self.run_it("--json", "tail", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return [json.loads(line) for line in done.stdout.splitlines()]

    def positions(self, *arguments):
        return [r["position"] for r in self.tail(*arguments)]

    def message(self, text):
        return self.answer("case", "message", "S001-1", "--text", text)

    def test_each_record_is_a_line(self):
        self.report_case()
        first, second = self.tail()
        self.assertEqual(list(first), [*HEADER, "event"])
        self.assertEqual(
            [first[k] for k in ("position", "stream", "version", "type", "actor")],
            [1, "case/S001-1", 1, "case.received", OFFICER],
        )
        self.assertRegex(first["recorded_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertRegex(first["command_id"], r"^[0-9a-f]{32}$")
        self.assertEqual(first["event"]["type"], "case.received")
        self.assertEqual([(r["index"], r["count"]) for r in (first, second)], [(0, 2), (1, 2)])
        history = self.items("case", "history", "S001-1")
        self.assertIsNone(first["event"]["inquiry"])
        self.assertEqual([r["event"] for r in (first, second)], [e["event"] for e in history])
        text = self.run_it("tail").stdout.decode().splitlines()
        self.assertEqual(len(text), 2)
        self.assertRegex(
            text[0], rf"^ +1  case/S001-1 +1  case.received  .*\d\d:\d\d  {OFFICER}$"
        )

    def test_a_part_of_the_log_can_be_asked_for(self):
        self.report_case()
        self.report_case("S001-2")
        self.message("再问")
        self.assertEqual(self.positions(), [1, 2, 3, 4, 5])
        self.assertEqual(self.positions("--from", "4"), [4, 5])
        self.assertEqual(self.positions("--limit", "2", "--from", "2"), [2, 3])
        self.assertEqual(self.positions("--from", "6"), [])
        self.fails(USAGE, "the log ends at 5", "tail", "--from", "7", "--as", SUPERVISOR)
        self.assertEqual(self.positions("--type", "case.accepted"), [2, 4])
        types = ("--type", "case.accepted", "--type", "case.received")
        self.assertEqual(self.positions(*types), [1, 2, 3, 4])
        self.assertEqual(self.positions("--kind", "case", "--limit", "1"), [1])
        self.assertEqual(self.positions("--kind", "calendar"), [])
        self.assertEqual(self.positions("--type", "case.rated"), [])

    def test_every_kind_is_decoded(self):
        self.report_case()
        self.answer(
            "calendar", "publish-year", "--year", "2099", "--as", "administrator:a1",
            "--days", '{"date":"2099-01-01","off":true,"name":"元旦"}',
        )  # fmt: skip
        (one,) = self.tail("--kind", "calendar")
        self.assertEqual(list(one), [*HEADER, "event"])
        self.assertEqual((one["event"]["type"], one["event"]["year"]),
                         ("calendar.year_published", 2099))  # fmt: skip

    def test_names_that_name_nothing_are_errors(self):
        self.report_case()
        words = "--kind: 'calender' is no kind of streams; there are: calendar, case"
        self.fails(USAGE, words, "tail", "--kind", "calender")
        words = "--type: 'case.acepted' is no event; there are: case.accepted, "
        types = ("--type", "case.rated", "--type", "case.acepted")
        done = self.fails(USAGE, words, "tail", *types)
        self.assertRegex(done.stderr.decode(), r"and \d+ more")
        words = "'case.rated' is no event of calendar; there are: calendar.year_published"
        wanted = ("--kind", "calendar", "--type", "case.rated")
        self.fails(USAGE, words, "tail", *wanted)
        self.fails(USAGE, words, "tail", "--follow", *wanted)

    def test_personal_data_is_masked_unless_revealed(self):
        self.report_case()
        masked = self.run_it("--json", "tail").stdout.decode()
        self.assertNotIn("张三", masked)
        self.assertIn("张*", masked)
        clear = self.run_it("--json", "--reveal", "tail", "--purpose", "核对")
        self.assertIn("张三", clear.stdout.decode())

    def test_of_other_kinds_of_streams_only_the_frame_is_shown(self):
        demo = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "demo", "shanghai-2023"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while not os.path.exists(os.path.join(self.store, "recourse.store")):
                self.assertIsNone(demo.poll())
            while self.run_it("tail", "--kind", "demo").returncode == USAGE:
                self.assertIsNone(demo.poll())
            found = self.tail("--kind", "demo", "--type", "demo.started")
        finally:
            demo.kill()
            demo.wait()
        self.assertEqual(list(found[0]), [*HEADER, "payload_bytes"])
        self.assertEqual(found[0]["type"], "demo.started")
        self.assertGreater(found[0]["payload_bytes"], 0)

    def test_wrong_arguments(self):
        self.fails(NOT_FOUND, "does not exist", "tail")
        self.assertFalse(os.path.exists(self.store))
        self.report_case()
        self.fails(USAGE, "--from", "tail", "--from", "0")
        self.fails(USAGE, "--from", "tail", "--from", "then")
        self.fails(USAGE, "--limit", "tail", "--limit", "0")
        self.fails(USAGE, "--kind", "tail", "--kind", "")
        self.fails(USAGE, "'frob' is not a command", "tail", "frob")

    def test_it_follows_another_process_until_it_is_told_to_stop(self):
        self.report_case()
        for how in (signal.SIGTERM, signal.SIGINT):
            head = self.item("verify")["head"]
            follower = Follower(self, "--json", "tail", "--follow", "--from", str(head))
            self.assertEqual(follower.line()["position"], head)
            for i in range(1, 4):
                self.message(f"再问 {i}")
                self.assertEqual(follower.line()["position"], head + i)
            code, rest = follower.stop(how)
            self.assertEqual((code, rest), (0, []))

    def test_it_begins_to_follow_where_nothing_is_yet(self):
        self.report_case()
        follower = Follower(self, "--json", "tail", "--follow", "--from", "4", "--limit", "1")
        self.message("一")
        self.message("二")
        self.assertEqual(follower.line()["position"], 4)
        self.assertEqual(follower.process.wait(timeout=30), 0)

    def test_it_misses_nothing_beside_a_busy_writer_and_ends_between_two_records(self):
        demo = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "demo", "shanghai-2023"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.addCleanup(demo.wait)
        self.addCleanup(demo.kill)
        while not os.path.exists(os.path.join(self.store, "recourse.store")):
            self.assertIsNone(demo.poll())
        follower = Follower(self, "--json", "tail", "--follow")
        for expected in range(1, 3001):
            self.assertEqual(follower.line()["position"], expected)
        self.assertIsNone(demo.poll(), "the writer was to be at work still")
        code, rest = follower.stop(signal.SIGTERM)
        self.assertEqual(code, 0)
        self.assertTrue(all(line.endswith(b"}\n") for line in rest))
        positions = [json.loads(line)["position"] for line in rest]
        self.assertEqual(positions, list(range(3001, 3001 + len(rest))))

    def test_a_closed_pipe_ends_it_quietly(self):
        self.report_case()
        for follow in ([], ["--follow"]):
            reading, writing = os.pipe()
            os.close(reading)
            done = subprocess.run(
                [PROGRAM, "--dir", self.store, "tail", "--as", SUPERVISOR, *follow],
                stdout=writing, stderr=subprocess.PIPE, timeout=30,
            )  # fmt: skip
            os.close(writing)
            self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_a_pipe_that_is_closed_while_it_waits_ends_it(self):
        self.report_case()
        process = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "tail", "--follow", "--as", SUPERVISOR],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        for _ in range(2):
            process.stdout.readline()
        time.sleep(0.3)
        process.stdout.close()
        self.assertEqual(process.wait(timeout=30), 0)
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()

    def test_output_that_cannot_be_written_is_told(self):
        self.report_case()
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [PROGRAM, "--dir", self.store, "tail", "--as", SUPERVISOR],
                stdout=full, stderr=subprocess.PIPE, timeout=30,
            )  # fmt: skip
        self.assertEqual(done.returncode, UNAVAILABLE)
        self.assertIn(b"could not be written", done.stderr)


if __name__ == "__main__":
    main()
