"""A user of the installed Python package: a case on disk, a refusal, an error."""

import pathlib
import tempfile

import recourse
from recourse import Actor, complaint

officer = Actor("w7", "window_officer", "S001")
with tempfile.TemporaryDirectory() as folder, recourse.Office.open(folder) as office:
    report = complaint.Report(
        district="PD",
        category=complaint.Category.difficult,
        line=complaint.Line.population,
        present=True,
    )
    assert office.handle("S001-1", report, actor=officer).version == 2
    assert office.state("S001-1", actor=officer).phases.stage is complaint.Phase.accepted
    try:
        office.handle("S001-1", complaint.Rate(), actor=officer)
    except recourse.Refused as refused:
        assert refused.allowed
    else:
        raise SystemExit("it was not refused")
    try:
        office.state("nobody", actor=officer)
    except recourse.NotFoundError:
        pass
    else:
        raise SystemExit("there was a case")

installed = pathlib.Path(recourse.__file__).parent
for name in ("py.typed", "_core.pyi", "complaint/events.py"):
    assert (installed / name).is_file(), name
