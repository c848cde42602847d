"""`recourse norms` and `--norms`: profiles to look at, to check, and that cases are pinned to."""

import json
import os
import subprocess

from harness import OFFICER, PROGRAM, CommandTest, main

REFUSED, USAGE, BAD_INPUT, PROBLEMS = 1, 2, 3, 6


class NormsTest(CommandTest):
    def write(self, name, text):
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def own(self, name="own.toml", version=1, **numbers):
        lines = [f"{key} = {number}" for key, number in numbers.items()]
        head = ['name = "own"', f"version = {version}", 'base = "shanghai"']
        return self.write(name, "\n".join([*head, *lines]) + "\n")

    def report_under(self, key, *norms):
        return self.item(
            *(word for one in norms for word in ("--norms", one)), "case", "report", "--id", key,
            "--district", "PD", "--category", "difficult", "--line", "population",
        )["state"]  # fmt: skip


BUILT_IN = ["beijing", "guangdong", "jiangsu", "lgsco_2026", "shandong", "shanghai",
            "suzhou_ah_police", "tianjin"]  # fmt: skip


class Looking(NormsTest):
    def test_the_built_in_profiles_are_listed(self):
        listed = self.items("norms", "list")
        self.assertEqual(
            [(n["name"], n["version"], n["built_in"], n["for_new_cases"]) for n in listed],
            [(name, 1, True, name == "shanghai") for name in BUILT_IN],
        )
        text = self.run_it("norms", "list").stdout.decode()
        self.assertRegex(text, r"shanghai +1 +1 +5 +15  built in  new cases\n")
        own = self.own(version=3, ordinary=7)
        text = self.run_it("--norms", own, "norms", "list").stdout.decode()
        self.assertRegex(text, r"own +3 +1 +7 +15  --norms   new cases\n")
        self.assertEqual(text.count("new cases"), 1)
        self.assertFalse(os.path.exists(self.store))

    def test_a_profile_is_shown_as_a_file_that_can_be_used(self):
        text = self.run_it("norms", "show", "beijing").stdout.decode()
        self.assertIn("\nordinary = 3\n", text)
        self.assertIn("# Inferred", text)
        shown = self.item("norms", "show", "beijing", "--version", "1")
        self.assertEqual((shown["name"], shown["ordinary"]), ("beijing", 3))
        self.assertEqual(shown["utc_offset"], 480)
        self.assertIs(shown["notice_for_every_line"], True)
        path = self.write("copy.toml", text)
        self.assertEqual(self.item("norms", "check", path)["name"], "beijing")

        own = self.own(version=2, ordinary=7)
        whole = self.run_it("norms", "show", "own", "--norms", own).stdout.decode()
        self.assertIn("\nordinary = 7\n", whole)
        self.assertIn("\ndifficult = 15\n", whole)
        self.assertNotIn("base", whole)
        path = self.write("whole.toml", whole)
        self.assertEqual(self.run_it("norms", "check", path).stdout, b"ok: own version 2\n")

    def test_what_is_not_there(self):
        there = "'beijin' is no profile of norms; there are: beijing, "
        done = self.fails(USAGE, there, "norms", "show", "beijin")
        for name in BUILT_IN:
            self.assertIn(name, done.stderr.decode())
        self.assertIn("did you mean: beijing?", done.stderr.decode())
        version = "'2' is no version of the norms 'shanghai'; there are: 1"
        self.fails(USAGE, version, "norms", "show", "shanghai", "--version", "2")
        self.fails(USAGE, "--version", "norms", "show", "shanghai", "--version", "0")
        self.fails(USAGE, "subcommand", "norms")
        self.fails(USAGE, "'frob' is not a command", "norms", "frob")

    def test_a_bad_file_is_told_by_line(self):
        bad = self.own(ordinary=7, contakt=1)
        done = self.fails(BAD_INPUT, f"{bad}: line 5, column 1: ", "norms", "check", bad)
        self.assertIn("there is no key 'contakt'", done.stderr.decode())
        self.assertEqual(done.stdout, b"")
        late = self.own(ordinary=16)
        self.fails(BAD_INPUT, "ordinary (16) must not be more than", "norms", "check", late)
        self.fails(USAGE, "cannot be read", "norms", "check", self.path("none.toml"))
        self.fails(USAGE, "cannot be read", "norms", "check", self.folder.name)
        long = self.write("long.toml", "#" * 400_000)
        self.fails(BAD_INPUT, "at most 262144", "norms", "check", long)
        taken = self.write("taken.toml", 'name="beijing"\nversion=1\nbase="beijing"\ncontact=0\n')
        self.fails(BAD_INPUT, "contact is 1 there and 0 here", "norms", "check", taken)


