"""The program of the README as a project of its own, whose one test is that it runs.

Usage: readme_program.py <README.md> <folder for the project>

The folder is emptied first. The program is the section's only block of C++, and what CMake needs
are its indented lines.
"""

import os
import re
import shutil
import sys

SECTION = re.compile(r"^## Ten lines of C\+\+$(.*?)^## ", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"^```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINKING = re.compile(r"^    (\w+\(.*\))$", re.MULTILINE)

PROJECT = """cmake_minimum_required(VERSION 3.22)
project(readme_program LANGUAGES CXX)
enable_testing()
add_executable(app main.cpp)
{linking}
add_test(NAME app COMMAND app)
"""


def write(page, folder):
    with open(page, encoding="utf-8") as file:
        (section,) = SECTION.findall(file.read())
    (program,) = PROGRAM.findall(section)
    linking = LINKING.findall(section)
    if not any(line.startswith("target_link_libraries(app ") for line in linking):
        raise SystemExit(f"{page}: it does not say what the program is linked with")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    files = {"main.cpp": program, "CMakeLists.txt": PROJECT.format(linking="\n".join(linking))}
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    write(*sys.argv[1:])
