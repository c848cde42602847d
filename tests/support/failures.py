"""Says again, from what ctest printed, which tests failed and what they said last.

    failures.py LOG [LINES]     # lines of each failure, 60

One that failed and passed when it was run once more is named as such: it fails at times. Prints
nothing where all passed at once.
"""

import re
import sys

RESULT = re.compile(
    r"^ *(?:\d+/\d+ )? *Test +#\d+: (?P<name>\S+) \.*"
    r"(?P<how>\*\*\*(?:Failed|Timeout|Exception|Not Run(?! \(Disabled\)))| +Passed)"
)
NEXT = re.compile(r"^ *(?:\d+/\d+ +Test +#\d+: |Start +\d+: |\d+% tests passed, )")


def runs(lines):
    """Of each run that ctest tells of: the test's name, whether it passed, what it said."""
    at = 0
    while at < len(lines):
        found = RESULT.match(lines[at])
        at += 1
        if not found:
            continue
        begin = at
        while at < len(lines) and not NEXT.match(lines[at]):
            at += 1
        said = lines[begin:at]
        yield found["name"], "Passed" in found["how"], [line for line in said if line.strip()]


def report(lines, most):
    failed = {}
    passed = set()
    for name, well, said in runs(lines):
        if well:
            passed.add(name)
        else:
            failed[name] = said
    for name, said in failed.items():
        how = "failed once and passed when run again" if name in passed else "failed"
        yield f"--- {name} {how}; it said last:"
        yield from said[-most:]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
        printed = log.read().splitlines()
    for line in report(printed, int(sys.argv[2]) if len(sys.argv) > 2 else 60):
        print(line)
