"""What the command says of itself: help, version, completion, manual page, closed pipes."""

import os
import re
import shutil
import subprocess

from harness import OFFICER, PROGRAM, CommandTest, main

GROUPS = ["Workflows:", "Lists, figures, names:", "Personal data:", "The log:", "Running it:",
          "Setting it up:"]  # fmt: skip


def output(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


def commands():
    """The names of the commands, from the help."""
    text = output("--help").split(GROUPS[0], 1)[1]
    return set(re.findall(r"^  ([a-z][a-z0-9_-]*)  +\S", text, re.MULTILINE))


class Itself(CommandTest):
    def test_help_is_in_groups(self):
        text = output("--help")
        places = [text.find(heading) for heading in GROUPS]
        self.assertNotIn(-1, places, text)
        self.assertIn("calendar", text)

    def test_help_of_a_command_is_its_own(self):
        self.assertEqual(output("help", "timers", "fire"), output("timers", "fire", "--help"))
        self.assertEqual(output("help"), output("--help"), "of no command: the program's")
        self.assertEqual(self.item("help")["text"], output("--help"))
        self.assertEqual(output("help", "help"), output("help", "--help"))
        self.fails(2, "did you mean: timers", "help", "timer")
        self.fails(2, "fire", "help", "timers", "fyre")

    def test_what_stands_before_its_command_is_told_where_it_stands(self):
        for option in ("--as", "--purpose"):
            told = self.fails(
                2, f"'{option}' stands behind the command: recourse cases {option}",
                option, OFFICER, "--dir", self.store, "cases",
            )  # fmt: skip
            self.assertNotIn("did you mean", told.stderr.decode())

    def test_version(self):
        self.assertRegex(output("version"), r"^recourse \d+\.\d+\.\d+\n$")
        self.assertEqual(output("version"), output("--version"))

    def complete(self, *words):
        """What bash offers for the last word."""
        script = "\n".join(
            (
                output("completion", "bash"),
                "COMP_WORDS=(" + " ".join(f"'{word}'" for word in words) + ")",
                f"COMP_CWORD={len(words) - 1}",
                "_recourse",
                'printf "%s\\n" "${COMPREPLY[@]}"',
            )
        )
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_completes_commands_options_and_values(self):
        self.assertIn("timers", self.complete("recourse", "ti"))
        self.assertEqual(sorted(self.complete("recourse", "timers", "")[:2]), ["fire", "list"])
        self.assertIn("--station", self.complete("recourse", "cases", "--st"))
        self.assertIn("--json", self.complete("recourse", "cases", "--js"))
        self.assertEqual(
            self.complete("recourse", "--log-level", "d"), ["debug"], "values of an option"
        )
        self.assertIn("show", self.complete("recourse", "calendar", "s"))
        reasons = self.complete("recourse", "case", "report", "--reason", "")
        self.assertEqual(reasons, [one["code"] for one in self.items("reasons")], "and no options")
        self.assertIn("RK01", self.complete("recourse", "case", "report", "--matter", "RK0"))
        self.assertIn("done_rate", self.complete("recourse", "figures", "--figure", "done_"))

    def test_bash_completes_commands_behind_help_and_values_behind_a_sign(self):
        self.assertEqual(self.complete("recourse", "help", "ti"), ["timers"])
        self.assertEqual(sorted(self.complete("recourse", "help", "timers", "")), ["fire", "list"])
        split = self.complete("recourse", "matters", "--line", "=", "pop")
        self.assertEqual(split, ["population"])
        self.assertEqual(self.complete("recourse", "matters", "--line=pop"), ["--line=population"])
        self.assertIn("population", self.complete("recourse", "matters", "--line", "="))

    def test_the_example_stands_where_it_belongs(self):
        example = "A case from report to rating:"
        for words in ((), ("case",)):
            self.assertIn(example, output(*words, "--help"))
        for words in (("logs", "list"), ("ledger",), ("timers", "fire"), ("case", "report")):
            self.assertNotIn(example, output(*words, "--help"))

    def test_the_other_shells_take_their_scripts(self):
        for shell, check in (("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])):
            if shutil.which(shell) is None:
                print(f"left out: there is no {shell}")
                continue
            with open(self.path(shell), "w", encoding="utf-8") as file:
                file.write(output("completion", shell))
            done = subprocess.run([*check, file.name], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), shell)
        if shutil.which("zsh"):
            # What bash's variables would hold, in the way zsh runs such functions.
            script = "\n".join(
                (
                    "autoload -U +X compinit && compinit -D -u",
                    output("completion", "zsh"),
                    "try() { emulate -L ksh; local COMP_CWORD=1 COMPREPLY",
                    "COMP_WORDS=(recourse ti); _recourse; print -l -- ${COMPREPLY[@]}; }",
                    "try",
                )
            )
            done = subprocess.run(
                ["zsh", "-f", "-c", script], capture_output=True, text=True, check=False
            )
            # zsh itself leaves out what does not begin with "ti".
            self.assertEqual(done.stderr, "")
            self.assertIn("timers", done.stdout.split())

    def test_with_json_they_are_one_thing(self):
        for arguments in (("help",), ("man",), ("completion", "fish"), ("version",)):
            self.assertEqual(list(self.answer(*arguments)), ["item"], arguments)

    def test_every_command_is_in_the_manual_and_in_each_completion(self):
        names = commands()
        self.assertGreater(len(names), 15)
        page = output("man").replace("\\-", "-")
        for name in names:
            self.assertIn(f".SS recourse {name}\n", page)
            for shell in ("bash", "zsh", "fish"):
                self.assertIn(name, output("completion", shell))
        self.assertTrue(page.startswith(".TH RECOURSE 1"))
        headings = re.findall(r"^\.SH (.*)$", page, re.MULTILINE)
        self.assertEqual(len(headings), len(set(headings)), "a section for each heading")
        if shutil.which("man"):
            done = subprocess.run(
                ["man", "-l", "-"], input=output("man"), capture_output=True, text=True, check=False
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_reader_that_ends_early_is_no_error(self):
        for key in range(40):
            self.report_case(f"S001-{key + 1}")
        for arguments in (
            "cases", "deadlines", "timers list", "case history S001-1", "tail", "views list",
            "norms show shanghai", "report", "help", "man", "completion bash", "verify",
            "calendar years", "matters", "reasons", "districts", "roles", "phases", "health",
        ):  # fmt: skip
            done = subprocess.run(
                ["bash", "-c", f'"{PROGRAM}" --dir "{self.store}" {arguments} | head -n 1 '
                 '>/dev/null; echo "${PIPESTATUS[0]}"'],
                env={**os.environ, "RECOURSE_ACTOR": OFFICER},
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            self.assertEqual((done.stdout, done.stderr), ("0\n", ""), arguments)

    def test_an_export_that_nobody_reads_ends_silently(self):
        self.report_case()
        for form in ("xes", "ocel", "cloudevents", "csv", "arrow"):
            reads, writes = os.pipe()
            os.close(reads)
            try:
                done = subprocess.run(
                    [PROGRAM, "--dir", self.store, "export", form], stdout=writes,
                    env={**os.environ, "RECOURSE_ACTOR": OFFICER},
                    stderr=subprocess.PIPE, check=False,
                )  # fmt: skip
            finally:
                os.close(writes)
            self.assertEqual((done.returncode, done.stderr), (0, b""), form)


if __name__ == "__main__":
    main()
