"""Plants a heavy library behind a public header and expects reachable.py to find it.

Usage: test_reachable.py <compiler> [compiler options…]
"""

import contextlib
import io
import os
import sys
import tempfile

import reachable


def check(files, command):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            status = reachable.main(folder, [command[0], f"-I{folder}"])
    return status, printed.getvalue()


def main(command):
    files = {
        "spdlog/spdlog.h": "#pragma once\n",
        "toml++/toml.h": "#pragma once\n",
        "recourse/a.hpp": "#include <recourse/b.hpp>\n",
        "recourse/b.hpp": "#pragma once\n",
        "recourse/asio.hpp": "#include <boost/asio/any.hpp>\n",
        "boost/asio/any.hpp": "#pragma once\n",
    }
    assert check(files, command) == (0, "")
    files["recourse/b.hpp"] = "#include <spdlog/spdlog.h>\n"
    status, printed = check(files, command)
    assert status == 1 and "a.hpp:1" in printed and "spdlog" in printed, printed
    files["recourse/b.hpp"] = "#include <toml++/toml.h>\n"
    assert "toml++" in check(files, command)[1]
    files["recourse/b.hpp"] = "#include <boost/asio/any.hpp>\n"
    assert check(files, command)[0] == 1
    files["recourse/b.hpp"] = "#pragma once\n"
    # Not the same text as another header's: GCC includes once what is alike to the byte.
    files["recourse/casework/c.hpp"] = "#pragma once\nstruct C;\n"
    files["recourse/office.hpp"] = "#include <recourse/casework/c.hpp>\n"
    assert check(files, command) == (0, "")
    files["recourse/asio.hpp"] += "#include <recourse/casework/c.hpp>\n"
    status, printed = check(files, command)
    assert status == 1 and "recourse/asio.hpp:1" in printed, printed
    assert "recourse/casework/c.hpp" in printed, printed


if __name__ == "__main__":
    main(sys.argv[1:])
