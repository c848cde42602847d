"""What all commands have in common: the shape of answers, exit codes, names that were meant, the
zone of times, and the look-ups."""

import json
import os
import re
import shlex

from harness import CommandTest, main

OK, REFUSED, USAGE, BAD_INPUT, NOT_FOUND, PROBLEMS = 0, 1, 2, 3, 4, 6


class SurfaceTest(CommandTest):
    def error(self, code, *arguments):
        """The error as JSON of a command that must end with `code`."""
        done = self.run_it(*arguments)
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        self.assertEqual(done.stdout, b"")
        return json.loads(done.stderr)["error"]

    def text(self, *arguments):
        done = self.run_it(*arguments)
        self.assertEqual(done.returncode, OK, done.stderr.decode())
        return done.stdout.decode()


class Shapes(SurfaceTest):
    def test_what_reads_the_log_says_where_it_is_true(self):
        self.report_case()
        backup = self.path("backup")
        lists = (("cases",), ("deadlines",), ("timers", "list"), ("stations",), ("views", "list"),
                 ("views", "lag"))  # fmt: skip
        things = (("health",), ("verify",), ("report",), ("timers", "fire"),
                  ("views", "rebuild", "cases"), ("backup", "create", backup),
                  ("--dir", self.path("other"), "backup", "restore", backup))  # fmt: skip
        for arguments in lists:
            told = self.answer(*arguments)
            self.assertEqual(list(told), ["position", "items"], arguments)
            self.assertEqual(told["position"], 2, arguments)
            self.assertIsInstance(told["items"], list)
        for arguments in things:
            told = self.answer(*arguments)
            self.assertEqual(list(told), ["position", "item"], arguments)
            self.assertEqual(told["position"], 2, arguments)
            self.assertIsInstance(told["item"], dict)

    def test_where_no_log_is_read_there_is_no_position(self):
        for arguments in (("norms", "list"), ("matters",), ("reasons",), ("districts",),
                          ("phases",), ("roles",), ("case", "schema")):  # fmt: skip
            self.assertEqual(list(self.answer(*arguments)), ["items"], arguments)
        for arguments in (("norms", "show", "shanghai"), ("case", "schema", "case.rate")):
            self.assertEqual(list(self.answer(*arguments)), ["item"], arguments)
        self.assertFalse(os.path.exists(self.store))
        self.report_case()
        backup = self.path("backup")
        self.answer("backup", "create", backup)
        self.assertEqual(list(self.answer("backup", "list", backup)), ["items"])
        self.assertEqual(list(self.answer("backup", "verify", backup)), ["item"])

    def test_figures_as_of_a_position_say_which(self):
        self.report_case()
        self.report_case("S001-2")
        early = self.answer("report", "--as-of", "2")
        self.assertEqual((early["position"], early["item"]["cases"]), (2, 1))
        self.fails(5, "not yet at 900", "report", "--as-of", "900")
        late = self.answer("report", "--as-of", "2099-01-01")
        self.assertEqual((late["position"], late["item"]["cases"]), (4, 2))

    def test_a_list_that_ends_early_says_how_to_go_on(self):
        for key in ("S001-1", "S001-2", "S001-3"):
            self.report_case(key)
        page = self.answer("cases", "--page-size", "2")
        self.assertEqual(list(page), ["position", "items", "next"])
        rest = self.answer("cases", "--page-size", "2", "--after", page["next"])
        self.assertEqual(list(rest), ["position", "items"])
        self.assertEqual(len(page["items"]) + len(rest["items"]), 3)
        first = self.answer("deadlines", "--page-size", "2")
        behind = self.items("deadlines", "--after", first["next"])
        self.assertEqual(first["items"] + behind, self.items("deadlines"))

    def test_a_wrong_command_line_is_json_too(self):
        for arguments in (("--json", "cases", "--frob"), ("cases", "--frob", "--json"),
                          ("--json", "frob"), ("--json",), ("--json", "views"),
                          ("--json", "report", "--as-of", "-1"),
                          ("--json", "cases", "--phase", "closd")):  # fmt: skip
            error = self.error(USAGE, *arguments)
            self.assertEqual(
                list(error), ["code", "message", "cure", "retryable", "did_you_mean"]
            )
            self.assertEqual((error["code"], error["retryable"]), ("usage", False), arguments)
        self.assertEqual(error["did_you_mean"], ["closed"])

    def test_an_error_is_json(self):
        error = self.error(NOT_FOUND, "--json", "cases")
        self.assertEqual(list(error), ["code", "message", "cure", "retryable"])
        self.assertEqual(error["code"], "not_a_store")


