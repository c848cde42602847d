"""Memory: what commands leave behind, in a short run. `endurance.py` is the long one."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest

SCRIPT = pathlib.Path(__file__).with_name("endurance.py")


def test_commands_leave_nothing_behind(tmp_path: pathlib.Path) -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--commands", "20000"], cwd=tmp_path,
                          capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    found = re.search(r"second half: (-?[\d.]+) blocks", done.stdout)
    assert found is not None and float(found.group(1)) < 0.2, done.stdout


@pytest.mark.parametrize("kept, said", [("[[name, n] for n in range(1000)]", "blocks more"),
                                        ("[b'x' * (2 << 20)]", "bytes more")])
def test_a_leak_would_be_seen(tmp_path: pathlib.Path, kept: str, said: str) -> None:
    """The measure itself: what is kept of each thousand commands fails the run."""
    leaking = f"""
import sys
sys.path.insert(0, {str(SCRIPT.parent)!r})
sys.argv = ["endurance.py", "--commands", "20000"]
import endurance
kept, read = [], endurance.read
def leak(office, name):
    kept.extend({kept})
    read(office, name)
endurance.read = leak
sys.exit(endurance.main())
"""
    done = subprocess.run([sys.executable, "-c", leaking], cwd=tmp_path, capture_output=True,
                          text=True, timeout=300, check=False)
    assert done.returncode == 1 and said in done.stdout, done.stdout + done.stderr
