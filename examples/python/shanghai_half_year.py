"""Half a year of Shanghai's windows, June to November 2023: shanghai_half_year.py [directory]

Played from a seed: the totals of stations and matters are the published ones, the rest is made up.
"""

import heapq
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from recourse import Actor, ManualClock, Office, Sealed
from recourse import complaint as c

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = datetime(2023, 6, 1, tzinfo=timezone(8 * HOUR))


DISTRICTS = "HP XH CN JA PT HK YP MH BS JD PD JS SJ QP FX CM".split()


def life(station: str, rng: random.Random) -> Iterator[tuple[Actor, c.Command, timedelta]]:
    """What is asked of one case: by whom, what, and how long it is to the next step."""
    district = DISTRICTS[int(station[1:]) % 16]
    officer = Actor(f"{station}-{rng.randint(1, 4)}", "window_officer", station)
    chief = Actor(f"{station}-c", "station_chief", station)
    line = c.Line.population if rng.random() < 0.9 else c.Line.public_order
    yield officer, c.Report(district=district, category=c.Category.difficult, line=line,
                            name=Sealed("张三"), present=True), HOUR / 6
    if line is c.Line.population and rng.random() < 0.15:
        question, tried = Sealed("能否容缺办理？"), Sealed("查阅档案")
        yield officer, c.Escalate(question=question, tried=tried), rng.randint(1, 25) * DAY
        yield Actor("d1", "district_officer", f"{district}.RK"), c.AnswerAsDepartment(
            kind=c.AnswerKind.do_it_so, solution=Sealed("可以办理"), wording="可以办理"), HOUR
    else:
        yield officer, c.RouteOnSpot(explanation=Sealed("当场核对后办理")), HOUR
    yield chief, c.Close(outcome=c.Outcome.done, reply=Sealed("已办结"), told=c.Told.in_person,
                         applied=True, why_late=c.LateReason.department_waited), DAY
    if rng.random() < 0.6:
        grade = rng.choice(list(c.Grade)[:3])
        yield Actor("citizen", "citizen"), c.Rate(way=c.RatingWay.code, grade=grade), DAY


rng, clock = random.Random(20231130), ManualClock(FIRST)
days = [FIRST + n * DAY for n in range(183) if (FIRST + n * DAY).weekday() < 5]
agenda = sorted((rng.choice(days) + (9 + rng.random() * 6) * HOUR, n) for n in range(3254))
lives = [life(f"S{n % 311 + 1:03}", rng) for n in range(3254)]
directory = sys.argv[1] if len(sys.argv) > 1 else None
with Office.open(directory, store="rocksdb" if directory else "memory", clock=clock) as office:
    while agenda:
        moment, n = heapq.heappop(agenda)
        if moment - clock.now() > DAY / 2:
            clock.set(moment)
            office.fire_due()  # the limits that passed over night
        clock.set(moment)
        if step := next(lives[n], None):
            office.handle(f"case-{n}", step[1], actor=step[0])
            heapq.heappush(agenda, (moment + step[2], n))
    figures = office.report()
print(f"{figures.cases} cases at {figures.stations} windows: {figures.done} done, "
      f"{figures.on_time} on time, {figures.escalated} escalated, {figures.overdue} overdue")
print({grade.zh: count for grade, count in figures.grades.items() if count})
