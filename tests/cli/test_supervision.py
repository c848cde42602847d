"""Inspections and trainings on the command line: what follows from their description, and more."""

import datetime
import hashlib
import json

from harness import CommandTest, main

DEPARTMENT = "district_officer:d1@PD.RK"
SUPERVISOR = "supervisor:v1"
STATION = "station_chief:s1@PD01"
REFUSED, USAGE, NOT_FOUND = 1, 2, 4
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def day(ahead):
    return (datetime.datetime.now(CHINA) + datetime.timedelta(days=ahead)).date().isoformat()


class Supervision(CommandTest):
    def give(self, *words, actor=DEPARTMENT):
        return self.answer(*words, actor=actor)["item"]["state"]

    def report(self, station, *more):
        return self.answer(
            "case", "report", "--district", "PD", "--category", "difficult", "--matter", "RK10",
            *more, actor=f"window_officer:w1@{station}",
        )["item"]["key"]  # fmt: skip

    def test_an_inspection_goes_from_the_plan_to_the_verified_correction(self):
        self.give("supervision", "plan", "DC-1", "--unit", "PD01", "--kind", "日常检查",
                  "--day", day(5))  # fmt: skip
        finding = {"kind": "sign", "what": "标识被遮挡", "rule": "R4", "weight": "ordinary"}
        self.give("supervision", "record-findings", "DC-1", "--findings", json.dumps(finding))
        self.give("supervision", "issue-circular", "DC-1", "--text", "限期整改")
        self.fails(REFUSED, "not_your_unit", "supervision", "report-correction", "DC-1",
                   "--text", "x", actor="station_chief:s2@PD02")  # fmt: skip
        self.give("supervision", "report-correction", "DC-1", "--text", "已整改", actor=STATION)
        self.fails(REFUSED, "not_your_role", "supervision", "verify", "DC-1", "--corrected", "true",
                   "--note", "x", actor=STATION)  # fmt: skip
        state = self.give("supervision", "verify", "DC-1", "--corrected", "true", "--note", "已看")
        self.assertEqual(state["phases"]["stage"], "closed")
        figures = self.items("supervision", "figures", actor=DEPARTMENT)
        self.assertEqual(figures[0]["unit"], "PD01")
        self.assertEqual((figures[0]["circulars"], figures[0]["open"]), (1, 0))
        self.assertEqual(self.items("supervision", "figures", actor="citizen:c"), [])

    def test_a_seed_is_committed_by_its_sha_256(self):
        made = self.item("supervision", "seed")
        self.assertEqual(made["commitment"], hashlib.sha256(made["seed"].encode()).hexdigest())
        self.give("supervision", "plan", "DC-2", "--unit", "PD01", "--kind", "ledger",
                  "--day", day(9))  # fmt: skip
        self.give("supervision", "commit-sample", "DC-2", "--from", day(-9), "--to", day(1),
                  "--size", "3", "--commitment", made["commitment"])  # fmt: skip
        draw = ("supervision", "draw", "DC-2", "--seed")
        self.fails(REFUSED, "period_runs", *draw, made["seed"], actor=DEPARTMENT)
        self.fails(REFUSED, "not_now", "supervision", "record-sample", "DC-2", "--position",
                   "1", "--population", "PD01-1", actor=DEPARTMENT)  # fmt: skip
        self.fails(USAGE, "no sample was drawn", "supervision", "verify-sample", "DC-2",
                   actor=DEPARTMENT)  # fmt: skip
        self.fails(NOT_FOUND, "no_such_inspection", "supervision", "begin", "DC-9",
                   actor=DEPARTMENT)  # fmt: skip

    def test_a_refusal_at_the_counter_is_inspected_by_itself(self):
        self.report("PD01")
        self.items("reactions", "run")
        key = self.report("PD01", "--counter-did", "refused")
        self.items("reactions", "run")
        shown = self.item("supervision", "show", "refusal-" + key, actor=DEPARTMENT)["state"]
        self.assertEqual((shown["kind"], shown["cases"]), ("counter_refusal", [key]))

    def test_silent_stations_are_inspected_once(self):
        self.report("PD01")
        with open(self.path("stations"), "w", encoding="utf-8") as file:
            file.write("PD01 PD\n\nPD02 PD\n")
        silent = ("supervision", "silent", "--from", day(-30), "--to", day(-1))
        self.fails(USAGE, "--to", *silent[:-1], day(0), actor=SUPERVISOR)
        listed = self.items(*silent, "--stations", self.path("stations"), actor=SUPERVISOR)
        self.assertEqual([one["station"] for one in listed], ["PD01", "PD02"])
        listed = self.items(*silent, actor=SUPERVISOR)
        self.assertEqual([one["station"] for one in listed], ["PD01"], "of those that have a case")
        self.fails(REFUSED, "not_to_be_seen", *silent, actor=STATION)
        for said in ("opened", "open already"):
            opened = self.items(*silent, "--open", actor=SUPERVISOR)
            self.assertEqual([one["outcome"] for one in opened], [said])
        shown = self.item("supervision", "show", opened[0]["key"], actor=SUPERVISOR)
        self.assertEqual(shown["version"], 2)
        self.assertEqual(shown["state"]["findings"][0]["finding"]["kind"], "silence")

    def test_the_loop_of_a_period_counts_what_happened_in_it(self):
        self.give("supervision", "plan", "DC-1", "--unit", "PD01", "--kind", "日常检查",
                  "--day", day(5))  # fmt: skip
        inspections = {}
        for period in ("2001", f"{day(0)}..{day(0)}"):
            loop = self.item("report", "--period", period)["loop"]
            inspections[period] = loop["inspections"]["inspections"]
        self.assertEqual(list(inspections.values()), [0, 1])
        self.assertEqual(self.item("report")["loop"]["inspections"]["inspections"], 1)
        self.assertEqual(self.item("report")["loop"]["from"], None)

    def test_what_is_named_must_be_there(self):
        find = ("supervision", "record-findings", "DC-1", "--findings")
        self.give("supervision", "plan", "DC-1", "--unit", "PD01", "--kind", "日常检查",
                  "--day", day(5))  # fmt: skip
        found = {"kind": "sign", "what": "标识被遮挡", "rule": "R4", "weight": "ordinary",
                 "cases": ["NOPE"]}  # fmt: skip
        self.fails(NOT_FOUND, "no_such_case", *find, json.dumps(found), actor=DEPARTMENT)
        chief = "station_chief:s1@PD02"
        self.give("registry", "register", "PD02", "--district", "PD", "--name", "二所", actor=chief)
        self.item("report")  # the view of the register has come to the log's end
        plan = ("supervision", "plan", "DC-2", "--kind", "日常检查", "--day", day(5), "--unit")
        self.fails(NOT_FOUND, "unknown_unit", *plan, "ghost", actor=DEPARTMENT)
        self.fails(REFUSED, "district_differs", *plan, "PD02", "--district", "HP", actor=SUPERVISOR)
        state = self.give(*plan, "PD02", actor=SUPERVISOR)
        self.assertEqual(state["district"], "PD", "of the register")
        rectify = ("rectification", "open", "--matter", "RK01", "--reason", "M1", "--period",
                   "2023Q3", "--found", "2", "--overall", "3", "--stations")  # fmt: skip
        self.fails(NOT_FOUND, "no_such_station", *rectify, "NOSUCH", actor=SUPERVISOR)
        self.fails(NOT_FOUND, "no_such_case", *rectify, "PD02", "--cases", "NOSUCH-9",
                   actor=SUPERVISOR)  # fmt: skip

    def test_a_training_keeps_attendance_and_waits_for_its_effect(self):
        plan = ("training", "plan", "PX-1", "--topic", "一次性告知", "--day", day(0), "--cases")
        told = {"number": "PD01-1", "retelling": "电话13800001234"}
        self.fails(REFUSED, "personal_data", *plan, json.dumps(told), actor=DEPARTMENT)
        told["retelling"] = "三次补材料"
        self.give(*plan, json.dumps(told))
        self.give("training", "announce", "PX-1", "--place", "三楼", "--invited", "w1",
                  "--invited", "w2")  # fmt: skip
        self.give("training", "hold", "PX-1", "--attended", "w1",
                  "--absent", '{"staff":"w2","reason":"病假"}')  # fmt: skip
        state = self.give("training", "enter-scores", "PX-1",
                          "--scores", '{"staff":"w1","score":90}')  # fmt: skip
        self.assertEqual(state["attendees"][0]["score"], 90)
        self.fails(REFUSED, "period_runs", "training", "evaluate", "PX-1", actor=DEPARTMENT)


if __name__ == "__main__":
    main()
