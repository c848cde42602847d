#!/usr/bin/env python3
"""Judges what clients of a log saw against what the log holds afterwards.

    history_checker.py --history a.jsonl --history b.jsonl --log node1.jsonl --log node2.jsonl

It knows no store: only that a log has one order, that an append is atomic, and that a command
id takes effect once. Prints one line a violation, then a summary; exit code 1 if there is any.

A history holds one JSON object a line. `at` is in nanoseconds of one clock that all clients share
and that never goes back. A call is a question and its answer; one without an answer is of unknown
outcome.

    {"at": 1, "call": "a-1", "ask": "append", "command": "6f…",
     "parts": [{"stream": "thing/1", "expected": 0, "payloads": ["00ff"]}]}
    {"at": 5, "call": "a-1", "answer": "ok", "first": 1, "last": 1, "version": 1}

    ask       answers that are definite                               and else
    append    ok {first, last, version}, conflict {actual}, refused   unknown
    find      found {first, last, version}, absent                    unknown
    version   ok {version} of {"stream"}                              unknown
    head      ok {head}                                               unknown

`expected` is null where any version will do. `conflict`, `refused` and `absent` say that the
command has no effect and will have none. A log holds one object a record, in order:

    {"position": 1, "stream": "thing/1", "version": 1, "command": "6f…", "payload": "00ff"}
"""

import argparse
import collections
import json
import sys

FOREVER = float("inf")
DEFINITE = {"ok", "found", "absent", "conflict", "refused"}
NO_EFFECT = {"absent", "conflict", "refused"}

Violation = collections.namedtuple("Violation", "kind text")


class Call:
    """A question and, if there was one, its answer."""

    def __init__(self, question):
        self.name = question["call"]
        self.ask = question["ask"]
        self.question = question
        self.asked = question["at"]
        self.answered = FOREVER
        self.answer = {}

    @property
    def outcome(self):
        return self.answer.get("answer", "unknown")

    @property
    def command(self):
        return self.question.get("command")


class Command:
    """All that was asked about one command id, in the order of asking."""

    def __init__(self):
        self.calls = []

    def appends(self):
        return [call for call in self.calls if call.ask == "append"]

    def acknowledged(self):
        return [call for call in self.calls if call.outcome in ("ok", "found")]

    def begun(self):
        return min((call.asked for call in self.appends()), default=FOREVER)

    def done(self):
        return min((call.answered for call in self.acknowledged()), default=FOREVER)


