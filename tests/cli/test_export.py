"""The log in forms of others, read by readers of others: XES and OCEL by their standards' rules,
CloudEvents; importing XES; steps; what would have been late under other norms."""

import collections
import json
import os
import sqlite3
import unittest
import xml.etree.ElementTree as ElementTree

from harness import CommandTest, main

SUPERVISOR = "supervisor:v1@city"
REFUSED, USAGE, BAD_INPUT, NOT_FOUND, UNAVAILABLE = 1, 2, 3, 4, 5
SPACE = "{http://www.xes-standard.org/}"
XES_TYPES = {"string", "date", "int", "float", "boolean", "id", "list", "container"}


class Exports(CommandTest):
    def setUp(self):
        super().setUp()
        self.report_case("S001-1")
        self.report_case("S001-2")
        self.answer("case", "route-on-spot", "S001-1")
        self.answer("case", "close", "S001-1", "--outcome", "done", "--reply", "已办结",
                    "--told", "in_person")  # fmt: skip

    def export(self, *words, actor=SUPERVISOR):
        done = self.run_it("export", *words, actor=actor)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertNotIn("张三".encode(), done.stdout)
        self.assertNotIn("三次都没办成".encode(), done.stdout)
        return done.stdout

    def test_xes_is_what_the_standard_says(self):
        text = self.export("xes")
        log = ElementTree.fromstring(text)
        self.assertEqual(log.tag, SPACE + "log")
        declared = {one.get("prefix") for one in log.findall(SPACE + "extension")}
        self.assertEqual(declared, {"concept", "time", "org", "lifecycle"})
        traces = log.findall(SPACE + "trace")
        self.assertEqual(len(traces), 2)
        used = set()
        for element in log.iter():
            name = element.tag.removeprefix(SPACE)
            if name in XES_TYPES:
                self.assertTrue(element.get("key"))
                used.add(element.get("key").partition(":")[0] if ":" in element.get("key") else "")
        self.assertEqual(used - {""}, declared & used)
        for event in log.iter(SPACE + "event"):
            keys = [one.get("key") for one in event]
            self.assertEqual(len(keys), len(set(keys)), "each key once")
            self.assertIn("concept:name", keys)
            self.assertIn("time:timestamp", keys)

    def test_a_selection_and_its_viewer(self):
        count = lambda *words, **more: self.export("xes", *words, **more).count(b"<trace>")
        self.assertEqual(count("--case", "S001-2"), 1)
        self.assertEqual(count("--line", "traffic"), 0)
        self.assertEqual(count("--station", "S001", "--district", "PD"), 2)
        self.assertEqual(count("--to", "2020-01-01"), 0)
        self.assertEqual(count("--as-of", "1"), 1)
        self.assertEqual(count(actor="window_officer:w7@S001"), 2)
        self.assertEqual(count(actor="window_officer:w7@S002"), 0)
        self.assertEqual(count(actor="administrator:a1"), 0)
        self.fails(NOT_FOUND, "no case S001-9", "export", "xes", "--case", "S001-9")
        for command in (("export", "xes"), ("export", "ocel"), ("steps",),
                        ("whatif", "--under", "guangdong")):  # fmt: skip
            for option, name in (("--station", "S009"), ("--district", "P"), ("--matter", "RK99")):
                self.fails(USAGE, f"'{name}' is no ", *command, option, name)
        self.fails(USAGE, "there are: S001", "export", "xes", "--station", "S009")
        self.assertEqual(count("--as-of", "2099-01-01"), count())
        for command in (("export", "xes"), ("export", "ocel"), ("steps",),
                        ("whatif", "--under", "shanghai")):  # fmt: skip
            self.fails(UNAVAILABLE, "not yet at 99", *command, "--as-of", "99")
        self.fails(USAGE, "somebody looks", "export", "xes", actor=None)
        self.fails(USAGE, "--reveal", "--reveal", "export", "xes", "--purpose", "x")
        self.fails(USAGE, "", "export", "ocel", "--format", "csv")

    def test_ocel_as_json_keeps_the_standards_rules(self):
        log = json.loads(self.export("ocel"))
        self.assertEqual(set(log), {"eventTypes", "objectTypes", "events", "objects"})
        types = {}
        for kind in ("eventTypes", "objectTypes"):
            for one in log[kind]:
                types[one["name"]] = {a["name"]: a["type"] for a in one["attributes"]}
                self.assertLessEqual(
                    set(types[one["name"]].values()),
                    {"string", "time", "integer", "float", "boolean"},
                )
        objects = {one["id"] for one in log["objects"]}
        self.assertEqual(len(objects), len(log["objects"]))
        self.assertEqual(len({one["id"] for one in log["events"]}), len(log["events"]))
        for item in log["events"] + log["objects"]:
            self.assertLessEqual(
                {a["name"] for a in item["attributes"]}, set(types[item["type"]])
            )
            self.assertTrue(all(isinstance(a["value"], str) for a in item["attributes"]))
            for to in item["relationships"]:
                self.assertIn(to["objectId"], objects)
                self.assertTrue(to["qualifier"])
        self.assertTrue(all(e["time"].endswith("Z") and e["relationships"] for e in log["events"]))
        self.assertTrue(all("time" in a for o in log["objects"] for a in o["attributes"]))
        self.assertEqual({"case/S001-1", "station/S001", "district/PD", "officer/w7"} - objects,
                         set())  # fmt: skip

    def test_the_three_forms_of_ocel_say_the_same(self):
        of_json = json.loads(self.export("ocel"))
        xml = ElementTree.fromstring(self.export("ocel", "--format", "xml"))
        events = {
            e.get("id"): (e.get("type"), e.get("time"),
                          sorted((a.get("name"), a.text or "") for a in e.find("attributes")),
                          sorted((r.get("object-id"), r.get("qualifier"))
                                 for r in e.find("objects")))
            for e in xml.find("events")
        }  # fmt: skip
        same = {
            e["id"]: (e["type"], e["time"],
                      sorted((a["name"], a["value"]) for a in e["attributes"]),
                      sorted((r["objectId"], r["qualifier"]) for r in e["relationships"]))
            for e in of_json["events"]
        }  # fmt: skip
        self.assertEqual(events, same)
        self.fails(USAGE, "--output", "export", "ocel", "--format", "sqlite")
        path = self.path("log.sqlite")
        summary = self.item("export", "ocel", "--format", "sqlite", "--output", path,
                            actor=SUPERVISOR)  # fmt: skip
        self.assertEqual((summary["cases"], summary["events"]), (2, len(same)))
        base = sqlite3.connect(path)
        self.addCleanup(base.close)
        tables = {name for (name,) in base.execute("SELECT tbl_name FROM sqlite_master"
                                                   " WHERE type = 'table'")}  # fmt: skip
        shared = {"event_map_type", "object_map_type", "event", "object", "event_object",
                  "object_object"}  # fmt: skip
        self.assertLessEqual(shared, tables)
        maps = {}
        for what in ("event", "object"):
            maps[what] = dict(base.execute(f"SELECT * FROM {what}_map_type"))
            self.assertEqual({f"{what}_{t}" for t in maps[what].values()},
                             {t for t in tables - shared if t.startswith(what + "_")})  # fmt: skip
            for table in maps[what].values():
                columns = {row[1]: row for row in base.execute(
                    f'SELECT * FROM pragma_table_info("{what}_{table}")')}  # fmt: skip
                self.assertEqual(columns["ocel_time"][2], "TIMESTAMP")
                self.assertEqual("ocel_changed_field" in columns, what == "object")
                self.assertEqual(columns["ocel_id"][5], 1 if what == "event" else 0, "its key")
                keys = [(row[2], row[3], row[4]) for row in base.execute(
                    f'SELECT * FROM pragma_foreign_key_list("{what}_{table}")')]  # fmt: skip
                self.assertEqual(keys, [(what, "ocel_id", "ocel_id")])
        self.assertEqual(base.execute("PRAGMA foreign_key_check").fetchall(), [])
        self.assertEqual(base.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(dict(base.execute("SELECT ocel_id, ocel_type FROM event")),
                         {i: e[0] for i, e in same.items()})  # fmt: skip
        relations = collections.defaultdict(list)
        for event, to, qualifier in base.execute("SELECT * FROM event_object"):
            relations[event].append((to, qualifier))
        self.assertEqual({i: sorted(r) for i, r in relations.items()},
                         {i: e[3] for i, e in same.items()})  # fmt: skip
        for name, table in maps["event"].items():
            for row in base.execute(f'SELECT ocel_id, ocel_time FROM "event_{table}"'):
                self.assertEqual(same[row[0]][:2], (name, row[1]))

    def test_a_feed_goes_on_where_it_ended(self):
        lines = self.export("cloudevents").splitlines()
        events = [json.loads(line) for line in lines]
        self.assertGreater(len(events), 4)
        self.assertEqual({one["specversion"] for one in events}, {"1.0"})
        part = self.run_it("export", "cloudevents", "--limit", "2", actor=SUPERVISOR)
        self.assertEqual(part.stdout.splitlines(), lines[:2])
        after = int(events[1]["sequence"]) + 1
        self.assertIn(f"--from {after}".encode(), part.stderr)
        self.assertEqual(self.export("cloudevents", "--from", str(after)).splitlines(), lines[2:])
        self.assertEqual(json.loads(self.export("cloudevents", "--batch")), events)
        path = self.path("feed.jsonl")
        item = self.item("export", "cloudevents", "--output", path, actor=SUPERVISOR)
        self.assertEqual(item["events"], len(events))
        self.assertEqual(self.export("cloudevents", "--from", str(item["next"])), b"")
        self.fails(USAGE, "the log goes on at", "export", "cloudevents", "--from",
                   str(item["next"] + 1), actor=SUPERVISOR)  # fmt: skip

    def test_a_feed_of_a_name_that_is_none_is_refused_with_the_choice(self):
        words = "--kind: 'cse' is no kind of streams; there are: case, calendar"
        self.fails(USAGE, words, "export", "cloudevents", "--kind", "cse", actor=SUPERVISOR)
        words = "--type: 'case.recieved' is no event of case; there are: case.received"
        path = self.path("feed.jsonl")
        self.fails(USAGE, words, "export", "cloudevents", "--kind", "case", "--type",
                   "case.recieved", "--output", path, actor=SUPERVISOR)  # fmt: skip
        self.assertFalse(os.path.exists(path))

    def test_a_feed_for_a_citizen_has_no_case(self):
        done = self.run_it("export", "cloudevents", "--kind", "case", actor="citizen:13800001111")
        self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr.decode())

    def test_a_file_that_cannot_be_written_stays_as_it_was(self):
        where = self.path("no/such/folder.xes")
        self.fails(5, "cannot be written", "export", "xes", "--output", where, actor=SUPERVISOR)
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        for words in (("xes",), ("ocel",), ("ocel", "--format", "sqlite"), ("cloudevents",)):
            self.fails(5, "no regular file", "export", *words, "--output", pipe, actor=SUPERVISOR)

    def test_steps_of_the_log_and_of_its_export_are_the_same(self):
        steps = self.item("steps", actor=SUPERVISOR)
        self.assertEqual(steps["cases"], 2)
        path = self.path("log.xes")
        self.item("export", "xes", "--output", path, actor=SUPERVISOR)
        of_file = self.item("steps", "--xes", path)
        self.assertEqual(of_file["events"], steps["events"])
        bare = lambda e: (e["from"].removeprefix("case."), e["to"].removeprefix("case."),
                          e["count"], e["median_ms"])  # fmt: skip
        self.assertEqual([bare(e) for e in of_file["edges"]], [bare(e) for e in steps["edges"]])
        drawn = self.run_it("steps", "--mermaid", actor=SUPERVISOR).stdout.decode()
        self.assertTrue(drawn.startswith("flowchart TD\n"))
        self.assertIn("received", self.run_it("steps", actor=SUPERVISOR).stdout.decode())
        self.fails(USAGE, "no selection", "steps", "--xes", path, "--station", "S001")
        self.fails(USAGE, "no --reveal", "--reveal", "steps", "--xes", path)
        self.fails(USAGE, "no --purpose", "steps", "--xes", path, "--purpose", "look")
        self.fails(NOT_FOUND, "no such file", "steps", "--xes", self.path("none.xes"))

    def test_what_if_says_what_would_have_been_late(self):
        self.fails(USAGE, "what if what?", "whatif", actor=SUPERVISOR)
        same = self.item("whatif", "--under", "shanghai", actor=SUPERVISOR)
        self.assertEqual(same["cases"], 2)
        self.assertTrue(all(one["only_now"] == one["only_then"] == 0 for one in same["limits"]))
        self.assertEqual(same["late"], [])
        self.answer("case", "report", "--id", "S001-3", "--category", "difficult", "--line",
                    "population", "--present", "--district", "PD",
                    "--reported-at", "2023-06-01T09:00")  # fmt: skip
        other = self.item("whatif", "--under", "guangdong", "--to", "2023-12-31", actor=SUPERVISOR)
        self.assertEqual(other["cases"], 1)
        late = {one["kind"]: one for one in other["late"]}
        self.assertTrue(late["resolution"]["late_now"] and late["resolution"]["late_then"])
        self.assertLess(late["resolution"]["due_now"], late["resolution"]["due_then"])
        self.assertEqual((other["late_cases"], other["differing"]), (len(other["late"]), sum(
            one["late_now"] != one["late_then"] for one in other["late"])))  # fmt: skip
        cut = self.item("whatif", "--under", "guangdong", "--to", "2023-12-31", "--most", "0",
                        actor=SUPERVISOR)  # fmt: skip
        self.assertEqual((cut["late"], cut["late_cases"]), ([], other["late_cases"]))
        head = self.item("verify")["head"]
        self.assertEqual(self.item("--norms", "guangdong", "whatif", actor=SUPERVISOR)["norms"],
                         "guangdong")  # fmt: skip
        self.assertEqual(self.item("verify")["head"], head, "nothing is written")
        self.assertIn("as it was recorded", self.run_it(
            "whatif", "--under", "guangdong", actor=SUPERVISOR).stdout.decode())  # fmt: skip
        said = self.run_it("whatif", "--under", "guangdong", "--as-of", "1", actor=SUPERVISOR)
        self.assertRegex(said.stdout.decode(), r"open ones are judged at \d{4}-\d\d-\d\d \d\d:\d\d")
        self.fails(USAGE, "neither a file nor", "whatif", "--under", "frob", actor=SUPERVISOR)
        self.fails(USAGE, "cannot be read", "whatif", "--calendar", "none.json", actor=SUPERVISOR)


