"""Random JSON through `case <verb> --input -`, for every verb: an answer, a refusal or an error.

Fields are drawn from the schema of the commands, then spoilt. RECOURSE_FUZZ_RUNS says how often,
RECOURSE_SEED replays: each run follows from the seed and its number.
"""

import json
import os
import random
import re

from harness import CommandTest, main

RUNS = int(os.environ.get("RECOURSE_FUZZ_RUNS", "200"))
SEED = int(os.environ.get("RECOURSE_SEED", "7"))
SCHEMA = os.path.join(
    os.path.dirname(__file__), "../../docs/reference/complaint/commands.schema.json"
)

DONE, REFUSED, USAGE, BAD_INPUT, NOT_FOUND = 0, 1, 2, 3, 4
# What a program says that fell over, and not what it has to say.
FALLEN = re.compile(
    rb"Traceback|terminate called|what\(\):|Assertion|Sanitizer|runtime error|core dumped|std::"
)
ACTORS = (
    "window_officer:w7@S001", "window_officer:w7@S001", "counter_lead:l1@S001",
    "station_chief:s1@S001", "district_officer:d1@PD.RK", "city_officer:m1@city.RK",
    "citizen:c1", "supervisor:v1", "liaison:k1", "administrator:a1", "receiver:r1",
    "auxiliary:x1@S001",
    "mayor:x", ":", "window_officer:@", "window_officer:" + "w" * 5000 + "@S001", "窗口:民警@所",
)  # fmt: skip
SOUND = 8  # so many of them are people who may exist
HUGE = (-1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, 1.5, -0.0)
TEXTS = (
    "", " ", "\0", "a\x1b[31m", "\u202e倒", "长" * 90_000, "x" * 300_000, "\ud800", "2023-13-45",
    "0000-01-01", "9999-12-31T23:59:60Z", "case/F-1", "../../etc", "' or 1=1 --", "%s%n", "NaN",
)  # fmt: skip


def deep(dice):
    depth = dice.choice((8, 40, 600))
    return json.loads("[" * depth + "]" * depth if dice.random() < 0.5 else
                      '{"a":' * depth + "1" + "}" * depth)  # fmt: skip


def wrong(dice):
    """Something that is of another type, or too much."""
    kind = dice.randrange(6)
    if kind == 0:
        return dice.choice(HUGE)
    if kind == 1:
        return dice.choice(TEXTS)
    if kind == 2:
        return deep(dice)
    return dice.choice((None, True, False, [], {}, [[]], [None], {"": ""}, ["x"] * 3000, 0, "x"))


def fitting(dice, form):
    """A value that the schema allows."""
    if "anyOf" in form:
        return None if dice.random() < 0.1 else fitting(dice, form["anyOf"][0])
    if "enum" in form:
        return dice.choice(form["enum"])
    if "const" in form:
        return form["const"]
    kind = form.get("type")
    if kind == "array":
        return [fitting(dice, form["items"]) for _ in range(dice.randrange(3))]
    if kind == "object":
        return {name: fitting(dice, inner) for name, inner in form["properties"].items()}
    if kind == "boolean":
        return dice.random() < 0.5
    if kind in ("integer", "number"):
        return dice.randrange(9)
    formats = {"date": f"2026-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
               "date-time": "2023-06-01T09:00:00+08:00"}  # fmt: skip
    return formats.get(form.get("format")) or dice.choice(("x", "S001", "RK10", "1", "文字", "F-2"))


def spoil(dice, fields):
    for _ in range(dice.choice((0, 0, 1, 1, 2, 4))):
        name = dice.choice([*fields, "frob", "type", "", "文"])
        if dice.random() < 0.2:
            fields.pop(name, None)
        else:
            fields[name] = wrong(dice)