class ExitCodes(SurfaceTest):
    def test_a_value_that_names_nothing(self):
        self.report_case()
        nothing = self.path("nothing")
        for arguments in (
            ("frob",), ("cases", "--frob"), ("cases", "--phase", "frob"),
            ("cases", "--station", "S009"), ("cases", "--unit", "city.XX"),
            ("deadlines", "--kind", "frob"), ("deadlines", "--station", "S009"),
            ("timers", "list", "--unit", "S009"), ("report", "--line", "frob"),
            ("report", "--channel", "frob"), ("report", "--station", "S009"),
            ("report", "--district", "XX"), ("views", "rebuild", "frob"), ("norms", "show", "frob"),
            ("norms", "show", "shanghai", "--version", "9"), ("norms", "check", nothing),
            ("--norms", "frob", "cases"), ("import", "messages", nothing),
            ("matters", "--line", "x"),
            ("phases", "frob"), ("tail", "--kind", "frob"), ("tail", "--type", "frob"),
            ("check-upgrade", "--kind", "x"),
            ("case", "schema", "frob"), ("case", "close", "S001-1", "--input", nothing),
            ("case", "rate", "S001-1", "--grade", "splendid"), ("calendar", "year", "1999"),
            ("case", "form", "--matter", "XX"), ("check-upgrade", "--against", nothing),
            ("case", "next", "S001-1", "--as", "mayor:x"), ("calendar", "show", "us"),
        ):  # fmt: skip
            done = self.run_it(*arguments)
            self.assertEqual(done.returncode, USAGE, f"{arguments}: {done.stderr.decode()}")
            self.assertEqual(done.stdout, b"", arguments)

    def test_a_value_of_another_form(self):
        self.report_case()
        for arguments in (
            ("cases", "--due-by", "soon"), ("cases", "--after", "xy"),
            ("cases", "--page-size", "0"), ("deadlines", "--from", "2023-02-30"),
            ("report", "--as-of", "x"), ("--zone", "8", "cases"), ("--zone", "+15:00", "cases"),
            ("case", "show", "a b"), ("case", "accept", "S001-1", "--command-id", "12"),
            ("case", "route-expedite", "S001-1", "--needed-by", "soon"),
            ("--zone", "+08:60", "cases"), ("--utc", "--zone", "+08:00", "cases"),
        ):  # fmt: skip
            done = self.run_it(*arguments)
            self.assertEqual(done.returncode, USAGE, f"{arguments}: {done.stderr.decode()}")

    def test_what_a_file_holds(self):
        self.report_case()
        with open(self.path("bad"), "w") as file:
            file.write("{bad")
        bad = self.path("bad")
        for arguments in (("norms", "check", bad), ("--norms", bad, "cases"),
                          ("import", "messages", bad),
                          ("case", "close", "S001-1", "--input", bad)):  # fmt: skip
            done = self.run_it(*arguments)
            self.assertEqual(done.returncode, BAD_INPUT, f"{arguments}: {done.stderr.decode()}")

    def test_no_store_no_stream_no_backup(self):
        for arguments in (("cases",), ("deadlines",), ("timers", "list"), ("timers", "fire"),
                          ("report",), ("stations",), ("health",), ("verify",), ("tail",),
                          ("views", "list"), ("views", "lag"), ("views", "rebuild", "cases"),
                          ("backup", "create", self.path("b")), ("backup", "list", self.path("b")),
                          ("case", "show", "S001-1")):  # fmt: skip
            done = self.run_it(*arguments)
            self.assertEqual(done.returncode, NOT_FOUND, f"{arguments}: {done.stderr.decode()}")
        self.report_case()
        self.assertEqual(self.run_it("case", "show", "S001-9").returncode, NOT_FOUND)


