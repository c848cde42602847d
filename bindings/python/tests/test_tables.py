"""Many commands at once, and tables: the Arrow capsules read by hand, NumPy, pandas."""

from __future__ import annotations

import ctypes
import datetime
import threading
from typing import Any

import pytest
from conftest import OFFICER, SUPERVISOR, report

import recourse
from recourse import Actor, Sealed, complaint
from recourse.bulk import Item
from recourse.table import Coded, Table, Texts

OTHER = Actor("w9", "window_officer", "S009")
CITIZEN = Actor("c1", "citizen")


class Schema(ctypes.Structure):
    """struct ArrowSchema, as Arrow's specification prints it."""


Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(Schema))), ("dictionary", ctypes.POINTER(Schema)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))), ("private_data", ctypes.c_void_p),
]


class Array(ctypes.Structure):
    """struct ArrowArray."""


Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))), ("dictionary", ctypes.POINTER(Array)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))), ("private_data", ctypes.c_void_p),
]


class Stream(ctypes.Structure):
    """struct ArrowArrayStream."""


Stream._fields_ = [
    ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Schema))),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Array))),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(Stream))),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Stream))),
    ("private_data", ctypes.c_void_p),
]

pointer_in = ctypes.pythonapi.PyCapsule_GetPointer
pointer_in.restype = ctypes.c_void_p
pointer_in.argtypes = [ctypes.py_object, ctypes.c_char_p]


def stream_in(capsule: object) -> Any:
    return Stream.from_address(pointer_in(capsule, b"arrow_array_stream"))


