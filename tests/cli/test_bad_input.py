"""Whatever is wrong: a clear error, the documented exit code, and nothing changed."""

import json
import os
import random
import subprocess

from harness import OFFICER, PROGRAM, CommandTest, main

USAGE, BAD_INPUT, NOT_FOUND, UNAVAILABLE, PROBLEMS = 2, 3, 4, 5, 6


class BadInput(CommandTest):
    def head(self):
        return self.item("verify")["head"]

    def test_a_missing_directory(self):
        self.fails(NOT_FOUND, "does not exist", "report")
        self.assertFalse(os.path.exists(self.store))

    def test_a_directory_that_is_not_a_store(self):
        os.mkdir(self.store)
        with open(os.path.join(self.store, "letter.txt"), "w") as file:
            file.write("dear")
        self.fails(NOT_FOUND, "letter.txt", "verify")
        self.fails(NOT_FOUND, "letter.txt", "case", "report", "--line", "traffic")
        self.assertEqual(os.listdir(self.store), ["letter.txt"])

    def test_a_store_of_another_format(self):
        self.report_case()
        for form in (1, 3):
            with open(os.path.join(self.store, "recourse.store"), "w") as file:
                file.write(f"recourse store\nformat {form}\nlog 00\n")
            self.fails(UNAVAILABLE, f"format {form}", "verify")

    def test_a_second_process(self):
        """The demo holds its store; whoever comes meanwhile is told by whom."""
        holder = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "demo", "shanghai-2023"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not os.path.exists(os.path.join(self.store, "recourse.store")):
                self.assertIsNone(holder.poll())
            self.fails(
                UNAVAILABLE, f"is open in process {holder.pid}",
                "case", "report", "--district", "PD", "--category", "other", "--line", "traffic",
            )  # fmt: skip
            for _ in range(3):  # reading goes on beside it
                self.assertTrue(self.item("verify")["ok"])
            self.assertGreater(self.item("report")["cases"], 0)
        finally:
            holder.kill()
            holder.wait()

    def test_a_damaged_file(self):
        self.report_case()
        # Opening to write moves the log into a table file.
        self.answer("case", "message", "S001-1", "--text", "再问")
        log = os.path.join(self.store, "log")
        damaged = 0
        for name in os.listdir(log):
            if name.endswith(".sst"):
                with open(os.path.join(log, name), "r+b") as file:
                    file.seek(40)
                    file.write(b"XXXXXXXX")
                damaged += 1
        self.assertGreater(damaged, 0)
        done = self.run_it("verify")
        self.assertIn(done.returncode, (UNAVAILABLE, PROBLEMS), done.stdout)
        self.assertIn(b"orruption", done.stdout + done.stderr)

    def test_an_unknown_command_or_option(self):
        self.fails(USAGE, "'frob' is not a command", "frob")
        self.fails(USAGE, "'frob' is not a command", "case", "frob")
        self.fails(USAGE, "--frob", "report", "--frob")
        self.fails(USAGE, "--as", "case", "accept", "S001-1", actor=None)
        self.fails(USAGE, "key", "case", "accept")

    def test_a_case_that_does_not_exist(self):
        self.report_case()
        for verb in ("show", "history", "next"):
            self.fails(NOT_FOUND, "there is no case 'S001-2'", "case", verb, "S001-2")
        self.fails(NOT_FOUND, "There is no such case", "case", "accept", "S001-2")
        self.assertEqual(self.head(), 2)

    def test_text_that_is_not_utf8(self):
        self.report_case()
        self.fails(BAD_INPUT, "is not UTF-8", "case", "message", "S001-1", "--text", b"\xff\xfe")
        fields = b'{"text": "\xff"}'
        self.fails(BAD_INPUT, "not JSON", "case", "message", "S001-1", "--input", "-", stdin=fields)
        self.assertEqual(self.head(), 2)

    def test_a_narrative_of_ten_mebibytes(self):
        fields = json.dumps({"line": "traffic", "narrative": "长" * (10 << 20)}).encode()
        self.fails(BAD_INPUT, "bytes", "case", "report", "--input", "-", stdin=fields)
        fields = json.dumps({"district": "PD", "category": "policy", "line": "traffic",
                             "narrative": "x" * 300_000})
        self.fails(
            BAD_INPUT, "narrative has 300000 bytes; at most 262144",
            "case", "report", "--input", "-", stdin=fields.encode(),
        )  # fmt: skip
        done = self.run_it("--json", "verify")
        if done.returncode == 0:
            self.assertEqual(json.loads(done.stdout)["item"]["head"], 0)

    def test_fields_that_do_not_fit(self):
        self.report_case()
        self.fails(USAGE, "--grade: 'splendid' is no grade; there are: ",
                   "case", "rate", "S001-1", "--grade", "splendid")  # fmt: skip
        self.fails(BAD_INPUT, "/grade", "case", "rate", "S001-1", "--input", "-",
                   stdin=b'{"grade": "splendid"}')  # fmt: skip
        self.fails(USAGE, "--needed-by", "case", "route-expedite", "S001-1",
                   "--needed-by", "tomorrow")  # fmt: skip
        self.fails(BAD_INPUT, "/frob", "case", "close", "S001-1", "--input", "-",
                   stdin=b'{"frob": 1}')  # fmt: skip
        self.fails(USAGE, "--command-id", "case", "accept", "S001-1", "--command-id", "12")
        self.fails(USAGE, "key", "case", "show", "a b")
        self.fails(USAGE, "line", "report", "--line", "frob")
        self.assertEqual(self.head(), 2)

    def test_a_text_arrives_as_it_was_typed(self):
        self.report_case()
        for text in ("[a,b]", "[]", "[您好]", "--", "{}", "a,b"):
            self.answer("case", "message", "S001-1", "--text=" + text)
            look = ("--reveal", "case", "history", "S001-1", "--purpose", "p")
            self.assertEqual(self.items(*look)[-2]["event"]["text"], text)
        self.fails(BAD_INPUT, "control character",
                   "case", "message", "S001-1", "--text", "a\x1b[31m")  # fmt: skip

    def test_an_answer_that_cannot_be_written(self):
        self.report_case()
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "--dir", self.store, "report"], stdout=full,
                                  stderr=subprocess.PIPE)  # fmt: skip
        self.assertEqual(done.returncode, UNAVAILABLE)
        self.assertIn(b"could not be written", done.stderr)

    def test_empty_options_and_numbers_that_mean_nothing(self):
        self.report_case()
        self.fails(USAGE, "--command-id", "case", "accept", "S001-1", "--command-id", "")
        self.fails(USAGE, "--as-of", "report", "--as-of", "0")
        for text in ("-1", "+1", "0x10", "1.5", "18446744073709551616", ""):
            self.fails(USAGE, "--as-of", "report", "--as-of=" + text)
            self.fails(USAGE, "--from", "tail", "--from=" + text)
            self.fails(USAGE, "--version", "case", "show", "S001-1", "--version=" + text)

    def test_whole_numbers_are_decimal(self):
        for n in range(5):
            self.report_case(f"S001-{n}")
        for text in ("10", "010", "0010"):
            shown = self.run_it("--json", "tail", "--from", text).stdout.splitlines()
            self.assertEqual(json.loads(shown[0])["position"], 10)

    def test_a_member_that_stands_twice_is_named_with_its_place(self):
        self.report_case()
        self.fails(BAD_INPUT, "'text' twice, again at line 2, column 7",
                   "case", "message", "S001-1", "--input", "-",
                   stdin=b'{"text": "a",\n "text": "b"}')  # fmt: skip
        self.assertEqual(self.head(), 2)

    def test_a_byte_order_mark_is_skipped(self):
        mark = b"\xef\xbb\xbf"
        self.report_case()
        self.answer("case", "message", "S001-1", "--input", "-",
                    stdin=mark + b'{"text": "a"}')  # fmt: skip
        line = {"id": "1", "user": "u", "subject": "s", "text": "t", "reply": "r",
                "time": "2019-04-25T09:32:09", "reply_time": "2019-05-10T14:56:53"}  # fmt: skip
        year = {"year": 2027, "papers": [],
                "days": [{"name": "x", "date": "2027-01-01", "isOffDay": True}]}  # fmt: skip
        files = {
            "in.jsonl": json.dumps(line).encode(),
            "year.json": json.dumps(year).encode(),
            "norms.toml": b'name = "p"\nversion = 1\nbase = "shanghai"\n',
        }
        for name, text in files.items():
            with open(self.path(name), "wb") as file:
                file.write(mark + text)
        done = self.item("import", "messages", self.path("in.jsonl"))
        self.assertEqual((done["imported"], done["broken"]), (1, 0))
        self.answer("calendar", "import", self.path("year.json"), actor="administrator:a1")
        self.answer("norms", "check", self.path("norms.toml"))

    def test_several_officers_at_once_all_get_through(self):
        self.report_case()
        environment = {**os.environ, "RECOURSE_DIR": self.store, "RECOURSE_ACTOR": OFFICER}
        crowd = [
            subprocess.Popen([PROGRAM, "case", "message", "S001-1", "--text", str(i)],
                             stdout=subprocess.DEVNULL, env=environment)  # fmt: skip
            for i in range(6)
        ]
        self.assertEqual([officer.wait(timeout=60) for officer in crowd], [0] * 6)
        self.assertEqual(self.head(), 8)

    def test_errors_are_json_when_asked(self):
        done = self.run_it("--json", "report")
        error = json.loads(done.stderr)["error"]
        self.assertEqual(error["code"], "not_a_store")
        self.assertTrue(error["cure"])

    def test_a_broken_line_is_named_and_the_rest_goes_on(self):
        line = {"id": "1", "user": "u", "subject": "s", "text": "t", "reply": "r",
                "time": "2019-04-25T09:32:09", "reply_time": "2019-05-10T14:56:53"}  # fmt: skip
        rows = [
            json.dumps(line),
            "{broken",
            json.dumps({**line, "id": "3", "time": "gestern"}),
            json.dumps({**line, "id": "4", "reply_time": "2018-01-01T00:00:00"}),
            json.dumps({**line, "id": "a b"}),
            "",
            json.dumps({**line, "id": "7", "text": 5}),
            json.dumps({**line, "id": "8"}),
        ]
        with open(self.path("in.jsonl"), "w") as file:
            file.write("\n".join(rows))
        done = self.run_it("--json", "import", "messages", self.path("in.jsonl"))
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertEqual(
            json.loads(done.stdout)["item"], {"lines": 8, "imported": 2, "known": 0, "broken": 5}
        )
        faults = {2: "not JSON", 3: "/time", 4: "earlier", 5: "key", 7: "/text"}
        for number, words in faults.items():
            self.assertRegex(done.stderr.decode(), rf"in.jsonl:{number}: .*{words}")
        with open(self.path("in.jsonl"), "w") as file:
            file.write(json.dumps({**line, "text": "changed"}))
        self.fails(BAD_INPUT, "was taken in before with other content, and stays as it was",
                   "import", "messages", self.path("in.jsonl"))
        with open(self.path("twice.jsonl"), "w", encoding="utf-8") as file:
            file.write('\n\n\n{"id": "1", "id": "2"}\n')
        done = self.fails(BAD_INPUT, "twice.jsonl:4: ", "import", "messages",
                          self.path("twice.jsonl"))
        self.assertIn("again at column ", done.stderr.decode())
        self.assertNotIn("line 1", done.stderr.decode())
        self.fails(USAGE, "cannot be read", "import", "messages", self.path("nobody.jsonl"))

    def test_nothing_is_imported_from_the_future_nor_from_another_century(self):
        line = {"id": "1", "user": "u", "subject": "s", "text": "t", "reply": "r",
                "time": "2019-04-25T09:32:09", "reply_time": "2019-05-10T14:56:53"}  # fmt: skip
        for number, (member, moment) in enumerate(
            [("time", "2950-01-01T09:00:00"), ("reply_time", "2950-01-01T09:00:00"),
             ("time", "1970-01-02T09:00:00")]  # fmt: skip
        ):
            row = {**line, "id": str(number), member: moment}
            if member == "time":
                row["reply_time"] = moment
            with open(self.path("in.jsonl"), "w") as file:
                file.write(json.dumps(row))
            told = self.fails(BAD_INPUT, f"/{member}: it lies", "import", "messages",
                              self.path("in.jsonl"))  # fmt: skip
            self.assertIn("in.jsonl:1:", told.stderr.decode())
            self.assertEqual(self.item("verify")["head"], 0)

    def test_random_json_never_crashes(self):
        """Random fields through every door: refusals or errors, never a signal."""
        self.report_case()
        seed = int(os.environ.get("RECOURSE_SEED", "7"))
        dice = random.Random(seed)
        verbs = ("accept", "close", "escalate", "route-notice", "rate", "merge", "extend")
        names = ("reason", "items", "outcome", "told", "target", "line", "grade", "due", "reply")
        values = (None, True, -1, 2**70, 1.5, "", "\u0000", "done", [], [[]], [{"name": 1}], {})
        for _ in range(60):
            fields = {dice.choice(names): dice.choice(values) for _ in range(dice.randrange(4))}
            done = self.run_it("case", dice.choice(verbs), "S001-1", "--input", "-",
                               stdin=json.dumps(fields).encode())  # fmt: skip
            self.assertIn(done.returncode, (0, 1, 3), f"seed {seed}: {fields} {done.stderr}")


if __name__ == "__main__":
    main()