class Meant(SurfaceTest):
    def meant(self, *arguments):
        return self.error(USAGE, "--json", *arguments)["did_you_mean"]

    def test_the_nearest_names_are_offered(self):
        self.assertEqual(self.meant("tial")[0], "tail")
        self.assertEqual(self.meant("case", "clsoe", "S001-1"), ["close"])
        self.assertEqual(self.meant("views", "rebiuld"), ["rebuild"])
        self.assertEqual(self.meant("cases", "--statoin=S001"), ["--station"])
        self.assertEqual(self.meant("cases", "--jsn")[0], "--json")
        self.assertEqual(self.meant("deadlines", "--kind", "resolutoin"), ["resolution"])
        self.assertEqual(self.meant("matters", "--line", "trafic"), ["traffic"])
        self.assertEqual(self.meant("phases", "calender"), ["calendar"])
        self.assertEqual(self.meant("norms", "show", "shangai"), ["shanghai"])
        self.assertEqual(self.meant("--log-level", "warn", "health"), ["warning"])
        self.assertEqual(self.meant("xyzzy"), [])
        self.assertEqual(self.meant("check-upgrade", "--kind", "cas"), ["case"])
        self.assertEqual(self.meant("case", "rate", "S001-1", "--grade", "satisfid"),
                         ["satisfied"])  # fmt: skip
        self.assertEqual(self.meant("case", "schema", "case.acept")[0], "case.accept")
        self.assertLessEqual(len(self.meant("cases", "--phase", "escalated")), 3)
        self.assertEqual(
            self.meant("cases", "--phase", "escalated"), ["escalated_city", "escalated_district"]
        )
        for arguments in (("cases", "--fro", "x"), ("help", "nope"), ("completion", "tcsh")):
            self.assertNotIn("copy", self.meant(*arguments))
        self.assertEqual(self.meant("completion", "tcsh"), [], "half of a word is another word")
        self.assertEqual(self.meant("--norms", "shangai", "cases"), ["shanghai"])
        self.assertEqual(self.meant("whatif", "--under", "shangai", "--as", "supervisor:v1"),
                         ["shanghai"])  # fmt: skip
        self.assertFalse(os.path.exists(self.store))

    def test_a_code_that_names_nothing_is_a_wrong_command_line(self):
        report = ("case", "report", "--category", "difficult", "--district")
        for wrong, lists in ((("PD", "--matter", "RK99"), "matters"),
                             (("PD", "--matter", "RK10", "--reason", "QQ7"), "reasons"),
                             (("QQ", "--matter", "RK10"), "districts")):  # fmt: skip
            error = self.error(USAGE, "--json", *report, *wrong)
            self.assertEqual(error["code"], "usage")
            self.assertIn(f"`recourse {lists}` lists all", error["message"])
            self.assertLessEqual(error["message"].count(", "), 11, "at most a dozen")
        self.assertEqual(self.meant(*report, "PD", "--matter", "RK011")[0], "RK01")

    def test_a_code_may_be_given_by_its_chinese_name(self):
        self.answer("case", "report", "--id", "S001-1", "--category", "difficult", "--district",
                    "浦东", "--matter", "新生儿国内出生户口登记", "--reason", "材料不全")  # fmt: skip
        report = self.item("case", "show", "S001-1")["state"]["intake"]
        self.assertEqual((report["matter"], report["district"]), ("RK01", "PD"))

    def test_a_chinese_word_is_answered_with_chinese_ones(self):
        report = ("case", "report", "--district", "PD", "--line", "population", "--category")
        self.fails(USAGE, "窗口未能办成的疑难杂症", *report, "疑难")
        self.fails(USAGE, "not_accepted", *report, "difficlt")
        done = self.answer(*report, "窗口未能办成的疑难杂症", "--narrative", "x")
        self.assertTrue(done)

    def test_every_command_stands_under_a_heading(self):
        self.assertNotIn("Subcommands:", self.run_it("--help").stdout.decode())

    def test_the_example_of_the_help_runs_as_it_stands(self):
        text = self.run_it("--help").stdout.decode()
        example = text.split("A case from report to rating:\n")[1].split("\n\nExit codes")[0]
        lines = example.replace("\\\n", "").splitlines()
        commands = [line.strip() for line in lines if line.startswith("  recourse ")]
        self.assertGreaterEqual(len(commands), 8)
        for command in commands:
            if "--follow" not in command:  # it goes on for ever
                done = self.run_it(*shlex.split(command)[1:])
                self.assertEqual(done.returncode, 0, command + done.stderr.decode())

    def test_names_that_only_the_store_knows(self):
        for station in ("S001", "S002", "S003", "S004"):
            self.answer(
                "case", "report", "--id", station + "-1", "--category", "policy", "--line",
                "traffic", "--district", "PD", actor=f"window_officer:w1@{station}",
            )  # fmt: skip
        for arguments in (("cases",), ("deadlines",), ("timers", "list"), ("report",)):
            error = self.error(USAGE, "--json", *arguments, "--station", "S02")
            self.assertEqual(error["did_you_mean"][0], "S002", arguments)
            self.assertIn("there are: S002, ", error["message"])
        self.assertEqual(self.meant("report", "--district", "PF"), ["PD"])
        self.assertEqual(self.meant("tail", "--kind", "cse"), ["case"])
        self.assertEqual(self.meant("tail", "--type", "case.recieved")[0], "case.received")
        self.assertEqual(self.meant("cases", "--unit", "S01")[0], "S001")
        # A name that is known is no error, however empty its list.
        known = ("--station", "S001", "--due-by", "2001-01-01")
        self.assertEqual(self.items("cases", *known), [])
        self.assertEqual(self.item("report", "--station", "S001", "--line", "criminal")["cases"], 0)
        # Text says the same.
        done = self.fails(USAGE, "there are: S002, ", "cases", "--station", "S02")
        self.assertIn("did you mean: S002?", done.stderr.decode())


