"""Checks that no public header brings a heavy library along, however indirectly, and that no
generic header brings casework along.

Usage: reachable.py <include folder> <compiler> [compiler options…]. The compiler lists what all
headers reach together; only if that is too much is each header asked by itself.
"""

import os
import re
import subprocess
import sys

FORBIDDEN = re.compile(
    r"(?:^|/)(rocksdb|boost/msm|boost/asio|spdlog|pybind11|openssl|fmt|CLI|toml\+\+)/"
)
# The headers that may reach a name of the list, because that is what they are for.
ALLOWED = {
    "recourse/asio.hpp": {"boost/asio"},
    "recourse/office_asio.hpp": {"boost/asio"},
    "recourse/lifecycle_machine.hpp": {"boost/msm"},
}
# The flagship: whoever embeds the engine with a workflow of their own compiles none of it.
FLAGSHIP = re.compile(r"(?:^|/)recourse/(?:casework/.*|exchange/.*|office/.*|office\w*\.hpp)$")


def reached(command, headers):
    """Every file that the headers include, as the compiler lists them."""
    text = "".join(f"#include <{header}>\n" for header in headers)
    options = ["-std=c++20", "-M", "-x", "c++", "-"]
    done = subprocess.run(
        command + options, input=text, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return [os.path.normpath(path) for path in re.findall(r"[^\s\\:]+", done.stdout)]


def heavy(command, headers):
    return {match[1] for path in reached(command, headers) if (match := FORBIDDEN.search(path))}


def flagship(command, headers):
    return sorted(path for path in reached(command, headers) if FLAGSHIP.search(path))


def reaches_flagship(command, headers):
    """The generic headers that bring casework along, each with the first header that it reaches."""
    generic = [header for header in headers if not FLAGSHIP.search(header)]
    if not flagship(command, generic):
        return []
    each = [(header, flagship(command, [header])) for header in generic]
    return [(header, paths[0]) for header, paths in each if paths]


def main(folder, command):
    headers = []
    for place, _, names in os.walk(os.path.join(folder, "recourse")):
        paths = [os.path.relpath(os.path.join(place, name), folder) for name in names]
        headers += [path for path in paths if path.endswith(".hpp")]
    headers.sort()
    plain = [header for header in headers if header not in ALLOWED]
    special = [header for header in headers if header in ALLOWED]
    suspects = special + (plain if heavy(command, plain) else [])
    failed = False
    for header in suspects:
        for name in sorted(heavy(command, [header]) - ALLOWED.get(header, set())):
            print(f"include/{header}:1: reachable: it drags in {name}/: move that to src/")
            failed = True
    for header, path in reaches_flagship(command, headers):
        print(f"include/{header}:1: reachable: a generic header brings {path} along")
        failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