LOG = """<log><trace><string key="concept:name" value="{name}"/>
<event><string key="concept:name" value="in"/>
  <date key="time:timestamp" value="2011-10-11T13:45:40.276+02:00"/></event>
<event><string key="concept:name" value="out"/>
  <date key="time:timestamp" value="{closed}"/></event></trace>
<trace><string key="concept:name" value="b"/>
<event><string key="concept:name" value="in"/>
  <date key="time:timestamp" value="2011-10-12T13:45:40+02:00"/></event></trace>
<trace><string key="concept:name" value="c"/></trace></log>"""


class Imports(CommandTest):
    def write(self, name="a", closed="2011-10-13T10:00:00+02:00"):
        with open(self.path("log.xes"), "w", encoding="utf-8") as file:
            file.write(LOG.format(name=name, closed=closed))
        return ("import", "xes", self.path("log.xes"), "--source", "permits", "--reported", "in",
                "--closed", "out")  # fmt: skip

    def test_traces_become_historical_cases_once(self):
        command = self.write()
        first = self.item(*command)
        self.assertEqual(
            first,
            {"traces": 3, "imported": 2, "known": 0, "open": 1, "unmapped": 1, "differing": []},
        )
        again = self.item(*command)
        self.assertEqual((again["imported"], again["known"]), (0, 2))
        case = self.item("case", "show", "permits-a", actor=SUPERVISOR)
        self.assertEqual(case["state"]["ending"]["working_days"], 2)
        figures = self.item("report", "--channel", "imported")
        self.assertEqual((figures["cases"], figures["historical"]), (2, 2))
        late = self.item("whatif", "--under", "shanghai", actor=SUPERVISOR)["limits"]
        self.assertEqual([one["kind"] for one in late], ["resolution"], "of the past no other")

    def test_a_case_that_has_grown_since_is_named_and_the_others_go_on(self):
        self.item(*self.write())
        with open(self.path("log.xes"), encoding="utf-8") as file:
            text = file.read()
        new = text[text.index('<trace><string key="concept:name" value="b"/>') :]
        new = new[: new.index("</trace>") + len("</trace>")].replace('value="b"', 'value="z"')
        end = '40+02:00"/></event>'
        out = ('<event><string key="concept:name" value="out"/><date key="time:timestamp" '
               'value="2011-10-14T10:00:00+02:00"/></event>')  # fmt: skip
        grown = text.replace(end, end + out).replace("</log>", new + "</log>")
        with open(self.path("log.xes"), "w", encoding="utf-8") as file:
            file.write(grown)
        command = ("import", "xes", self.path("log.xes"), "--source", "permits", "--reported",
                   "in", "--closed", "out")  # fmt: skip
        told = self.run_it(*command)
        self.assertEqual(told.returncode, 0, told.stderr.decode())
        self.assertIn("1 imported, 1 known already", told.stdout.decode())
        self.assertIn("1 known with other content stay as they are: b\n", told.stdout.decode())
        again = self.item(*command)
        self.assertEqual((again["imported"], again["known"], again["differing"]), (0, 2, ["b"]))
        case = self.item("case", "show", "permits-b", actor=SUPERVISOR)
        self.assertIsNone(case["state"]["ending"]["outcome"], "as it was taken in")

    def test_what_is_wrong_leaves_nothing_behind(self):
        self.fails(BAD_INPUT, "trace 1", *self.write(name="no/key"))
        self.fails(BAD_INPUT, "closed before", *self.write(closed="2010-10-13T10:00:00Z"))
        self.fails(BAD_INPUT, "line 5", *self.write(closed="soon"))
        self.fails(BAD_INPUT, "earlier trace", *self.write(name="b"))
        self.assertFalse(os.path.exists(self.store), "no store was begun")
        command = list(self.write())
        command[-3] = "frob"
        self.fails(USAGE, "--reported: no trace has an event 'frob'", *command)
        self.fails(USAGE, "--closed: no trace has an event 'frob'", *self.write()[:-1], "frob")
        self.assertFalse(os.path.exists(self.store), "no store was begun")
        self.fails(BAD_INPUT, "future", *self.write(closed="2999-10-13T10:00:00Z"))
        self.assertEqual(self.item("report")["cases"], 0)
        self.fails(NOT_FOUND, "no such file", *command[:2], self.path("none"), *command[3:])

    @unittest.skipUnless(os.environ.get("RECOURSE_DATA"), "RECOURSE_DATA names no folder")
    def test_the_real_log_of_a_permit_office(self):
        path = os.path.join(os.environ["RECOURSE_DATA"], "receipt.xes.gz")
        if not os.path.exists(path):
            self.skipTest("no receipt.xes.gz")
        steps = self.item("steps", "--xes", path)
        self.assertEqual((steps["cases"], steps["events"]), (1434, 8577))
        done = self.item("import", "xes", path, "--source", "permits", "--reported",
                         "Confirmation of receipt", "--closed",
                         "T10 Determine necessity to stop indication")  # fmt: skip
        self.assertEqual(done["imported"] + done["unmapped"], 1434)
        self.assertGreater(done["imported"], 1400)


if __name__ == "__main__":
    main()
