"""Style as a test: layers, third-party names, bans, lengths, one README line a folder.

Usage: tidy.py [root]. Prints one line a finding, `file:line: rule: what to do`, and fails if there
is any. The tables are in rules.py. A finding that is right all the same goes into exceptions.txt
with its reason; an exception that no longer excuses anything is a finding too.
"""

import ast
import os
import re
import subprocess
import sys
from collections import namedtuple
from fnmatch import fnmatch

import rules

Finding = namedtuple("Finding", "path line rule advice")

CPP = (".cpp", ".hpp", ".h", ".def")
TEXT = CPP + (".py", ".pyi", ".md", ".txt", ".cmake", ".in", ".json", ".sh", ".yml", ".toml")
TEXT_NAMES = ("dev", ".ci/run", ".clang-tidy", ".clang-format", ".gitignore", ".editorconfig")
CODE = CPP + (".py", ".cmake")


def list_files(root):
    """Every file that is committed or about to be; without git, every file."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if found.returncode == 0 and os.path.exists(os.path.join(root, ".git")):
        paths = [path for path in found.stdout.decode().split("\0") if path]
    else:
        paths = []
        for folder, _, names in os.walk(root):
            paths += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(path for path in set(paths) if os.path.isfile(os.path.join(root, path)))


# --- Reading C++ -------------------------------------------------------------------------------

TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/"""
    r"""|R"(?P<fence>[^()\s\\]{0,16})\(.*?\)(?P=fence)\""""
    r"""|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'""",
    re.DOTALL,
)


def blank(text, keep_strings=False):
    """The text with comments (and strings) replaced by spaces; every line keeps its number."""

    def erase(match):
        if keep_strings and match[0][0] not in "/":
            return match[0]
        return re.sub(r"[^\n]", " ", match[0])

    return TOKEN.sub(erase, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


# --- Layers and third-party names --------------------------------------------------------------

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">\n]+)[">]', re.MULTILINE)


def room_of(path):
    """The room that a file of include/ or src/ belongs to, or None."""
    if path in rules.LONE_HEADERS:
        return rules.LONE_HEADERS[path]
    for top in ("include/recourse/", "src/"):
        if path.startswith(top):
            inner = path[len(top) :]
            for room in rules.ROOMS:
                if inner.startswith(room + "/") or inner in (room + ".hpp", room + ".cpp"):
                    return room
    return None


def workflow_of(path):
    """The folder of casework that a file belongs to, or None."""
    for top in ("include/recourse/casework/", "src/casework/"):
        if path.startswith(top) and "/" in path[len(top) :]:
            return path[len(top) :].split("/")[0]
    return None


def resolve(root, path, quoted, target):
    """The project's file that an include names, or None for a foreign or generated one."""
    places = ["include", "src"]
    if quoted:
        places.insert(0, os.path.dirname(path))
    for place in places:
        candidate = os.path.normpath(os.path.join(place, target)).replace(os.sep, "/")
        if os.path.isfile(os.path.join(root, candidate)):
            return candidate
    return None


def check_layer(path, line, target, included):
    """One include of a file of ours."""
    caller = path.startswith(rules.CALLERS)
    public = included.startswith("include/recourse/")
    if caller:
        own = next(top for top in rules.CALLERS if path.startswith(top))
        measured = [of for by, of in rules.MEASURED.items() if path.startswith(by)]
        if not public and not included.startswith((own, *measured)):
            advice = f"a caller includes include/recourse only: {target}"
            yield Finding(path, line, "layer", advice)
        return
    if path.startswith("include/") and not public:
        advice = f"a public header includes public headers only: {target}"
        yield Finding(path, line, "layer", advice)
        return
    here, there = room_of(path), room_of(included)
    if here is None:
        if path.startswith(("include/", "src/")):
            yield Finding(path, line, "layer", "this file is in no room of tests/tidy/rules.py")
    elif there is None:
        yield Finding(path, line, "layer", f"{target} is in no room of tests/tidy/rules.py")
    elif there != here and there not in rules.ROOMS[here]:
        yield Finding(path, line, "layer", f"{here} must not include {there}: {target}")
    elif there != here and not public:
        yield Finding(path, line, "layer", f"rooms meet through public headers only: {target}")
    elif workflow_of(path) and workflow_of(included) not in (
        None,
        rules.SHARED_KIT,
        workflow_of(path),
    ):
        yield Finding(path, line, "layer", f"workflows do not include each other: {target}")


