"""Gives budget.py logs in which something is over its budget, and expects it to be named."""

import json
import os
import tempfile

import budget

QUIET = {f"src/core/{i}.o": 2500 for i in range(budget.FEWEST)}


def times_of(lines):
    """What budget.py reads of a log of such lines, of a build of two objects."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, ".ninja_log"), "w", encoding="utf-8") as file:
            file.write("# ninja log v5\n" + "".join(lines))
        with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as file:
            json.dump([{"command": f"g++ -o {name} -c x"} for name in ("a.o", "b.o")], file)
        return budget.times_of(folder)


def main():
    log = ["0\t40\t1\ta.o\tf\n", "5\t90\t1\tb.o\tf\n", "7\t8\t1\tgone.o\tf\n"]
    assert times_of(log) == {"a.o": 40, "b.o": 85}
    assert times_of([*log, "0\t30\t2\ta.o\tf\n"]) == {}, "not made at one go"
    assert budget.judge(QUIET) == ([], 2500)
    over = int(2500 * budget.FILE * budget.NOISE) + 1
    faults, _ = budget.judge({**QUIET, "src/office/slow.o": over})
    assert len(faults) == 1 and faults[0].startswith("src/office/slow.o"), faults
    noisy = {**QUIET, "src/office/noisy.o": int(2500 * budget.FILE) + 1}
    assert budget.judge(noisy)[0] == []
    assert budget.over_budget(noisy, 2500)[0][0] == "src/office/noisy.o"
    # Twice as slow a machine changes nothing.
    slower = {name: 2 * ms for name, ms in {**QUIET, "src/office/fast.o": over - 2}.items()}
    assert budget.judge(slower)[0] == []
    many = {f"tests/unit/{i}.o": 5000 for i in range(int(budget.WHOLE * budget.NOISE_OF_WHOLE / 2))}
    faults, _ = budget.judge({**QUIET, **many})
    assert len(faults) == 1 and faults[0].startswith("everything"), faults
    # What came from a cache is neither fast nor slow.
    assert budget.judge({name: 20 for name in QUIET}) == ([], None)


if __name__ == "__main__":
    main()
