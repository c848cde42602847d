"""`recourse calendar`: its years, taking in a notice, and what every workflow has."""

import datetime
import json
import os

from harness import CommandTest, main

REFUSED, USAGE, BAD_INPUT, NOT_FOUND = 1, 2, 3, 4
ADMINISTRATOR = "administrator:a1"


class Calendar(CommandTest):
    def setUp(self):
        super().setUp()
        self.report_case()
        years = self.items("calendar", "years")
        self.next = next(y["year"] for y in years if not y["published"])

    def notice(self, year, days=None, name=None):
        """A file with the notice of a year: its first three days, and a Saturday to make up."""
        if days is None:
            first = datetime.date(year, 1, 1)
            days = [(first + datetime.timedelta(d), True) for d in range(3)]
            while first.weekday() != 5 or first.month == 1:
                first += datetime.timedelta(1)
            days.append((first, False))
        file = {
            "year": year,
            "papers": [f"https://www.gov.cn/{year}"],
            "days": [{"name": "元旦", "date": str(d), "isOffDay": off} for d, off in days],
        }
        path = self.path(name or f"{year}.json")
        with open(path, "w", encoding="utf-8") as out:
            json.dump(file, out, ensure_ascii=False)
        return path

    def publish(self, *files):
        return self.item("calendar", "import", *files, actor=ADMINISTRATOR)

    def year_in_list(self, year):
        years = self.items("calendar", "years")
        return next((y for y in years if y["year"] == year), None)

    def test_the_years_that_are_known(self):
        told = self.answer("calendar", "years")
        self.assertEqual(told["position"], 2)
        self.assertEqual(
            [y["year"] for y in told["items"]],
            list(range(2010, 2010 + len(told["items"]))),
        )
        self.assertTrue(told["edition"].startswith("cn-"))
        one = self.year_in_list(2024)
        self.assertEqual((one["published"], one["in_log"], one["at"]), (True, False, None))
        text = self.run_it("calendar", "years").stdout.decode()
        self.assertRegex(text, r"2024 +published +built in\n")
        self.assertRegex(text, rf"{self.next} +provisional\s")
        self.assertIn(f"edition {told['edition']}\n", text)

    def test_what_a_year_says(self):
        told = self.item("calendar", "year", "2024")
        self.assertEqual((told["year"], told["published"]), (2024, True))
        self.assertIn("2024-02-12", [d["date"] for d in told["off"]])
        self.assertIn("2024-02-04", [d["date"] for d in told["make_up"]])
        self.assertNotIn("2024-03-02", [d["date"] for d in told["off"]], "an ordinary Saturday")
        self.assertEqual(told["working_days"], 262 - len(told["off"]) + len(told["make_up"]))
        text = self.run_it("calendar", "year", "2024").stdout.decode()
        self.assertRegex(text, r"2024-02-04 +周日 +班 works")
        provisional = self.item("calendar", "year", str(self.next))
        self.assertEqual((provisional["published"], provisional["off"]), (False, []))

    def test_a_notice_is_published_once(self):
        before = self.answer("calendar", "years")["edition"]
        done = self.publish(self.notice(self.next))
        self.assertEqual([f["answer"] for f in done["notices"]], ["published"])
        self.assertEqual(done["edition"], f"{before}+{self.next}")
        one = self.year_in_list(self.next)
        self.assertEqual((one["published"], one["in_log"], one["by"]), (True, True, "a1"))
        shown = self.item("calendar", "year", str(self.next))
        self.assertEqual(shown["edition"], done["edition"])
        self.assertEqual([d["name"] for d in shown["make_up"]], ["元旦"])
        head = self.item("verify")["head"]
        again = self.publish(self.notice(self.next))
        self.assertEqual([f["answer"] for f in again["notices"]], ["already_published"])
        self.assertEqual(self.item("verify")["head"], head)
        friday = [(datetime.date(self.next, 10, 1), True)]
        corrected = self.publish(self.notice(self.next, friday))
        self.assertEqual(corrected["edition"], f"{before}+{self.next}.2")
        self.answer("case", "report", "--id", "S001-2", "--district", "PD",
                    "--category", "policy", "--line", "traffic")
        state = self.item("case", "show", "S001-2")["state"]
        self.assertEqual(state["intake"]["calendar"], corrected["edition"])

    def waiting(self):
        """The limits of the case that wait for a notice."""
        limits = self.item("case", "show", "S001-1")["state"]["current_deadlines"]
        return [x["kind"] for x in limits if x["provisional"] and not x["met_at"]]

    def test_limits_that_waited_are_computed_again(self):
        # Thirty working days from November on, and all limits once the built-in years are over,
        # reach into a year without a notice; at other times there is nothing to be done.
        self.answer(
            "case", "pause", "S001-1", "--ground", "force_majeure", "--reason", "台风",
            "--told", "phone",
        )  # fmt: skip
        waiting = self.waiting()
        end = datetime.date.today() + datetime.timedelta(60)
        years = range(self.next, max(self.next, end.year) + 1)
        done = self.publish(*(self.notice(year) for year in years))
        expected = 1 if waiting else 0
        cases = done["cases"]
        self.assertEqual((cases["looked_at"], cases["recomputed"]), (expected, expected))
        self.assertEqual(cases["refused"], 0)
        self.assertEqual(self.waiting(), [])
        events = [e["event"]["type"] for e in self.items("case", "history", "S001-1")]
        self.assertEqual(events.count("case.limits_recomputed"), expected)
        again = self.run_it("calendar", "import", self.notice(self.next), actor=ADMINISTRATOR)
        self.assertIn("published already", again.stdout.decode())
        self.assertIn("0 cases waited for a notice", again.stdout.decode())

    def test_what_is_refused(self):
        head = self.item("verify")["head"]

        def refused(words, *files, actor=ADMINISTRATOR):
            self.fails(REFUSED, words, "calendar", "import", *files, actor=actor)

        refused("empty_notice", self.notice(self.next, []))
        refused("not_your_role", self.notice(self.next), actor="supervisor:v1")
        elsewhere = [(datetime.date(self.next + 1, 1, 3), True)]
        refused("day_outside_year", self.notice(self.next, elsewhere))
        self.assertEqual(self.item("verify")["head"], head)
        refused("empty_notice", self.notice(self.next, [], "empty.json"), self.notice(self.next))
        self.assertTrue(self.year_in_list(self.next)["published"], "the other one was as it should")

    def test_bad_input(self):
        def bad(code, words, *arguments, **more):
            self.fails(code, words, "calendar", *arguments, actor=ADMINISTRATOR, **more)

        bad(USAGE, "no-such.json cannot be read", "import", self.path("no-such.json"))
        bad(BAD_INPUT, "/days: missing", "import", "-", stdin=b'{"year": 2027}')
        bad(BAD_INPUT, "line 1", "import", "-", stdin=b"<html>")
        good = self.notice(self.next)
        bad(USAGE, "cannot be read", "import", good, self.path("no-such.json"))
        self.assertFalse(self.year_in_list(self.next)["published"], "half an import was left")
        bad(USAGE, "the calendar knows 2010 to", "year", "1999")
        bad(USAGE, "whole number", "year", "now")
        bad(USAGE, "files", "import")
        self.fails(USAGE, "--as", "calendar", "import", good, actor=None)
        self.fails(USAGE, "subcommand", "calendar")
        self.store = os.path.join(self.folder.name, "none")
        bad(NOT_FOUND, "does not exist", "years")
        bad(NOT_FOUND, "does not exist", "import", good)


