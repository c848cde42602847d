"""Cases, deadlines and timers by the command: what is listed, in pages, and what fires."""

import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from harness import OFFICER, PROGRAM, CommandTest, main

USAGE, NOT_FOUND, UNAVAILABLE, PROBLEMS = 2, 4, 5, 6
SUPERVISOR = "supervisor:v1"


class ListTest(CommandTest):
    """Lists are asked for by the supervisor, whose every case is."""

    def run_it(self, *arguments, **more):
        lists = {"cases", "deadlines", "timers"} & set(arguments)
        return super().run_it(*arguments, **({"actor": SUPERVISOR} if lists else {}) | more)


def keys(answer):
    return [c["case"] for c in answer["items"]]


class Lists(ListTest):
    def report_four(self):
        """S001-1 is escalated, S001-2 and S002-1 accepted, S001-3 closed. The head is answered."""
        for key in ("S001-1", "S001-2", "S001-3"):
            self.report_case(key)
        self.answer(
            "case", "report", "--id", "S002-1", "--district", "PD",
            "--category", "policy", "--line", "traffic",
            "--present", actor="window_officer:w1@S002",
        )  # fmt: skip
        self.answer("case", "route-on-spot", "S001-3")
        self.answer(
            "case", "close", "S001-3", "--outcome", "done", "--reply", "已办结", "--told", "in_person"
        )
        return self.item("verify")["head"]

    def test_the_agenda_of_a_unit_that_nobody_knows_is_not_an_empty_one(self):
        self.report_case()
        agenda = ("agenda", "--as", SUPERVISOR, "--unit")
        for unit in ("PD.QQ", "S777"):
            done = self.fails(USAGE, f"'{unit}' is no unit", *agenda, unit)
            self.assertIn("S001", done.stderr.decode())
        self.assertEqual(self.items(*agenda, "PD.JJ"), [], "a department with nothing to do")

    def test_cases_are_listed_as_they_stand_now(self):
        head = self.report_four()
        page = self.answer("cases")
        self.assertEqual(list(page), ["position", "items"])
        self.assertEqual(page["position"], head)
        self.assertEqual(sorted(keys(page)), ["S001-1", "S001-2", "S001-3", "S002-1"])
        one = next(c for c in page["items"] if c["case"] == "S002-1")
        self.assertEqual(
            list(one),
            ["case", "station", "unit", "line", "phase", "clock", "reported_at", "overdue",
             "next_deadline"],
        )  # fmt: skip
        self.assertEqual(
            [one[k] for k in ("station", "unit", "line", "phase", "clock", "overdue")],
            ["S002", "S002", "traffic", "accepted", "running", False],
        )
        self.assertEqual(list(one["next_deadline"]), ["kind", "due", "fires"])
        text = self.run_it("cases", "--station", "S002").stdout.decode()
        self.assertRegex(text, r"S002-1 .*受理\S* accepted .*S002 +交警 traffic .*left \d+ d")
        self.assertIn(f"1 cases, true at position {head}", text)

    def test_a_part_of_them_can_be_asked_for(self):
        self.report_four()
        self.assertEqual(keys(self.answer("cases", "--station", "S002")), ["S002-1"])
        self.assertEqual(keys(self.answer("cases", "--unit", "S002")), ["S002-1"])
        early = ("--due-by", "2023-01-01")
        self.assertEqual(keys(self.answer("cases", "--station", "S002", *early)), [])
        self.assertEqual(keys(self.answer("cases", "--phase", "closed")), ["S001-3"])
        still = ("--station", "S001", "--open")
        self.assertEqual(sorted(keys(self.answer("cases", *still))), ["S001-1", "S001-2"])
        due = max(c["next_deadline"]["due"] for c in self.answer("cases", *still)["items"])
        self.assertEqual(keys(self.answer("cases", *still, "--due-by", "2023-01-01")), [])
        self.assertEqual(len(keys(self.answer("cases", *still, "--due-by", due))), 2)
        self.assertEqual(len(keys(self.answer("cases", *still, "--due-by", "2999-01-01"))), 2)

    def test_pages_give_each_case_once(self):
        self.report_four()
        whole = keys(self.answer("cases"))
        seen, after = [], []
        while True:
            page = self.answer("cases", "--page-size", "1", *after)
            seen += keys(page)
            if "next" not in page:
                break
            after = ["--after", page["next"]]
        self.assertEqual(seen, whole)
        text = self.run_it("cases", "--page-size", "3").stdout.decode()
        self.assertRegex(text, r"more with --after [0-9a-f]+\n")

    def test_limits_are_listed_by_when_they_end(self):
        head = self.report_four()
        page = self.answer("deadlines")
        self.assertEqual(list(page), ["position", "items"])
        self.assertEqual(page["position"], head)
        limits = page["items"]
        self.assertEqual(
            list(limits[0]),
            ["case", "kind", "due", "passed", "fires", "station", "unit", "phase", "clock"],
        )
        ends = [d["due"] for d in limits]
        self.assertEqual(ends, sorted(ends))
        self.assertIn(("S001-1", "resolution"), [(d["case"], d["kind"]) for d in limits])
        only = self.answer("deadlines", "--kind", "resolution")["items"]
        self.assertEqual(only, [d for d in limits if d["kind"] == "resolution"])
        theirs = self.answer("deadlines", "--station", "S002")["items"]
        self.assertEqual(theirs, [d for d in limits if d["station"] == "S002"])
        self.assertEqual(self.answer("deadlines", "--unit", "S002")["items"], theirs)
        self.assertGreater(len(theirs), 0)
        until = self.answer("deadlines", "--to", ends[0])["items"]
        since = self.answer("deadlines", "--from", ends[-1])["items"]
        self.assertEqual(until, [d for d in limits if d["due"] == ends[0]])
        self.assertEqual(since, [d for d in limits if d["due"] == ends[-1]])
        seen, after = [], []
        while True:  # also where several end at one moment
            page = self.answer("deadlines", "--page-size", "1", *after)
            seen += page["items"]
            if "next" not in page:
                break
            after = ["--after", page["next"]]
        self.assertEqual(seen, limits)
        text = self.run_it("deadlines").stdout.decode()
        self.assertRegex(text, r"办结时限 resolution +.*S001-1 .*受理")
        self.assertIn(f"true at position {head}", text)

    def test_bad_values(self):
        self.fails(NOT_FOUND, "does not exist", "cases")
        self.fails(NOT_FOUND, "does not exist", "timers", "fire")
        self.assertFalse(os.path.exists(self.store))
        self.report_case()
        phases = "--phase: 'closd' is no phase; there are: closed, "
        self.fails(USAGE, phases, "cases", "--phase", "closd")
        self.fails(USAGE, "--due-by: 'soon' is not a time", "cases", "--due-by", "soon")
        self.fails(USAGE, "--due-by", "cases", "--due-by", "2023-02-30")
        self.fails(USAGE, "--after: 'xy'", "cases", "--after", "xy")
        self.fails(USAGE, "--after: 'abc'", "cases", "--after", "abc")
        self.fails(USAGE, "`after` does not come from", "cases", "--after", "00")
        self.fails(USAGE, "1 to 1000 entries, not 0", "cases", "--page-size", "0")
        self.fails(USAGE, "1 to 1000 entries, not 1001", "deadlines", "--page-size", "1001")
        self.fails(USAGE, "'day' is no kind of deadline; there are: ", "deadlines", "--kind", "day")
        self.fails(USAGE, "--from: 'x'", "deadlines", "--from", "x")
        self.fails(USAGE, "--to: 'x'", "deadlines", "--to", "x")
        self.fails(USAGE, "--station", "cases", "--station", "")
        self.fails(USAGE, "--page-size", "cases", "--page-size", "many")
        self.fails(USAGE, "subcommand", "timers")
        self.fails(USAGE, "'frob' is not a command", "timers", "frob")

    def test_they_are_true_at_the_head_beside_a_writer(self):
        holder = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "demo", "shanghai-2023"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while not os.path.exists(os.path.join(self.store, "recourse.store")):
                self.assertIsNone(holder.poll())
            before = 0
            for _ in range(4):
                while (head := self.item("verify")["head"]) == before:
                    self.assertIsNone(holder.poll())
                self.assertGreaterEqual(self.answer("cases", "--open")["position"], head)
                self.assertGreaterEqual(self.answer("deadlines")["position"], head)
                self.assertGreaterEqual(self.answer("timers", "list")["position"], head)
                before = head
            self.assertIsNone(holder.poll())
            self.fails(UNAVAILABLE, f"is open in process {holder.pid}", "timers", "fire")
        finally:
            holder.kill()
            holder.wait()


