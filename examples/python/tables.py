"""Cases by the thousand, as columns, and as pictures: tables.py [folder for the pictures]"""

import random
import sys
from datetime import datetime, timedelta, timezone

from recourse import Actor, ManualClock, Office, Sealed
from recourse import complaint as c

DISTRICTS = ("HP", "PD", "XH")
FIRST = datetime(2023, 6, 1, 9, tzinfo=timezone(timedelta(hours=8)))
rng, clock = random.Random(7), ManualClock(FIRST)


def officer(case: int) -> Actor:
    return Actor("w7", "window_officer", f"S{case % 9:03}")


with Office.open(store="memory", clock=clock) as office:
    # A morning's reports in one call: each has an outcome of its own, in the order of the items.
    reports = [
        {"key": f"A-{i:04}", "actor": officer(i), "command": c.Report(
            district=DISTRICTS[i % 3], category=c.Category.difficult, present=True,
            line=c.Line.population if i % 4 else c.Line.traffic, name=Sealed("张三"))}
        for i in range(600)
    ]
    office.handle_many(reports).raise_first()
    for _ in range(6):
        clock.advance(timedelta(days=1))
        some = rng.sample(range(600), 150)
        routed = office.handle_many(
            {"key": f"A-{i:04}", "actor": officer(i), "command": c.RouteOnSpot()} for i in some)
        office.handle_many(
            {"key": f"A-{i:04}", "actor": Actor("c1", "station_chief", f"S{i % 9:03}"),
             "command": c.Close(outcome=c.Outcome.done, reply=Sealed("已办结"), applied=True,
                                told=c.Told.in_person, why_late=c.LateReason.department_waited)}
            for i in some)
        office.handle_many(
            {"key": f"A-{i:04}", "actor": Actor("citizen", "citizen"),
             "command": c.Rate(way=c.RatingWay.code, grade=rng.choice(list(c.Grade)[:4]))}
            for i in some)
        taken, refused = routed.taken, len(routed.failures())
    print(f"the last day: {taken} handled, {refused} refused, as they were closed before")

    supervisor = Actor("v1", "supervisor")
    ledger = office.ledger_table(actor=supervisor)
    try:
        import numpy
    except ImportError:
        print("without NumPy (python3-numpy) that is all")
        sys.exit()
    days = ledger["working_days"]
    print(f"{len(ledger)} cases in {ledger.nbytes // 1024} KiB; closed: {days.count()}, "
          f"median {numpy.median(days.compressed()):.0f} working days")
    figures = office.figures_table(actor=supervisor, by=["district"], figures=["done_rate"])
    for district, rate in zip(figures["district"].to_numpy(), figures["done_rate"]):
        print(f"{district}: {rate:.0%} done")

    if len(sys.argv) > 1:
        from recourse import plot

        months = office.figures_table(actor=supervisor, by=["day"], figures=["cases", "done"])
        for name, ax in (
            ("lifecycle", plot.lifecycle(office.steps(actor=supervisor))),
            ("on_time", plot.on_time(ledger, days=10)),
            ("ratings", plot.ratings(ledger)),
            ("districts", plot.districts(figures, "done_rate", label="办成率")),
            ("trend", plot.trend(months, ["cases", "done"], by="day",
                                 labels={"cases": "登记", "done": "办成"})),
        ):
            ax.figure.savefig(f"{sys.argv[1]}/{name}.png")