def check_foreign(path, line, target):
    """One include of a library or of the system."""
    room = room_of(path)
    for name, allowed in rules.THIRD_PARTY.items():
        if target.startswith(name):
            if not any(fnmatch(path, pattern) for pattern in allowed):
                where = ", ".join(allowed)
                yield Finding(path, line, "third-party", f"<{target}> belongs in {where} only")
            elif target.startswith("boost/") and room in rules.BOOST:
                if not target.startswith(rules.BOOST[room]):
                    yield Finding(path, line, "third-party", f"{room} does not use <{target}>")
            return
    if target.startswith(rules.SYSTEM_HEADERS):
        if path.startswith("include/"):
            yield Finding(path, line, "third-party", f"<{target}> in a public header")
    elif "/" in target or target.endswith((".h", ".hpp")):
        yield Finding(path, line, "third-party", f"<{target}> is not in tests/tidy/rules.py")
    elif room in rules.IMPURE_ROOMS and target in rules.IMPURE_HEADERS:
        advice = f"{room} has no I/O, threads or clocks: <{target}>"
        yield Finding(path, line, "third-party", advice)


def check_includes(root, path, text):
    if not path.startswith(("include/", "src/", "examples/", "benchmarks/", "bindings/")):
        return
    code = blank(text, keep_strings=True)
    for match in INCLUDE.finditer(code):
        line, quoted, target = line_of(code, match.start()), match[1] == '"', match[2]
        included = resolve(root, path, quoted, target)
        if included is not None:
            yield from check_layer(path, line, target, included)
        elif target.startswith("recourse/"):
            yield Finding(path, line, "layer", f"there is no {target}")
        elif not quoted:
            yield from check_foreign(path, line, target)
        # What is left is quoted and not in the tree: a generated file of the same room.


# --- Bans --------------------------------------------------------------------------------------


def find_bans(path, text, bans):
    for rule, expression, allowed, advice in bans:
        if any(fnmatch(path, pattern) for pattern in allowed):
            continue
        for match in re.finditer(expression, text, re.MULTILINE):
            yield Finding(path, line_of(text, match.start()), rule, advice)


def check_code_bans(path, text):
    code = blank(text)
    yield from find_bans(path, code, rules.CODE_BANS)
    if path.startswith(("include/", "src/")) and not path.startswith("src/apps/"):
        yield from find_bans(path, code, rules.LIBRARY_BANS)
    if path.endswith((".hpp", ".h")):
        yield from find_bans(path, code, rules.HEADER_BANS)


def check_text(path, text):
    bans = [(rule, expression, [], advice) for rule, expression, advice in rules.TEXT_BANS]
    yield from find_bans(path, text, bans)
    if path.endswith(CODE) or path in TEXT_NAMES or path.endswith("CMakeLists.txt"):
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > rules.COLUMNS_MAX:
                yield Finding(path, number, "columns", f"{len(line)} columns: break the line")


# --- Functions ---------------------------------------------------------------------------------

CONTAINER = re.compile(r"\b(?:namespace|class|struct|union|enum|extern)\b")


def kind_of_brace(head):
    """What a brace opens outside functions: a container, a body, an initialiser, or other data."""
    plain, before = head, None
    while plain != before:
        before, plain = plain, re.sub(r"<[^<>]*>|\([^()]*\)", "", plain)
    if CONTAINER.search(plain):
        return "container"
    if "(" not in head:
        return "data"
    # `Name(…) : first_{…}, second_{…} {`: only the last brace opens the body.
    if re.search(r"(?<!:):(?!:)", plain) and re.search(r"[\w>]\s*$", head):
        return "initialiser"
    return "body"