class Generic(CommandTest):
    """What follows from the workflow's description alone."""

    def publish(self, *more, year=2099):
        first = f'{{"date":"{year}-01-01","off":true,"name":"元旦"}}'
        second = f'{{"date":"{year}-01-02","off":true,"name":"元旦"}}'
        return self.answer(
            "calendar", "publish-year", "--year", str(year), "--days", first, "--days", second,
            "--source", "https://www.gov.cn", *more, actor=ADMINISTRATOR,
        )  # fmt: skip

    def test_a_year_is_published_by_options(self):
        made = self.publish()  # the first command of a stream makes the store
        self.assertEqual(made["position"], 1)
        item, outcome = made["item"], made["outcome"]
        self.assertEqual((item["key"], item["version"], item["timers"]), ("cn", 1, []))
        (year,) = item["state"]["years"]
        self.assertEqual((year["year"], year["by"], len(year["days"])), (2099, "a1", 2))
        self.assertEqual(outcome["stream"], "calendar/cn")
        self.assertEqual((outcome["version"], outcome["repeated"]), (1, False))
        self.assertEqual(outcome["events"], ["calendar.year_published"])
        self.assertTrue(self.items("calendar", "years")[2099 - 2010]["published"])

    def test_a_year_is_published_from_a_file_and_once(self):
        fields = {"year": 2099, "days": [{"date": "2099-01-01", "off": True, "name": "元旦"}]}
        given = json.dumps(fields).encode()
        one = ("calendar", "publish-year", "--input", "-", "--command-id", "0" * 31 + "1")
        made = self.answer(*one, stdin=given, actor=ADMINISTRATOR)
        self.publish(year=2098)
        again = self.answer(*one, stdin=given, actor=ADMINISTRATOR)
        self.assertEqual(again["outcome"], {**made["outcome"], "repeated": True})
        self.assertEqual((again["position"], again["item"]["version"]), (2, 2))
        refused = self.run_it("--json", *one[:-2], stdin=given, actor=ADMINISTRATOR)
        self.assertEqual(refused.returncode, REFUSED)
        self.assertEqual(json.loads(refused.stderr)["refusal"]["name"], "already_published")

    def test_it_is_shown_with_its_history(self):
        self.publish()
        self.publish(year=2098)
        shown = self.answer("calendar", "show")
        self.assertEqual((shown["position"], shown["item"]["version"]), (2, 2))
        self.assertEqual([y["year"] for y in shown["item"]["state"]["years"]], [2098, 2099])
        for key in ("cn", "calendar/cn"):
            self.assertEqual(self.answer("calendar", "show", key), shown)
        early = self.item("calendar", "show", "--version", "1")
        self.assertEqual([y["year"] for y in early["state"]["years"]], [2099])
        told = self.answer("calendar", "history")
        self.assertEqual(told["position"], 2)
        self.assertEqual([e["event"]["year"] for e in told["items"]], [2099, 2098])
        self.assertEqual(told["items"][0]["actor"], ADMINISTRATOR)
        text = self.run_it("calendar", "show").stdout.decode()
        self.assertRegex(text, r"^cn  version 2\n  years +year 2098, notices 1, days \(2\), source")
        self.assertRegex(text, r"\n +year 2099, ")
        text = self.run_it("calendar", "history").stdout.decode()
        self.assertRegex(text, r"(?m)^1  .* administrator:a1  calendar.year_published +公布年度")

    def test_what_may_come_next(self):
        self.report_case()  # a store without a notice
        for year in (2099, 2098):
            steps = self.items("calendar", "next", actor=ADMINISTRATOR)
            self.assertEqual([step["type"] for step in steps], ["calendar.publish_year"])
            self.assertEqual(self.items("calendar", "next"), [])  # an officer publishes none
            self.publish(year=year)

    def test_schemas(self):
        listed = {row["type"]: row["of"] for row in self.items("calendar", "schema")}
        self.assertEqual(
            listed,
            {
                "calendar.publish_year": "command",
                "calendar.year_published": "event",
                "calendar.state": "state",
            },
        )
        schema = self.item("calendar", "schema", "calendar.publish_year")
        self.assertEqual(sorted(schema["properties"]), ["days", "source", "year"])
        self.fails(USAGE, "'publish' is no type of calendar; there are: calendar.state, ",
                   "calendar", "schema", "publish")  # fmt: skip

    def test_bad_calls(self):
        self.fails(USAGE, "'almanac' is not a command", "almanac", "show")
        self.fails(USAGE, "'frob' is not a command", "calendar", "frob")
        self.fails(USAGE, "--frob", "calendar", "publish-year", "--frob", actor=ADMINISTRATOR)
        self.fails(NOT_FOUND, "does not exist", "calendar", "show")
        one = ("calendar", "publish-year")
        self.fails(USAGE, "--year", *one, "--year", "soon", actor=ADMINISTRATOR)
        day = '{"date":"1.1.","off":true,"name":""}'
        self.fails(BAD_INPUT, "/days/0/date", *one, "--days", day, actor=ADMINISTRATOR)
        self.fails(USAGE, "only stream is calendar/cn", *one, "us", actor=ADMINISTRATOR)
        self.assertFalse(os.path.exists(self.store), "bad input made a store")
        self.report_case()
        self.fails(NOT_FOUND, "there is no calendar 'cn'", "calendar", "show")
        self.fails(NOT_FOUND, "there is no calendar 'cn'", "calendar", "history")
        self.fails(USAGE, "only stream is calendar/cn", "calendar", "show", "2026")
        self.fails(REFUSED, "not_your_role", *one, "--year", "2099")


if __name__ == "__main__":
    main()
