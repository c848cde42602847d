"""The checker on made-up histories: good ones pass, and each kind of violation is found by name."""

import unittest

import history_checker


class Story:
    """A history and a log, told call by call; time goes on by one with each line."""

    def __init__(self):
        self.lines = []
        self.records = []
        self.now = 0
        self.calls = 0

    def tick(self):
        self.now += 1
        return self.now

    def ask(self, ask, **words):
        self.calls += 1
        call = f"c-{self.calls}"
        self.lines.append({"at": self.tick(), "call": call, "ask": ask, **words})
        return call

    def answer(self, call, answer, **words):
        self.lines.append({"at": self.tick(), "call": call, "answer": answer, **words})

    def begin(self, command, stream="s/1", expected=None, payloads=("aa",)):
        parts = [{"stream": stream, "expected": expected, "payloads": list(payloads)}]
        return self.ask("append", command=command, parts=parts)

    def record(self, command, stream="s/1", payload="aa"):
        version = 1 + sum(record["stream"] == stream for record in self.records)
        self.records.append({
            "position": len(self.records) + 1, "stream": stream, "version": version,
            "command": command, "payload": payload,
        })  # fmt: skip
        return self.records[-1]

    def acknowledge(self, call, record, kind="ok"):
        position, version = record["position"], record["version"]
        self.answer(call, kind, first=position, last=position, version=version)

    def append(self, command, stream="s/1", expected=None, payload="aa"):
        call = self.begin(command, stream, expected, (payload,))
        self.acknowledge(call, self.record(command, stream, payload))
        return call

    def kinds(self, *others):
        calls, faults = history_checker.calls_of(self.lines)
        logs = {"log": self.records, **{f"log{n}": log for n, log in enumerate(others)}}
        faults += history_checker.Checker(calls, logs).check()
        return [violation.kind for violation in faults]


class Good(unittest.TestCase):
    def check(self, story, *others):
        self.assertEqual(story.kinds(*others), [])

    def test_nothing_at_all(self):
        self.check(Story())

    def test_appends_one_after_another(self):
        story = Story()
        for number in range(5):
            story.append(f"c{number}", expected=number)
        self.check(story, story.records[:3])

    def test_two_at_once_in_either_order(self):
        for first, second in (("a", "b"), ("b", "a")):
            story = Story()
            calls = {name: story.begin(name) for name in ("a", "b")}
            records = {name: story.record(name) for name in (first, second)}
            for name in ("b", "a"):
                story.acknowledge(calls[name], records[name])
            self.check(story)

    def test_an_unknown_outcome_that_took_effect_is_found(self):
        story = Story()
        story.answer(story.begin("a"), "unknown")
        record = story.record("a")
        story.acknowledge(story.ask("find", command="a"), record, "found")
        self.check(story)

    def test_an_unknown_outcome_without_effect_is_absent_or_repeated(self):
        story = Story()
        story.begin("a")  # its client was killed
        story.answer(story.ask("find", command="a"), "absent")
        story.answer(story.begin("b"), "unknown")
        story.answer(story.ask("find", command="b"), "absent")
        story.append("b")
        self.check(story)

    def test_a_conflict_with_what_was_appended_meanwhile(self):
        story = Story()
        call = story.begin("late", expected=0)
        story.append("early", expected=0)
        story.answer(call, "conflict", actual=1)
        self.check(story)

    def test_readings_between_two_appends(self):
        story = Story()
        story.append("a")
        version = story.ask("version", stream="s/1")
        head = story.ask("head")
        story.append("b")
        story.answer(version, "ok", version=1)
        story.answer(head, "ok", head=2)
        self.check(story)

    def test_an_append_of_two_streams_and_a_stream_that_nobody_wrote(self):
        story = Story()
        parts = [
            {"stream": "s/1", "expected": 0, "payloads": ["aa", "bb"]},
            {"stream": "s/2", "expected": None, "payloads": ["cc"]},
        ]
        call = story.ask("append", command="a", parts=parts)
        for stream, payload in (("s/1", "aa"), ("s/1", "bb"), ("s/2", "cc")):
            story.record("a", stream, payload)
        story.answer(call, "ok", first=1, last=3, version=2)
        story.answer(story.ask("version", stream="s/3"), "ok", version=0)
        self.check(story)