def spoil_bytes(dice, text):
    """What no JSON library writes: broken UTF-8, members twice, ends that are missing."""
    kind = dice.randrange(16)
    middle = dice.randrange(len(text) + 1)
    if kind == 0:
        return text[:middle] + b"\xff\xc0\x80" + text[middle:]
    if kind == 1:
        return text[:middle]
    if kind == 2:
        return text[:-1] + b',"reason":"a","reason":"b","told":1,"told":"phone"}'
    if kind == 3:
        return dice.choice((b"", b"\xef\xbb\xbf" + text, text + text, text + b"\0", b"[" * 200_000,
                            b"null", b"[]", b'"x"', b"NaN", b'{"a":1e999}', b'{"a":' * 90_000,
                            b'{"reason":"\\ud800"}', os.fsencode("{'a': 1}")))  # fmt: skip
    return text


class Fuzz(CommandTest):
    def setUp(self):
        super().setUp()
        with open(SCHEMA, encoding="utf-8") as file:
            self.forms = json.load(file)["$defs"]
        for number in range(1, 5):
            self.report_case(f"F-{number}")
        self.answer("case", "route-explain", "F-2", "--law", "户口登记条例")
        self.answer("case", "route-explain", "F-3", "--law", "户口登记条例")
        self.answer("case", "close", "F-3", "--outcome", "done", "--reply", "好", "--told", "sms")
        self.answer("case", "escalate", "F-4", "--question", "q", "--tried", "t")

    def one(self, number, title):
        """A run's arguments and standard input."""
        dice = random.Random(f"{SEED}/{number}")
        sound = dice.random() < 0.4
        fields = {}
        for name, form in self.forms[title]["properties"].items():
            if name != "type" and (sound or dice.random() < 0.7):
                fields[name] = fitting(dice, form)
        if not sound:
            spoil(dice, fields)
        text = json.dumps(fields).encode()
        if not sound:
            text = spoil_bytes(dice, text)
        verb = title.split(".", 1)[1].replace("_", "-")
        begins = title in ("case.report", "case.finish_on_spot")
        key = f"N-{number}" if begins else f"F-{dice.choice((1, 2, 3, 4, 4, 9))}"
        place = ["--id", key] if begins else [key]
        how = ["--json"] if dice.random() < 0.5 else []
        return [*how, "case", verb, *place, "--input", "-"], text, dice.choice(
            ACTORS[:SOUND] if sound else ACTORS
        )

    def check(self, done, arguments, replay):
        if done.returncode != USAGE:
            self.assertIn(done.returncode, (DONE, REFUSED, BAD_INPUT, NOT_FOUND), replay)
        else:  # a code of a list that names nothing
            self.assertRegex(done.stdout + done.stderr, b"lists all", replay)
        self.assertIsNone(FALLEN.search(done.stderr + done.stdout), replay)
        said = done.stderr.decode()  # UTF-8, whatever came in
        self.assertNotRegex(said, "[\0-\x08\x0b-\x1f]", replay)
        if done.returncode == DONE:
            self.assertTrue(done.stdout, replay)
        else:
            self.assertTrue(said.strip(), replay)
        if arguments[0] == "--json" and said:
            json.loads(said)
            self.assertLess(len(said), 100_000, replay)

    def test_random_fields_are_answered(self):
        print(f"seed {SEED}, {RUNS} runs")
        titles = sorted(self.forms)
        codes = {}
        for number in range(RUNS):
            title = titles[number % len(titles)]
            arguments, text, actor = self.one(number, title)
            done = self.run_it(*arguments, stdin=text, actor=actor)
            replay = (f"RECOURSE_SEED={SEED}, run {number}: {actor[:60]} {arguments} "
                      f"{text[:2000]!r}: {done.returncode} {done.stderr[:2000]!r}")  # fmt: skip
            with self.subTest(number=number, title=title):
                self.check(done, arguments, replay)
            codes[done.returncode] = codes.get(done.returncode, 0) + 1
        print("exit codes:", dict(sorted(codes.items())))
        # A fuzzer that is turned away at the door tests the door.
        if RUNS >= 200:
            self.assertGreater(codes.get(DONE, 0) + codes.get(REFUSED, 0), RUNS // 4)
            self.assertGreater(codes.get(BAD_INPUT, 0), RUNS // 20)
        self.assertTrue(self.item("verify")["ok"])


if __name__ == "__main__":
    main()