class Zones(SurfaceTest):
    REPORTED = ("case", "report", "--district", "PD", "--category", "policy", "--line", "traffic")

    def report_at(self, key, moment, *options):
        self.answer(*options, *self.REPORTED, "--id", key, "--reported-at", moment)
        told = {c["case"]: c for c in self.items("cases")}
        return told[key]["reported_at"]

    def test_times_without_a_zone_are_read_in_the_one_of_the_run(self):
        first = "2023-06-01T09:00"
        self.assertEqual(self.report_at("S001-1", first), "2023-06-01T01:00:00.000Z")
        self.assertEqual(self.report_at("S001-2", first, "--utc"), "2023-06-01T09:00:00.000Z")
        west = ("--zone", "-03:30")
        self.assertEqual(self.report_at("S001-3", first, *west), "2023-06-01T12:30:00.000Z")
        self.assertEqual(
            self.report_at("S001-4", first + "Z", *west), "2023-06-01T09:00:00.000Z"
        )

    def test_days_begin_and_end_in_it(self):
        self.report_case()
        due = self.items("deadlines")[0]["due"]
        self.assertRegex(due, r"T15:59:59\.999Z$")  # the end of a day in Shanghai
        day = due[:10]
        self.assertGreater(len(self.items("deadlines", "--to", day)), 0)
        # In UTC+14 that day ends at 09:59:59 UTC.
        self.assertEqual(self.items("--zone", "+14:00", "deadlines", "--to", day), [])

    def test_times_are_shown_in_it_and_json_stays_utc(self):
        self.report_at("S001-1", "2023-06-01T09:00")
        text = self.text("cases")
        self.assertRegex(text, r"2023-06-01 09:00 .*\n1 cases.*times are UTC\+08:00\n")
        self.assertRegex(self.text("--utc", "cases"), r"2023-06-01 01:00 .*\n.*times are UTC\n")
        self.assertIn("2023-05-31 21:30", self.text("--zone", "-03:30", "cases"))
        self.assertIn("times are UTC-03:30", self.text("deadlines", "--zone", "-03:30"))
        # Days of figures are those of the norms.
        self.assertIn("reported 2023-06-01", self.text("report", "--zone", "-03:30"))
        one = self.item("--zone", "-03:30", "case", "show", "S001-1")["state"]["intake"]
        self.assertEqual(one["reported_at"], "2023-06-01T01:00:00.000Z")

    def test_the_norms_of_new_cases_say_it_where_nobody_does(self):
        own = self.path("own.toml")
        with open(own, "w") as file:
            file.write('name = "own"\nversion = 1\nbase = "shanghai"\nutc_offset = 60\n')
        norms = ("--norms", own)
        self.assertEqual(
            self.report_at("S001-1", "2023-06-01T09:00", *norms), "2023-06-01T08:00:00.000Z"
        )
        self.assertIn("2023-06-01 09:00", self.text(*norms, "cases"))
        self.assertIn("times are UTC+01:00", self.text(*norms, "cases"))
        self.assertIn("2023-06-01 16:00", self.text("cases"))
        self.assertIn("times are UTC\n", self.text(*norms, "--utc", "cases"))
        self.assertIn("times are UTC+01:00", self.text(*norms, "--norms", "shanghai", "cases"))