class Pinning(NormsTest):
    def test_new_cases_go_by_the_first_and_older_ones_by_their_own(self):
        old, new = self.own("old.toml"), self.own("new.toml", version=2, ordinary=3)
        before = self.report_under("S001-1", old)["intake"]
        self.assertEqual((before["profile"], before["profile_version"]), ("own", 1))
        after = self.report_under("S001-2", new, old)["intake"]
        self.assertEqual((after["profile"], after["profile_version"]), ("own", 2))
        self.answer("--norms", new, "--norms", old, "case", "accept", "S001-1")

        done = self.fails(
            REFUSED, "refused by norms (profile_unknown)", "--norms", new, "case", "message",
            "S001-1", "--text", "再问",
        )  # fmt: skip
        self.assertIn("the norms 'own' version 1", done.stderr.decode())
        self.assertIn("“own”第1版", done.stderr.decode())
        self.fails(REFUSED, "'own' version 2", "case", "accept", "S001-2")
        self.answer("--norms", new, "case", "accept", "S001-2")
        # Looking needs no numbers.
        self.assertEqual(self.item("case", "show", "S001-1")["state"]["version"], 2)

        found = self.run_it("check-upgrade", "--norms", new)
        self.assertEqual(found.returncode, PROBLEMS)
        self.assertIn("the norms 'own' version 1 are not loaded", found.stdout.decode())
        both = ("--norms", new, "--norms", old)
        self.assertTrue(self.answer("check-upgrade", *both)["ok"])

    def test_a_timer_waits_for_the_norms_of_its_case(self):
        own = self.own()
        self.answer(
            "--norms", own, "case", "report", "--id", "S001-1", "--district", "PD",
            "--category", "difficult", "--line", "population", "--reported-at", "2023-06-01T09:00",
        )  # fmt: skip
        done = self.run_it("timers", "fire")
        self.assertEqual(done.returncode, PROBLEMS, done.stdout + done.stderr)
        self.assertIn("the norms 'own' version 1 are not loaded", done.stdout.decode())
        self.assertEqual(len(self.items("case", "history", "S001-1")), 1)
        # Contact, the notice of acceptance, and the resolution.
        self.assertEqual(self.item("--norms", own, "timers", "fire")["fired"], 3)
        phases = self.item("case", "show", "S001-1")["state"]["phases"]
        self.assertEqual(phases["clock"], "overdue")

    def test_a_built_in_profile_is_taken_by_its_name(self):
        state = self.report_under("S001-1", "jiangsu")
        self.assertEqual(state["intake"]["profile"], "jiangsu")
        self.answer("case", "accept", "S001-1")  # known everywhere
        environment = {
            **os.environ, "RECOURSE_DIR": self.store, "RECOURSE_NORMS": "beijing",
            "RECOURSE_ACTOR": OFFICER,
        }  # fmt: skip
        done = subprocess.run(
            [PROGRAM, "--json", "norms", "list"], capture_output=True, env=environment, check=True
        )
        chosen = [n["name"] for n in json.loads(done.stdout)["items"] if n["for_new_cases"]]
        self.assertEqual(chosen, ["beijing"])
        self.assertEqual(self.report_under("S001-2")["intake"]["profile"], "shanghai")

    def test_what_is_wrong_with_the_option(self):
        known = "neither a file nor a built-in profile; those are: " + ", ".join(BUILT_IN)
        arguments = ("case", "report", "--district", "PD", "--category", "difficult", "--line",
                     "population")
        self.fails(USAGE, known, "--norms", "nowhere", *arguments)
        self.fails(USAGE, "--norms", "--norms", "", *arguments)
        bad = self.own(contact=-1)
        where = f"{bad}: line 4, column 11: 'contact': -1"
        self.fails(BAD_INPUT, where, "--norms", bad, *arguments)
        one, other = self.own("one.toml"), self.own("other.toml", contact=0)
        both = ("--norms", one, "--norms", other)
        self.fails(BAD_INPUT, "contact is 1 there and 0 here", *both, *arguments)
        self.fails(USAGE, "leave the option out", "--norms", one, "demo", "shanghai-2023")
        self.assertFalse(os.path.exists(self.store))


if __name__ == "__main__":
    main()