def function_bodies(code):
    """(first line, last line) of each outermost function body: brackets counted, not parsed."""
    code = re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: re.sub(r"[^\n]", " ", m[0]), code,
                  flags=re.MULTILINE)
    head_start, stack = 0, []
    for match in re.finditer(r"[{};]|\b(?:public|private|protected)\s*:", code):
        closed = None
        if match[0] == "{":
            nested = any(kind != "container" for kind, _ in stack)
            head = code[head_start : match.start()]
            kind = "nested" if nested else kind_of_brace(head)
            first = line_of(code, head_start + len(head) - len(head.lstrip()))
            stack.append((kind, first))
        elif match[0] == "}" and stack:
            closed, first = stack.pop()
            if closed == "body":
                yield first, line_of(code, match.start())
        outside = all(kind == "container" for kind, _ in stack)
        if outside and closed != "initialiser":
            head_start = match.end()


def check_functions(path, text):
    spans = []
    if path.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                spans.append((node.lineno, node.end_lineno))
    else:
        spans += function_bodies(blank(text))
    for first, last in spans:
        length = last - first + 1
        if length > rules.FUNCTION_LINES_MAX:
            advice = f"{length} lines in one function: split it"
            yield Finding(path, first, "function-length", advice)


# --- Folders -----------------------------------------------------------------------------------


def readme_parents(paths):
    """Every folder that needs a README.md, and whether it needs one without folders inside, too."""
    beside = {
        os.path.dirname(path)
        for path in paths
        if any(fnmatch(path, pattern) for pattern in rules.README_BESIDE)
    }
    for parent in dict.fromkeys([*rules.README_PARENTS, *sorted(beside)]):
        yield parent, parent in beside


def check_readmes(root, paths):
    for parent, always in readme_parents(paths):
        inside = [path[len(parent) + 1 :] for path in paths if path.startswith(parent + "/")]
        folders = sorted({path.split("/")[0] for path in inside if "/" in path})
        readme = f"{parent}/README.md"
        if always and readme not in paths:
            yield Finding(readme, 1, "readme", "say what each file of the workflow holds")
        if not folders:
            continue
        text = ""
        if readme in paths:
            with open(os.path.join(root, readme), encoding="utf-8") as file:
                text = file.read()
        for folder in folders:
            if not re.search(rf"(?<![\w/]){re.escape(folder)}[/`\]]", text):
                yield Finding(readme, 1, "readme", f"one line about `{folder}/` is missing")


# --- All together ------------------------------------------------------------------------------


def check_file(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        text = file.read()
    yield from check_text(path, text)
    if path.endswith(CPP):
        yield from check_includes(root, path, text)
        yield from check_code_bans(path, text)
    if path.endswith((".cpp", ".hpp", ".py")):
        yield from check_functions(path, text)


def read_exceptions(root):
    """{(path, rule): line number}, from lines `path rule reason…`."""
    name = "tests/tidy/exceptions.txt"
    excused = {}
    if os.path.isfile(os.path.join(root, name)):
        with open(os.path.join(root, name), encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                parts = line.split(None, 2)
                if not parts or parts[0].startswith("#"):
                    continue
                if len(parts) < 3:
                    raise SystemExit(f"{name}:{number}: an exception needs path, rule and reason")
                excused[parts[0], parts[1]] = number
    return name, excused


def check_tree(root):
    paths = list_files(root)
    findings = []
    for path in paths:
        if path.endswith(TEXT) or path in TEXT_NAMES:
            findings += check_file(root, path)
    findings += check_readmes(root, paths)
    name, excused = read_exceptions(root)
    used = {(finding.path, finding.rule) for finding in findings}
    findings = [found for found in findings if (found.path, found.rule) not in excused]
    for key, number in excused.items():
        if key not in used:
            advice = f"nothing to excuse in {key[0]} any more: remove the line"
            findings.append(Finding(name, number, "stale-exception", advice))
    return sorted(findings)


def main(root):
    findings = check_tree(root)
    for found in findings:
        print(f"{found.path}:{found.line}: {found.rule}: {found.advice}")
    return 1 if findings else 0


if __name__ == "__main__":
    default = os.path.join(os.path.dirname(__file__), "..", "..")
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else default))