class Timers(ListTest):
    @classmethod
    def setUpClass(cls):
        """A demo killed in the summer of 2023: limits that ended long ago, and nobody acted."""
        cls.played = tempfile.TemporaryDirectory(prefix="recourse-cli-")
        cls.addClassCleanup(cls.played.cleanup)
        cls.summer = os.path.join(cls.played.name, "store")
        demo = subprocess.Popen(
            [PROGRAM, "--dir", cls.summer, "demo", "shanghai-2023"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while demo.poll() is None:
            look = [PROGRAM, "--dir", cls.summer, "--json", "timers", "list", "--page-size", "50",
                    "--as", SUPERVISOR]  # fmt: skip
            done = subprocess.run(look, capture_output=True, timeout=300)
            if done.returncode == 0 and "next" in json.loads(done.stdout):
                break
            time.sleep(0.05)
        demo.send_signal(signal.SIGKILL)
        demo.wait()

    def setUp(self):
        super().setUp()
        shutil.copytree(self.summer, self.store)

    def due(self):
        return self.answer("timers", "list", "--page-size", "1000")["items"]

    def test_what_is_due_fires_once(self):
        due = self.due()
        self.assertGreater(len(due), 50)
        self.assertTrue(all(d["fires"] and d["passed"] for d in due))
        every = self.answer("deadlines", "--page-size", "1000")["items"]
        self.assertEqual(due, [d for d in every if d["fires"]])
        before = self.item("verify")["head"]
        told = self.answer("timers", "fire")
        done = told["item"]
        self.assertGreaterEqual(done["fired"] + done["declined"], len(due))
        self.assertEqual((done["failing"], done["last_error"]), (0, ""))
        after = self.item("verify")
        self.assertTrue(after["ok"])
        self.assertGreaterEqual(after["head"] - before, len(due))
        self.assertEqual(told["position"], after["head"])
        self.assertEqual([d for d in self.due() if d["passed"]], [])
        owed = [d for d in self.answer("deadlines", "--page-size", "1000")["items"] if d["passed"]]
        self.assertTrue(owed, "what was missed is owed still")
        self.assertFalse([d for d in owed if d["fires"]], "and is not said twice")
        one = due[0]
        events = self.items("case", "history", one["case"], actor=SUPERVISOR)
        self.assertIn("timer:engine", [e["actor"] for e in events])
        again = self.item("timers", "fire")
        self.assertEqual((again["fired"], again["declined"]), (0, 0))
        self.assertEqual(self.item("verify")["head"], after["head"])

    def test_the_text_says_what_happens(self):
        text = self.run_it("timers", "list", "--page-size", "3").stdout.decode()
        self.assertRegex(text, r"2023-\d\d-\d\d 23:59  已过 passed \d+ d +\S+ \w+ +fires  ")
        self.assertIn("more with --after ", text)
        fired = self.run_it("timers", "fire").stdout.decode()
        self.assertRegex(fired, r"^[\d,]+ fired, \d+ declined")

    def test_the_list_can_be_cut(self):
        due = self.due()
        station = due[0]["station"]
        theirs = self.answer("timers", "list", "--station", station)["items"]
        self.assertEqual(theirs, [d for d in due if d["station"] == station])
        self.fails(USAGE, "1 to 1000 entries", "timers", "list", "--page-size", "0")

    def test_what_cannot_fire_is_told(self):
        """No file may grow beyond what it takes to open the store. Which fails first, the log or a
        view's table that is written when nothing happens for a while, is the machine's choice."""

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))

        views = ("cases", "figures", "notary_tree")
        for view in views:  # opening moves the log into files that do not grow
            self.item("views", "rebuild", view)
        due = len(self.due())
        done = subprocess.run(
            [PROGRAM, "--dir", self.store, "--json", "timers", "fire"],
            capture_output=True, timeout=300, preexec_fn=limit,
        )  # fmt: skip
        self.assertIn(b"File too large", done.stdout + done.stderr)
        if done.returncode == UNAVAILABLE:
            self.assertEqual(json.loads(done.stderr)["error"]["code"], "view_stopped")
        else:
            self.assertEqual(done.returncode, PROBLEMS, done.stderr.decode())
            self.assertGreater(json.loads(done.stdout)["item"]["failing"], 0)
        self.assertEqual(self.item("timers", "fire")["failing"], 0)
        self.assertEqual([d for d in self.due() if d["passed"]], [])
        self.assertGreater(due, 0)


if __name__ == "__main__":
    main()