def bit(address: int, at: int) -> bool:
    return bool(ctypes.c_uint8.from_address(address + at // 8).value >> at % 8 & 1)


def value_at(schema: Any, array: Any, row: int) -> object:
    """A value of an array, read from its buffers."""
    valid, data = array.buffers[0], array.buffers[1]
    if valid and not bit(valid, row):
        return None
    if schema.format == b"u":
        begin, end = (ctypes.c_int32.from_address(data + 4 * i).value for i in (row, row + 1))
        return ctypes.string_at(array.buffers[2] + begin, end - begin).decode()
    if schema.format == b"b":
        return bit(data, row)
    kind: Any = {b"I": ctypes.c_uint32, b"L": ctypes.c_uint64, b"l": ctypes.c_int64,
                 b"i": ctypes.c_int32, b"g": ctypes.c_double, b"tsm:UTC": ctypes.c_int64}
    value = kind[schema.format].from_address(data + ctypes.sizeof(kind[schema.format]) * row).value
    if schema.dictionary:
        return value_at(schema.dictionary.contents, array.dictionary.contents, value)
    return value


def rows_of(table: Table) -> tuple[dict[str, bytes], list[int], dict[str, list[object]]]:
    """(formats, rows of each batch, values of each column) of the stream; all released."""
    capsule = table.__arrow_c_stream__()
    stream = stream_in(capsule)
    schema = Schema()
    assert stream.get_schema(stream, schema) == 0
    assert schema.format == b"+s"
    fields = [schema.children[i].contents for i in range(schema.n_children)]
    values: dict[str, list[object]] = {field.name.decode(): [] for field in fields}
    batches = []
    while True:
        array = Array()
        assert stream.get_next(stream, array) == 0
        if not array.release:
            break
        batches.append(array.length)
        for i, field in enumerate(fields):
            column = array.children[i].contents
            assert column.length == array.length
            read = [value_at(field, column, row) for row in range(column.length)]
            assert column.null_count == read.count(None)
            values[field.name.decode()] += read
        array.release(array)
        assert not array.release
    formats = {field.name.decode(): field.format for field in fields}
    schema.release(schema)
    assert not schema.release
    return formats, batches, values


@pytest.fixture
def cases(office: recourse.Office) -> recourse.Office:
    """Three cases; A-2 was handled on the spot and closed."""
    for key in ("A-1", "A-2", "A-3"):
        office.handle(key, report(name=Sealed("张三丰")), actor=OFFICER)
    office.handle("A-2", complaint.RouteOnSpot(), actor=OFFICER)
    office.handle("A-2", complaint.Close(outcome=complaint.Outcome.done, reply=Sealed("办了"),
                                         told=complaint.Told.in_person, applied=True),
                  actor=Actor("c1", "station_chief", "S001"))
    return office


# handle_many


def test_many_commands_have_an_outcome_each_in_their_order(office: recourse.Office) -> None:
    items = [(f"A-{i}", report()) for i in range(700)]
    outcomes = office.handle_many(items, actor=OFFICER, in_flight=16)
    assert len(outcomes) == outcomes.taken == 700
    assert outcomes.failures() == []
    outcomes.raise_first()
    assert all(isinstance(one, recourse.Appended) and one.version == 2 for one in outcomes)
    assert outcomes[-1] == outcomes[699]
    lasts = {one.last for one in outcomes if isinstance(one, recourse.Appended)}
    assert lasts == {2 * i for i in range(1, 701)}
    with pytest.raises(IndexError):
        outcomes[700]
    # What was written is read.
    assert len(office.cases(actor=SUPERVISOR, page_size=1000).cases) == 700


def test_what_is_wrong_with_an_item_is_its_answer(office: recourse.Office) -> None:
    at = datetime.datetime(2023, 6, 2, tzinfo=datetime.timezone.utc)
    items: list[Any] = [
        ("A-1", report()),
        ("A-1", report()),                                   # refused
        ("A-1", "case.route_on_spot", {"no_such": 1}),       # malformed
        ("A-1", "case.nothing"),                             # no command
        ("A-1", report(station=7)),                          # a field that does not fit
        7,
        ("A-1",),
        {"key": "A-1", "command": "case.route_on_spot", "expected": 1},
        {"key": "A-1", "what": 1},
        Item("case/A-1", complaint.RouteOnSpot(), at=at, command_id="0" * 31 + "1", expected=2),
        Item("A-1", complaint.RouteOnSpot(), at=at, command_id="0" * 31 + "1", expected=2),
        Item("A-1", report(), actor=OTHER, workflow="calendar"),
        ("no/such/stream", report()),
    ]
    outcomes = office.handle_many(iter(items), actor=OFFICER)
    kinds = [type(one).__name__ for one in outcomes]
    assert kinds == [
        "Appended", "Refused", "MalformedError", "UnknownEventError", "TypeError", "TypeError",
        "ValueError", "VersionConflictError", "ValueError", "Appended", "Appended",
        "InvalidArgumentError", "InvalidArgumentError",
    ]
    refused, conflict, first, second = outcomes[1], outcomes[7], outcomes[9], outcomes[10]
    assert isinstance(refused, recourse.Refused) and refused.name == "already_reported"
    assert isinstance(conflict, recourse.VersionConflictError) and conflict.actual == 2
    assert isinstance(first, recourse.Appended) and isinstance(second, recourse.Appended)
    assert (first.repeated, second.repeated) == (False, True)
    assert outcomes.taken == 3
    assert [index for index, _ in outcomes.failures()] == [1, 2, 3, 4, 5, 6, 7, 8, 11, 12]
    assert "Report.station" in str(outcomes[4])
    with pytest.raises(recourse.Refused, match="already_reported"):
        outcomes.raise_first()


def test_items_of_other_workflows_and_without_an_actor(office: recourse.Office) -> None:
    fields = {"year": 2027, "days": [{"date": "2027-01-01", "off": True, "name": "元旦"}],
              "source": "gov.cn"}
    administrator = Actor("a1", "administrator")
    many = office.handle_many([(None, "calendar.publish_year", fields)], actor=administrator,
                              workflow="calendar")
    many.raise_first()
    assert isinstance(office.handle_many([("A-1", report())])[0], TypeError)
    with pytest.raises(recourse.InvalidArgumentError, match="in_flight"):
        office.handle_many([], actor=OFFICER, in_flight=0)
    with pytest.raises(recourse.InvalidArgumentError, match="no workflow"):
        office.handle_many([], actor=OFFICER, workflow="no_such")
    with pytest.raises(TypeError):
        office.handle_many(7, actor=OFFICER)  # type: ignore[arg-type]


def test_what_reading_items_raises_is_raised(office: recourse.Office) -> None:
    def items() -> Any:
        yield "A-1", report()
        raise KeyError("no more")

    with pytest.raises(KeyError, match="no more"):
        office.handle_many(items(), actor=OFFICER)


def test_an_office_that_is_closed_meanwhile_answers_closed(clock: recourse.ManualClock) -> None:
    office = recourse.Office.open(store="memory", clock=clock)

    def items() -> Any:
        for i in range(2000):
            if i == 1000:
                closing = threading.Thread(target=office.close)
                closing.start()
                closing.join()
            yield f"A-{i}", report()

    outcomes = office.handle_many(items(), actor=OFFICER)
    assert len(outcomes) == 2000
    assert isinstance(outcomes[0], recourse.Appended)
    assert all(isinstance(outcomes[i], recourse.ClosedError) for i in range(1024, 2000))
    with pytest.raises(recourse.ClosedError):
        office.handle_many([], actor=OFFICER)


# Arrow


def test_the_ledger_streams_as_arrow(cases: recourse.Office) -> None:
    table = cases.ledger_table(actor=OFFICER, batch_rows=2, columns="number,line,reported_at,"
                               "closed_at,working_days,on_time,overdue,reporter,earlier_trips")
    formats, batches, values = rows_of(table)
    assert formats == {
        "number": b"u", "line": b"i", "reported_at": b"tsm:UTC", "closed_at": b"tsm:UTC",
        "working_days": b"I", "on_time": b"b", "overdue": b"b", "reporter": b"u",
        "earlier_trips": b"I",
    }
    assert batches == [2, 1]
    assert values["number"] == ["A-1", "A-2", "A-3"]
    assert values["line"] == ["population"] * 3
    now = int(cases.now().timestamp() * 1000)
    assert values["reported_at"] == [now] * 3
    assert values["closed_at"] == [None, now, None]
    assert values["working_days"] == [None, 0, None]
    assert values["on_time"] == [None, True, None]
    assert values["overdue"] == [False] * 3
    assert values["reporter"] == ["张*丰"] * 3 or values["reporter"] == ["张*"] * 3


def test_a_table_is_read_again_and_stays_as_it_was(cases: recourse.Office) -> None:
    table = cases.ledger_table(actor=SUPERVISOR)
    first = rows_of(table)
    cases.handle("A-4", report(), actor=OFFICER)
    cases.handle("A-3", complaint.RouteOnSpot(), actor=OFFICER)
    assert rows_of(table) == first
    assert len(table) == 3
    assert len(cases.ledger_table(actor=SUPERVISOR)) == 4
    assert len(cases.ledger_table(actor=SUPERVISOR, as_of=table.position)) == 3
    with pytest.raises(recourse.TimedOutError, match="not yet at"):
        cases.ledger_table(actor=SUPERVISOR, as_of=10**9)


def test_arrays_outlive_the_stream_and_move_out_of_their_parent(cases: recourse.Office) -> None:
    capsule = cases.ledger_table(actor=SUPERVISOR, columns="number").__arrow_c_stream__()
    stream = stream_in(capsule)
    schema, array = Schema(), Array()
    assert stream.get_schema(stream, schema) == 0
    assert stream.get_next(stream, array) == 0
    stream.release(stream)
    assert not stream.release
    del capsule  # releases nothing twice
    moved = Array.from_buffer_copy(array.children[0].contents)
    array.children[0].contents.release = type(moved.release)()
    array.release(array)
    field = schema.children[0].contents
    assert [value_at(field, moved, i) for i in range(3)] == ["A-1", "A-2", "A-3"]
    moved.release(moved)
    assert not moved.release
    schema.release(schema)


def test_an_error_ends_the_stream_with_its_text(cases: recourse.Office) -> None:
    capsule = cases.history_table(["A-1", "no-such"], actor=OFFICER).__arrow_c_stream__()
    stream = stream_in(capsule)
    array = Array()
    assert stream.get_next(stream, array) != 0
    assert not array.release
    assert b"not_found: there is no case 'no-such'" in stream.get_last_error(stream)
    assert stream.get_next(stream, array) != 0  # and it stays so
    refused = cases.history_table(["A-1"], actor=OTHER).__arrow_c_stream__()
    assert stream_in(refused).get_next(stream_in(refused), array) != 0
    assert b"not_to_be_seen" in stream_in(refused).get_last_error(stream_in(refused))


def test_a_stream_of_a_closed_office_says_so(clock: recourse.ManualClock) -> None:
    office = recourse.Office.open(store="memory", clock=clock)
    office.handle("A-1", report(), actor=OFFICER)
    table = office.ledger_table(actor=SUPERVISOR)
    capsule = table.__arrow_c_stream__()
    office.close()
    array = Array()
    assert stream_in(capsule).get_next(stream_in(capsule), array) != 0
    assert b"closed" in stream_in(capsule).get_last_error(stream_in(capsule))
    with pytest.raises(recourse.ClosedError):
        len(table)


def test_a_schema_is_asked_for_and_held_against(cases: recourse.Office) -> None:
    table = cases.ledger_table(actor=SUPERVISOR, columns="number,line")
    schema = table.__arrow_c_schema__()
    held = Schema.from_address(pointer_in(schema, b"arrow_schema"))
    assert [held.children[i].contents.name for i in range(held.n_children)] == [b"number", b"line"]
    table.__arrow_c_stream__(schema)
    other = cases.ledger_table(actor=SUPERVISOR, columns="number,unit")
    with pytest.raises(recourse.InvalidArgumentError, match="other columns"):
        other.__arrow_c_stream__(schema)
    with pytest.raises(TypeError, match="arrow_schema"):
        table.__arrow_c_stream__(7)


def test_many_batches_come_whole(office: recourse.Office) -> None:
    office.handle_many([(f"A-{i:04}", report()) for i in range(2300)], actor=OFFICER).raise_first()
    _, batches, values = rows_of(office.ledger_table(actor=SUPERVISOR, columns="number,phase"))
    assert sum(batches) == 2300
    assert values["number"] == [f"A-{i:04}" for i in range(2300)]
    _, batches, values = rows_of(
        office.log_table(actor=SUPERVISOR, columns=["position", "type"], batch_rows=1000))
    assert batches == [1000, 1000, 1000, 1000, 600]
    assert values["position"] == list(range(1, 4601))


def test_the_log_and_histories_show_what_is_to_be_seen(cases: recourse.Office) -> None:
    _, _, log = rows_of(cases.log_table(actor=SUPERVISOR, types=["case.received"]))
    assert log["stream"] == ["case/A-1", "case/A-2", "case/A-3"]
    assert all("张三丰" not in str(event) for event in log["event"])
    assert rows_of(cases.log_table(actor=OTHER))[1] == []
    assert rows_of(cases.log_table(actor=SUPERVISOR, from_=2, to=3))[2]["position"] == [2, 3]
    _, _, past = rows_of(cases.history_table(["A-2", "case/A-1"], actor=OFFICER, purpose="回访"))
    assert "张三丰" in str(past["event"][0])
    types = [entry.event.TYPE for entry in cases.history("A-2", actor=OFFICER)]
    assert past["type"][:4] == types[:4]
    assert "case.unmasked" in types  # the look was recorded
    with pytest.raises(recourse.InvalidArgumentError, match="no kind of streams"):
        cases.log_table(actor=SUPERVISOR, kind="cse")
    with pytest.raises(recourse.InvalidArgumentError, match="there is no column 'posit'"):
        cases.log_table(actor=SUPERVISOR, columns=["posit"])
    with pytest.raises(recourse.InvalidArgumentError, match="batch_rows"):
        cases.log_table(actor=SUPERVISOR, batch_rows=0)


# NumPy and pandas


def test_columns_are_numpy_arrays(cases: recourse.Office) -> None:
    numpy = pytest.importorskip("numpy")
    table = cases.ledger_table(actor=OFFICER)
    assert len(table) == 3 and table.nbytes > 0 and "line" in table
    closed = table["closed_at"]
    assert closed.dtype == "datetime64[ms]"
    assert numpy.isnat(closed).tolist() == [True, False, True]
    assert closed[1] == numpy.datetime64(cases.now().replace(tzinfo=None), "ms")
    assert table["overdue"].dtype == bool and not table["overdue"].any()
    days = table["working_days"]
    assert days.dtype == numpy.uint32 and days.mask.tolist() == [True, False, True]
    line = table["line"]
    assert isinstance(line, Coded)
    assert line.to_numpy().tolist() == ["population"] * 3
    assert line.zh[list(line.words).index("population")] == "人口"
    outcome = table["outcome"]
    assert outcome.to_numpy().tolist() == ["", "done", ""]
    assert outcome.mask.tolist() == [True, False, True]
    assert table["number"].words.tolist() == ["A-1", "A-2", "A-3"]
    assert table["reporter"].words.tolist() == [Sealed("张三丰").masked()]
    with pytest.raises(KeyError, match="no column 'nothing'"):
        table["nothing"]
    with pytest.raises(ValueError, match="read-only"):
        table["overdue"][0] = True
    events = cases.log_table(actor=SUPERVISOR)["event"]
    assert isinstance(events, Texts)
    assert str(events[0]).startswith('{"type":"case.received"') and len(events[1:3]) == 2


def test_figures_are_columns(cases: recourse.Office) -> None:
    numpy = pytest.importorskip("numpy")
    table = cases.figures_table(actor=SUPERVISOR, by=["station"],
                                figures=["cases", "done_rate", "days_p90"])
    assert table.columns == ("station", "cases", "done_rate", "done_rate_value", "done_rate_of",
                             "days_p90", "days_p90_of")
    assert table["cases"].tolist() == [3]
    assert table["done_rate"].tolist() == [1.0] and table["done_rate_of"].tolist() == [1]
    events = cases.events_table(actor=SUPERVISOR, by=["type"])
    counts = dict(zip(events["type"].to_numpy(), events["events"]))
    assert counts["case.received"] == 3 and numpy.sum(events["events"]) == cases.head()
    with pytest.raises(recourse.Refused):
        cases.figures_table(actor=CITIZEN)
    with pytest.raises(recourse.InvalidArgumentError):
        cases.figures_table(actor=SUPERVISOR, figures=["no_such"])


def test_pandas_gets_its_own_types(cases: recourse.Office) -> None:
    pandas = pytest.importorskip("pandas")
    frame = cases.ledger_table(actor=OFFICER).to_pandas()
    assert len(frame) == 3
    assert str(frame.dtypes["closed_at"]) == "datetime64[ns, UTC]"
    assert str(frame.dtypes["line"]) == "category"
    assert str(frame.dtypes["working_days"]) == "UInt32"
    done = frame[frame["outcome"] == "done"]
    assert done["number"].tolist() == ["A-2"]
    assert done["closed_at"].iloc[0] == pandas.Timestamp(cases.now())
    assert frame["working_days"].isna().tolist() == [True, False, True]


def test_without_the_library_it_is_named(
    cases: recourse.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    table = cases.ledger_table(actor=OFFICER)
    with pytest.raises(ImportError, match="needs pandas.*python3-pandas"):
        table.to_pandas()
    with pytest.raises(ImportError, match="needs numpy.*python3-numpy"):
        table["line"]


@pytest.mark.parametrize("name", ["pyarrow", "polars", "duckdb"])
def test_other_libraries_take_a_table_as_it_is(cases: recourse.Office, name: str) -> None:
    library: Any = pytest.importorskip(name)
    rows = cases.ledger_table(actor=OFFICER)
    if name == "pyarrow":
        assert library.table(rows).column("number").to_pylist() == ["A-1", "A-2", "A-3"]
    elif name == "polars":
        assert library.DataFrame(rows)["number"].to_list() == ["A-1", "A-2", "A-3"]
    else:
        done = library.sql("SELECT number FROM rows WHERE outcome = 'done'")
        assert done.fetchall() == [("A-2",)]
