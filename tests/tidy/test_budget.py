"""Gives budget.py logs in which something is over its budget, and expects it to be named."""

import budget

QUIET = {f"src/core/{i}.o": 2500 for i in range(budget.FEWEST)}


def main():
    assert budget.judge(QUIET) == ([], 2500)
    over = int(2500 * budget.FILE) + 1
    faults, _ = budget.judge({**QUIET, "src/office/slow.o": over})
    assert len(faults) == 1 and faults[0].startswith("src/office/slow.o"), faults
    # Twice as slow a machine changes nothing.
    slower = {name: 2 * ms for name, ms in {**QUIET, "src/office/fast.o": over - 2}.items()}
    assert budget.judge(slower)[0] == []
    many = {f"tests/unit/{i}.o": 5000 for i in range(int(budget.WHOLE / 2))}
    faults, _ = budget.judge({**QUIET, **many})
    assert len(faults) == 1 and faults[0].startswith("everything"), faults
    # What came from a cache is neither fast nor slow.
    assert budget.judge({name: 20 for name in QUIET}) == ([], None)


if __name__ == "__main__":
    main()