class Bad(unittest.TestCase):
    def check(self, story, kind, *others):
        self.assertIn(kind, story.kinds(*others))

    def test_an_acknowledged_append_is_gone(self):
        story = Story()
        story.append("a")
        story.records.clear()
        self.check(story, "lost")

    def test_an_append_that_was_found_is_gone(self):
        story = Story()
        story.begin("a")
        story.acknowledge(story.ask("find", command="a"), story.record("a"), "found")
        story.records.clear()
        self.check(story, "lost")

    def test_other_bytes(self):
        story = Story()
        story.append("a")
        story.records[0]["payload"] = "ab"
        self.check(story, "bytes")

    def test_another_stream(self):
        story = Story()
        story.append("a")
        story.records[0]["stream"] = "s/2"
        self.check(story, "bytes")

    def test_a_gap_in_positions_and_in_versions(self):
        for word in ("position", "version"):
            story = Story()
            story.append("a")
            story.append("b")
            story.records[1][word] = 3
            self.check(story, "gap")

    def test_a_position_and_a_version_twice(self):
        for word in ("position", "version"):
            story = Story()
            story.append("a")
            story.append("b")
            story.records[1][word] = 1
            self.check(story, "fork")

    def test_two_copies_that_differ(self):
        story = Story()
        story.append("a")
        self.check(story, "fork", [{**story.records[0], "payload": "ab"}])

    def test_a_command_twice(self):
        story = Story()
        story.append("a")
        story.record("a")
        self.check(story, "twice")

    def test_half_an_append(self):
        story = Story()
        call = story.begin("a", payloads=("aa", "bb"))
        story.acknowledge(call, story.record("a"))
        self.check(story, "torn")

    def test_an_append_with_another_between_its_events(self):
        story = Story()
        one, other = story.begin("a", payloads=("aa", "bb")), story.begin("b", "s/2")
        story.record("a")
        middle = story.record("b", "s/2")
        story.record("a", payload="bb")
        story.acknowledge(other, middle)
        story.answer(one, "ok", first=1, last=3, version=2)
        self.check(story, "torn")

    def test_a_command_that_nobody_gave(self):
        story = Story()
        story.record("a")
        self.check(story, "foreign")

    def test_a_command_that_was_only_asked_about(self):
        story = Story()
        story.answer(story.ask("find", command="a"), "absent")
        story.record("a")
        self.check(story, "foreign")

    def test_an_outcome_that_nobody_resolved(self):
        for answered in (True, False):
            story = Story()
            call = story.begin("a")
            if answered:
                story.answer(call, "unknown")
            self.check(story, "unresolved")

    def test_absent_and_then_asked_again_without_an_answer(self):
        story = Story()
        story.answer(story.begin("a"), "unknown")
        story.answer(story.ask("find", command="a"), "absent")
        story.begin("a")
        self.check(story, "unresolved")

    def test_refused_and_there(self):
        for answer in ("refused", "conflict"):
            story = Story()
            story.append("other")
            story.answer(story.begin("a", expected=0), answer, actual=1)
            story.record("a")
            self.check(story, "denied")

    def test_absent_and_there(self):
        story = Story()
        story.begin("a")
        story.answer(story.ask("find", command="a"), "absent")
        story.record("a")
        self.check(story, "denied")

    def test_absent_after_it_was_acknowledged(self):
        story = Story()
        story.append("a")
        story.answer(story.ask("find", command="a"), "absent")
        self.check(story, "stale")

    def test_behind_another_version_than_expected(self):
        story = Story()
        story.append("a")
        story.append("b", expected=0)
        self.check(story, "expected")

    def test_another_position_or_version_than_answered(self):
        for word in ("first", "last", "version"):
            story = Story()
            story.append("a")
            story.lines[-1][word] += 1
            self.check(story, "answer")

    def test_a_stream_in_another_order_than_in_time(self):
        story = Story()
        calls = [story.begin("a")]
        story.answer(calls[0], "ok", first=2, last=2, version=2)
        later = story.begin("b")
        story.acknowledge(later, story.record("b"))
        story.record("a")
        self.check(story, "stream_order")

    def test_streams_in_another_order_than_in_time(self):
        story = Story()
        story.answer(story.begin("a", "s/1"), "ok", first=2, last=2, version=1)
        later = story.begin("b", "s/2")
        story.acknowledge(later, story.record("b", "s/2"))
        story.record("a", "s/1")
        self.assertEqual(story.kinds(), ["log_order"])

    def test_a_conflict_with_nothing(self):
        story = Story()
        story.append("a")
        story.answer(story.begin("b", expected=1), "conflict", actual=1)
        self.check(story, "conflict")

    def test_a_conflict_with_what_came_later(self):
        story = Story()
        story.append("a")
        story.answer(story.begin("b", expected=1), "conflict", actual=2)
        story.append("c")
        self.check(story, "conflict")

    def test_a_version_that_is_old_and_one_that_is_to_come(self):
        for read in (0, 2):
            story = Story()
            story.append("a")
            story.answer(story.ask("version", stream="s/1"), "ok", version=read)
            story.append("b")
            self.check(story, "reading")

    def test_a_head_that_is_old_and_one_that_is_to_come(self):
        for read in (0, 2, 3):
            story = Story()
            story.append("a")
            story.answer(story.ask("head"), "ok", head=read)
            story.append("b")
            self.check(story, "reading")

    def test_a_history_that_is_none(self):
        story = Story()
        story.append("a")
        story.answer("nobody", "ok")
        self.check(story, "bad_history")


if __name__ == "__main__":
    unittest.main()
