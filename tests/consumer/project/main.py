"""A user of the installed Python package: a case on disk, a refusal, an error."""

import pathlib
import tempfile

import recourse
from recourse import Actor, casework

officer = Actor("w7", "window_officer", "S001")
with tempfile.TemporaryDirectory() as folder, recourse.Engine.open(folder) as engine:
    report = casework.Report(
        category=casework.Category.difficult, line=casework.Line.population, present=True
    )
    assert engine.handle("S001-1", report, actor=officer).version == 2
    assert engine.state("S001-1").phases.life is casework.Phase.accepted
    try:
        engine.handle("S001-1", casework.Rate(), actor=officer)
    except recourse.Refused as refused:
        assert refused.allowed
    else:
        raise SystemExit("it was not refused")
    try:
        engine.state("nobody")
    except recourse.NotFoundError:
        pass
    else:
        raise SystemExit("there was a case")

installed = pathlib.Path(recourse.__file__).parent
for name in ("py.typed", "_core.pyi", "casework/events.py"):
    assert (installed / name).is_file(), name
