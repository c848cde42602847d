"""Checks that one file does not compile, for the reason it states.

The file's first line is `// expect: <regular expression>`, which the compiler's messages must
match. The misuse stands inside `#ifndef MUST_FAIL_CONTROL`; without it the file must compile, so
that no unrelated fault passes for the misuse.

Usage: run.py <file> <compiler> [compiler options…]
"""

import re
import subprocess
import sys


def compile_file(command, path):
    flags = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-Wno-unused"]
    flags += ["-Werror=unused-result", "-fno-diagnostics-color"]
    return subprocess.run(command + flags + [path], capture_output=True, text=True, check=False)


def main(path, command):
    with open(path, encoding="utf-8") as file:
        match = re.match(r"// expect: (.+)", file.readline())
    if not match:
        return f"{path}:1: the first line must be `// expect: <regular expression>`"
    control = compile_file(command + ["-DMUST_FAIL_CONTROL"], path)
    if control.returncode != 0:
        return f"{path}: the control does not compile:\n{control.stderr}"
    misuse = compile_file(command, path)
    if misuse.returncode == 0:
        return f"{path}: the misuse compiles"
    if not re.search(match[1], misuse.stderr):
        return f"{path}: no message matches {match[1]!r}:\n{misuse.stderr}"
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