class LookUps(SurfaceTest):
    def test_matters_by_line(self):
        matters = self.items("matters")
        self.assertEqual(
            list(matters[0]),
            ["code", "zh", "en", "line", "limit", "limit_days", "licence", "lacking", "materials"],
        )
        self.assertGreater(len({m["line"] for m in matters}), 4)
        traffic = self.items("matters", "--line", "traffic")
        self.assertEqual(traffic, [m for m in matters if m["line"] == "traffic"])
        self.assertGreater(len(traffic), 0)
        one = next(m for m in matters if m["code"] == "RK01")
        self.assertEqual((one["zh"], one["line"]), ("新生儿国内出生户口登记", "population"))
        self.assertTrue(all(m["zh"] and m["en"] for m in one["materials"]))
        text = self.text("matters", "--line", "population")
        self.assertRegex(text, r"(?m)^RK01 +新生儿国内出生户口登记 +\S.*人口 population")
        self.assertNotIn("traffic", text)

    def test_reasons_and_roles(self):
        reasons = {r["code"]: r for r in self.items("reasons")}
        self.assertEqual(reasons["M1"]["zh"], "材料不全")
        self.assertRegex(self.text("reasons"), r"(?m)^M1 +材料不全 +\w")
        roles = {r["name"]: r["zh"] for r in self.items("roles")}
        self.assertEqual(roles["window_officer"], "反映窗口民警")
        self.assertRegex(self.text("roles"), r"(?m)^window_officer +反映窗口民警$")
        # A code of the look-up is one that a command takes.
        self.answer("case", "report", "--id", "S001-1", "--district", "PD",
                    "--category", "policy", "--matter", "RK01",
                    "--reason", "M1")  # fmt: skip

    def test_stations_are_those_with_a_case(self):
        self.report_case()
        told = self.answer("stations")
        self.assertEqual(told, {"position": 2, "items": [{"code": "S001"}]})
        self.answer(*Zones.REPORTED, "--id", "S0011-1", actor="window_officer:w1@S0011")
        self.answer(*Zones.REPORTED, "--id", "A001-1", actor="window_officer:w1@A001")
        codes = [s["code"] for s in self.items("stations")]
        self.assertEqual(codes, ["A001", "S001", "S0011"])
        self.assertRegex(self.text("stations"), r"^A001\nS001\nS0011\n3 stations 派出所, true at")

    def test_phases_of_every_workflow(self):
        phases = self.items("phases")
        self.assertEqual(list(phases[0]), ["workflow", "field", "name", "zh"])
        stages = {p["name"]: p["zh"] for p in phases
                  if (p["workflow"], p["field"]) == ("case", "stage")}  # fmt: skip
        self.assertEqual(stages["closed"], "办结答复")
        self.assertLess({"stage", "clock"}, {p["field"] for p in phases})
        self.assertEqual(self.items("phases", "case"),
                         [p for p in phases if p["workflow"] == "case"])  # fmt: skip
        self.assertRegex(self.text("phases", "case"), r"(?m)^case +stage +closed +办结答复$")
        self.report_case()
        for name in stages:
            self.assertEqual(self.run_it("cases", "--phase", name).returncode, OK, name)


class Texts(SurfaceTest):
    def test_a_list_says_what_an_officer_needs(self):
        self.report_case()
        text = self.text("cases")
        self.assertRegex(
            text,
            r"S001-1 +已受理待分类 accepted +S001 +人口 population +\d{4}-\d\d-\d\d \d\d:\d\d +"
            r"\S+ \w+ +\d{4}-\d\d-\d\d \d\d:\d\d +还有 left \d+ (d|h|min)\n",
        )
        self.assertNotIn("超期", text)

    def test_what_is_overdue_is_marked(self):
        self.answer(*Zones.REPORTED, "--id", "S001-1", "--reported-at", "2023-06-01T09:00")
        self.assertRegex(self.text("cases"), r"S001-1 .*已过 passed \d+ d\n")
        self.item("timers", "fire")
        self.assertRegex(self.text("cases"), r"S001-1 +超期 overdue +已登记 received +S001 ")
        ended = re.findall(r"已过 passed \d+ d", self.text("deadlines"))
        self.assertEqual(len(ended), sum(d["passed"] for d in self.items("deadlines")))


if __name__ == "__main__":
    main()
