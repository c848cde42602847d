"""Tables: rows of an office as columns, without a Python object a row.

    table = office.ledger_table(actor=officer, where=["station=S001"])
    table["closed_at"]                # numpy: datetime64[ms], NaT where nothing is
    table["station"].codes            # numpy: places among table["station"].words, -1: nothing
    polars.DataFrame(table)           # whatever knows the Arrow capsule protocol, as it is
    table.to_pandas()
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, final, overload

if TYPE_CHECKING:
    from . import _core


def _needed(module: str, what: str, package: str) -> Any:
    """The module; ImportError that says who wants it and where it comes from."""
    try:
        return importlib.import_module(module)
    except ImportError as missing:
        raise ImportError(
            f"{what} needs {module}, which is not installed (Debian: {package})", name=module
        ) from missing


def _numpy() -> Any:
    return _needed("numpy", "reading a table's columns", "python3-numpy")


@final
class Coded:
    """A column of texts, each different one kept once."""

    __slots__ = ("codes", "words", "zh")

    def __init__(self, codes: Any, words: Any, zh: tuple[str, ...]) -> None:
        self.codes = codes
        """numpy, int32: a place among `words` for each row; -1: nothing is there."""
        self.words = words
        """numpy: the different texts."""
        self.zh = zh
        """Chinese labels of `words`, if they are those of a closed list; else empty."""

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def mask(self) -> Any:
        """numpy: True where nothing is there."""
        return self.codes < 0

    def to_numpy(self) -> Any:
        """The text of each row; "" where nothing is there."""
        numpy = _numpy()
        return numpy.append(self.words, numpy.array([""], self.words.dtype))[self.codes]

    def __repr__(self) -> str:
        return f"<Coded: {len(self)} rows, {len(self.words)} words>"


@final
class Texts(Sequence["str | None"]):
    """A column of texts of which hardly any two are the same: a str is made when one is read."""

    __slots__ = ("_missing", "data", "offsets")

    def __init__(self, offsets: Any, data: Any, missing: Any) -> None:
        self.offsets = offsets
        """numpy, int64: where each begins in `data`, and where the last one ends."""
        self.data = data
        """numpy, uint8: the texts one behind the other, in UTF-8."""
        self._missing = missing

    def __len__(self) -> int:
        return len(self._missing)

    @overload
    def __getitem__(self, index: int) -> str | None: ...
    @overload
    def __getitem__(self, index: slice) -> list[str | None]: ...
    def __getitem__(self, index: int | slice) -> str | None | list[str | None]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        if self._missing[at]:
            return None
        return str(self.data[self.offsets[at]:self.offsets[at + 1]].tobytes(), "utf-8")

    @property
    def mask(self) -> Any:
        """numpy: True where nothing is there."""
        return self._missing

    def __repr__(self) -> str:
        return f"<Texts: {len(self)} rows>"


@final
class Table:
    """Rows of an office as columns, true at one position.

    Nothing is read before it is wanted. The Arrow protocol reads the rows from the beginning each
    time, a batch of at most 16,384 rows or 16 MiB of text at once. A column by its name reads them
    all once, and keeps them (`nbytes`).
    """

    __slots__ = ("_columns", "_rows")

    def __init__(self, rows: _core.TableRows) -> None:
        """Office.ledger_table and its like make one."""
        self._rows = rows
        self._columns: _core.TableColumns | None = None

    @property
    def position(self) -> int:
        """The rows are true at this position of the log."""
        return self._rows.position

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(name for name, _, _ in self._rows.forms)

    @property
    def kinds(self) -> dict[str, str]:
        """Of each column "number", "real", "truth", "moment", "word", "text" or "long_text"."""
        return {name: kind for name, kind, _ in self._rows.forms}

    def _loaded(self) -> _core.TableColumns:
        if self._columns is None:
            self._columns = self._rows.load()
        return self._columns

    def __len__(self) -> int:
        return self._loaded().rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    @property
    def nbytes(self) -> int:
        """Bytes that the columns take once they are read."""
        return self._loaded().nbytes

    def __getitem__(self, name: str) -> Any:
        """A column; KeyError if there is none of that name.

        Moments are datetime64[ms], in UTC, NaT where nothing is. Numbers and truths are arrays, or
        masked arrays where a row may have nothing there. Words and texts are Coded, long texts
        Texts.
        """
        kind, nullable = self._form(name)
        numpy = _numpy()
        held = self._loaded()
        data = numpy.asarray(held.data(name))
        if kind == "moment":
            return data.view("datetime64[ms]")
        if kind in ("word", "text"):
            return Coded(data, self._words(name), self._zh(name))
        if kind == "long_text":
            return Texts(data, numpy.asarray(held.text_bytes(name)), self.missing(name))
        return numpy.ma.MaskedArray(data, self.missing(name)) if nullable else data

    def missing(self, name: str) -> Any:
        """numpy: True where a row has nothing in that column."""
        self._form(name)
        return _numpy().asarray(self._loaded().missing(name))

    def _form(self, name: str) -> tuple[str, bool]:
        for known, kind, nullable in self._rows.forms:
            if known == name:
                return kind, nullable
        raise KeyError(f"there is no column {name!r}; there are {', '.join(self.columns)}")

    def _words(self, name: str) -> Any:
        numpy = _numpy()
        letters, width = self._loaded().wide_words(name)
        return numpy.asarray(letters).view(f"U{width}")

    def _zh(self, name: str) -> tuple[str, ...]:
        return tuple(self._rows.labels(name).values())

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """The rows by the Arrow C stream interface; from the beginning each time."""
        return self._rows.stream(requested_schema)

    def __arrow_c_schema__(self) -> Any:
        return self._rows.schema()

    def to_pandas(self) -> Any:
        """A pandas.DataFrame: words are categories, moments in UTC, numbers and truths that may be
        missing pandas' nullable ones. A text that many rows have is one str."""
        pandas = _needed("pandas", "Table.to_pandas", "python3-pandas")
        return pandas.DataFrame({name: self._series(pandas, name) for name in self.columns})

    def _series(self, pandas: Any, name: str) -> Any:
        kind, nullable = self._form(name)
        column = self[name]
        if kind == "moment":
            return pandas.Series(column).dt.tz_localize("UTC")
        if kind == "word":
            return pandas.Series(pandas.Categorical.from_codes(column.codes, column.words))
        if kind == "text":
            words = _numpy().append(column.words.astype(object), [None])
            return pandas.Series(words[column.codes], dtype=object)
        if kind == "long_text":
            return pandas.Series(list(column), dtype=object)
        if not nullable or kind == "real":
            return pandas.Series(column.filled(float("nan")) if nullable else column)
        arrays = pandas.arrays
        array = arrays.BooleanArray if kind == "truth" else arrays.IntegerArray
        return pandas.Series(array(column.data.copy(), self.missing(name).copy()))

    def __repr__(self) -> str:
        return f"<recourse.Table at position {self.position}: {', '.join(self.columns)}>"