def read_lines(path):
    """The objects of a file; a last line that its writer did not finish does not count."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1], 1):
        if line:
            try:
                yield json.loads(line)
            except ValueError as error:
                raise SystemExit(f"{path}:{number}: no JSON: {error}") from None


def calls_of(lines):
    """(calls in the order of asking, violations of the history's own form)."""
    calls, faults = {}, []
    for line in lines:
        name = line["call"]
        if "ask" in line:
            if name in calls:
                faults.append(Violation("bad_history", f"{name} was asked twice"))
            calls[name] = Call(line)
        elif name not in calls:
            faults.append(Violation("bad_history", f"{name} was answered, but never asked"))
        else:
            calls[name].answer = line
            calls[name].answered = line["at"]
            if line["at"] < calls[name].asked:
                faults.append(Violation("bad_history", f"{name} was answered before it was asked"))
    return sorted(calls.values(), key=lambda call: call.asked), faults


class Checker:
    def __init__(self, calls, logs):
        """`logs`: {name: records}. The longest is what the others are held against."""
        self.calls = calls
        self.logs = logs
        self.log = max(logs.values(), key=len, default=[])
        self.found = []
        self.commands = collections.defaultdict(Command)
        for call in calls:
            if call.command:
                self.commands[call.command].calls.append(call)
        self.records_of = collections.defaultdict(list)
        for record in self.log:
            self.records_of[record["command"]].append(record)
        self.versions = collections.defaultdict(dict)
        for record in self.log:
            self.versions[record["stream"]].setdefault(record["version"], record)

    def say(self, kind, text):
        self.found.append(Violation(kind, text))

    def check(self):
        self.check_copies()
        self.check_positions()
        self.check_versions()
        for name, command in self.commands.items():
            self.check_command(name, command)
        for name in self.records_of:
            if not self.commands[name].appends():
                self.say("foreign", f"command {name} is in the log, and nobody gave it")
        self.check_order("log_order", self.order_of(self.log))
        for stream, versions in self.versions.items():
            records = [versions[version] for version in sorted(versions)]
            self.check_order("stream_order", self.order_of(records), stream)
        for call in self.calls:
            self.check_reading(call)
        return self.found

    # --- The log by itself -----------------------------------------------------------------------

    def check_copies(self):
        for name, records in self.logs.items():
            for mine, theirs in zip(records, self.log):
                if mine != theirs:
                    self.say("fork", f"{name} has {brief(mine)}, another log {brief(theirs)}")
                    break

    def check_positions(self):
        for number, record in enumerate(self.log, 1):
            if record["position"] != number:
                kind = "gap" if record["position"] > number else "fork"
                self.say(kind, f"position {record['position']} stands where {number} should")
                return

    def check_versions(self):
        at = collections.Counter()
        for record in self.log:
            stream, version = record["stream"], record["version"]
            if version > at[stream] + 1:
                self.say("gap", f"{stream} goes from version {at[stream]} to {version}")
            elif version <= at[stream]:
                self.say("fork", f"{stream} has version {version} again at {record['position']}")
            at[stream] = max(at[stream], version)

    # --- What became of a command ----------------------------------------------------------------

    def check_command(self, name, command):
        records = self.records_of.get(name, [])
        for call in command.acknowledged():
            if not records:
                self.say("lost", f"command {name} was acknowledged by {call.name} and is not there")
                return
        if records and command.appends():
            self.check_bytes(name, command, records)
            for call in command.acknowledged():
                self.check_acknowledgement(call, records)
        self.check_outcome(name, command, records)

    def check_outcome(self, name, command, records):
        last = command.calls[-1]
        if not command.acknowledged():
            if last.outcome not in DEFINITE:
                self.say("unresolved", f"nobody was told what became of command {name}")
            elif records and command.appends():
                self.say("denied", f"{last.name} said {last.outcome} of command {name}, "
                                   f"which is at {records[0]['position']}")  # fmt: skip
            return
        for call in command.calls:
            if call.outcome in NO_EFFECT and call.asked > command.done():
                self.say("stale", f"{call.name} said {call.outcome} of command {name}, "
                                  "which had been acknowledged before")  # fmt: skip

    def check_bytes(self, name, command, records):
        asked = command.appends()[0].question["parts"]
        for again in command.appends()[1:]:
            if again.question["parts"] != asked:
                self.say("bad_history", f"command {name} was asked with different events")
        wanted = [(part["stream"], bytes_) for part in asked for bytes_ in part["payloads"]]
        there = [(record["stream"], record["payload"]) for record in records]
        if len(there) > len(wanted) and there[: len(wanted)] == wanted:
            self.say("twice", f"command {name} took effect at {records[0]['position']} and again "
                              f"at {records[len(wanted)]['position']}")  # fmt: skip
        elif len(there) < len(wanted):
            self.say("torn", f"command {name} has {len(there)} of its {len(wanted)} events")
        elif there != wanted:
            self.say("bytes", f"command {name} is not what was given: {brief(records[0])}")
        first = records[0]["position"]
        if [r["position"] for r in records] != list(range(first, first + len(records))):
            if len(there) == len(wanted):
                self.say("torn", f"the events of command {name} are not adjacent")
        self.check_expected(name, asked, records)

    def check_expected(self, name, parts, records):
        at = 0
        for part in parts:
            if at >= len(records):
                return
            before = records[at]["version"] - 1
            if part["expected"] is not None and part["expected"] != before:
                self.say("expected", f"command {name} expected {part['stream']} at version "
                                     f"{part['expected']} and went behind {before}")  # fmt: skip
            at += len(part["payloads"])

    def check_acknowledgement(self, call, records):
        stream = records[0]["stream"]
        last = max(record["version"] for record in records if record["stream"] == stream)
        true = {
            "first": records[0]["position"], "last": records[-1]["position"], "version": last,
        }  # fmt: skip
        for word, value in true.items():
            if call.answer.get(word) != value:
                self.say("answer", f"{call.name} was told {word} {call.answer.get(word)}; "
                                   f"the log says {value}")  # fmt: skip

    # --- Order in time ---------------------------------------------------------------------------

    def order_of(self, records):
        """The commands of these records, each once, in the log's order."""
        return list(dict.fromkeys(record["command"] for record in records))

    def check_order(self, kind, order, where="the log"):
        """Whoever was answered before another asked stands before it."""
        earliest, whose = FOREVER, None
        for name in reversed(order):
            command = self.commands[name]
            if command.begun() != FOREVER and earliest < command.begun():
                self.say(kind, f"in {where} command {name} stands before {whose}, "
                               "which had been answered before it was asked")  # fmt: skip
            if command.done() < earliest:
                earliest, whose = command.done(), name

    def check_reading(self, call):
        answer = call.answer
        if call.ask == "append" and call.outcome == "conflict" and "actual" in answer:
            self.check_conflict(call)
        elif call.ask == "version" and call.outcome == "ok":
            self.check_version(call, call.question["stream"], answer["version"])
        elif call.ask == "head" and call.outcome == "ok":
            self.check_head(call, answer["head"])

    def check_conflict(self, call):
        """Some stream of the append really was elsewhere, at the version that was named."""
        parts = [part for part in call.question["parts"] if part["expected"] is not None]
        actual = call.answer["actual"]
        if any(part["expected"] != actual and self.was_at(call, part["stream"], actual)
               for part in parts):  # fmt: skip
            return
        self.say("conflict", f"{call.name} was told of version {actual}, at which "
                             "none of its streams was while it was asked")  # fmt: skip

    def check_version(self, call, stream, version):
        if not self.was_at(call, stream, version):
            self.say("reading", f"{call.name} read version {version} of {stream}, "
                                "which it did not have at that time")  # fmt: skip

    def was_at(self, call, stream, version):
        """Whether the stream can have been at that version at some moment of the call."""
        if version and not self.may_have_begun(call, self.versions[stream].get(version)):
            return False
        following = self.versions[stream].get(version + 1)
        if following is None:
            return True
        return self.commands[following["command"]].done() >= call.asked

    def check_head(self, call, head):
        record = self.log[head - 1] if 0 < head <= len(self.log) else None
        if head and not self.may_have_begun(call, record):
            self.say("reading", f"{call.name} read head {head}, which was not there at that time")
        following = self.log[head] if head < len(self.log) else None
        if following and self.commands[following["command"]].done() < call.asked:
            self.say("reading", f"{call.name} read head {head}, "
                                "although more had been acknowledged before")  # fmt: skip

    def may_have_begun(self, call, record):
        return record is not None and self.commands[record["command"]].begun() <= call.answered


def brief(record):
    words = {**record, "payload": record["payload"][:16]}
    return json.dumps(words, ensure_ascii=False)


def summary(calls, log):
    outcomes = collections.Counter(f"{call.ask} {call.outcome}" for call in calls)
    words = ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items()))
    return f"{len(log)} records; {words or 'no calls'}"


def judge(history_paths, log_paths):
    """(violations, summary)."""
    lines = [line for path in history_paths for line in read_lines(path)]
    calls, faults = calls_of(lines)
    checker = Checker(calls, {path: list(read_lines(path)) for path in log_paths})
    return faults + checker.check(), summary(calls, checker.log)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--history", action="append", default=[], required=True)
    arguments.add_argument("--log", action="append", default=[], required=True)
    given = arguments.parse_args()
    violations, words = judge(given.history, given.log)
    for violation in violations:
        print(f"{violation.kind}: {violation.text}")
    print(f"{len(violations)} violations; {words}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
