"""OCEL 2.0 as a relational database: what its tables and rows must be. See README.md."""

SHARED = {
    "event": ("ocel_id", "ocel_type"),
    "object": ("ocel_id", "ocel_type"),
    "event_map_type": ("ocel_type", "ocel_type_map"),
    "object_map_type": ("ocel_type", "ocel_type_map"),
    "event_object": ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
    "object_object": ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
}
# Where a column of one table must be found in another.
REFERENCES = (
    ("event", "ocel_type", "event_map_type", "ocel_type"),
    ("object", "ocel_type", "object_map_type", "ocel_type"),
    ("event_object", "ocel_event_id", "event", "ocel_id"),
    ("event_object", "ocel_object_id", "object", "ocel_id"),
    ("object_object", "ocel_source_id", "object", "ocel_id"),
    ("object_object", "ocel_target_id", "object", "ocel_id"),
)
TYPES = {"TEXT", "TIMESTAMP", "INTEGER", "REAL", "BOOLEAN"}
MOMENT = "____-__-__T__:__:__%"


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def columns_of(base, table):
    return {row[1]: row[2] for row in base.execute(f"PRAGMA table_info({quoted(table)})")}


def doubled(base, table, columns):
    names = ", ".join(columns)
    return base.execute(
        f"SELECT {names} FROM {quoted(table)} GROUP BY {names} HAVING count(*) > 1"
    ).fetchall()


def shared_faults(base):
    for table, columns in SHARED.items():
        there = columns_of(base, table)
        if tuple(there) != columns:
            yield f"{table} has the columns {tuple(there)}"
            return
    for table, columns in SHARED.items():
        # A relation is the same if its qualifier is, too.
        key = columns if len(columns) == 3 else columns[:1]
        for row in doubled(base, table, key):
            yield f"{table} has {row} twice"
    for what in ("event", "object"):
        for row in doubled(base, what + "_map_type", ("ocel_type_map",)):
            yield f"two types of {what}s have the table {row}"
    for table, column, to, key in REFERENCES:
        for (value,) in base.execute(
            f"SELECT {column} FROM {table} WHERE {column} IS NULL OR {column} NOT IN"
            f" (SELECT {key} FROM {to})"
        ):
            yield f"{table}.{column}: {value!r} is not in {to}.{key}"


def type_faults(base, what, kind, table):
    """Of one type: its table, and its rows against the table of all."""
    columns = columns_of(base, table)
    fixed = {"ocel_id", "ocel_time"} | ({"ocel_changed_field"} if what == "object" else set())
    if not fixed <= set(columns):
        yield f"{table} has the columns {sorted(columns)}"
        return
    for name, of in columns.items():
        if of not in TYPES:
            yield f"{table}.{name} is of the type {of!r}"
        if of == "BOOLEAN":
            for (value,) in base.execute(
                f"SELECT {quoted(name)} FROM {quoted(table)} WHERE {quoted(name)} NOT IN (0, 1)"
            ):
                yield f"{table}.{name}: {value!r} is neither 0 nor 1"
    ids = f"SELECT ocel_id FROM {what} WHERE ocel_type = ?"
    for (key,) in base.execute(
        f"SELECT ocel_id FROM {quoted(table)} WHERE ocel_id IS NULL OR ocel_id NOT IN ({ids})",
        (kind,),
    ):
        yield f"{table}: {key!r} is no {what} of the type {kind}"
    # An event has one row; an object one that holds from the first, and one for each change.
    first = "" if what == "event" else " WHERE ocel_changed_field IS NULL"
    for key, times in base.execute(
        f"SELECT a.ocel_id, count(t.ocel_id) FROM ({ids}) a LEFT JOIN"
        f" (SELECT ocel_id FROM {quoted(table)}{first}) t USING (ocel_id)"
        " GROUP BY a.ocel_id HAVING count(t.ocel_id) <> 1",
        (kind,),
    ):
        yield f"{table}: {key!r} is there {times} times"
    for key, at in base.execute(
        f"SELECT ocel_id, ocel_time FROM {quoted(table)}"
        " WHERE ocel_time IS NULL OR ocel_time NOT LIKE ?", (MOMENT,),
    ):  # fmt: skip
        yield f"{table}: {key!r} is at {at!r}"
    if what == "object":
        for (field,) in base.execute(
            f"SELECT DISTINCT ocel_changed_field FROM {quoted(table)}"
            " WHERE ocel_changed_field IS NOT NULL"
        ):
            if field not in set(columns) - fixed:
                yield f"{table}: the changed field {field!r} is none"


def faults(base):
    """Everything that a database is not as it must be, in words."""
    found = list(shared_faults(base))
    if found:
        return found
    tables = {name for (name,) in base.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'")}  # fmt: skip
    known = set(SHARED)
    for what in ("event", "object"):
        for kind, name in base.execute(f"SELECT * FROM {what}_map_type").fetchall():
            table = f"{what}_{name}"
            known.add(table)
            if table not in tables:
                found.append(f"the type {kind} has no table {table}")
            else:
                found.extend(type_faults(base, what, kind, table))
    found.extend(f"{table} is of no type" for table in sorted(tables - known))
    return found
