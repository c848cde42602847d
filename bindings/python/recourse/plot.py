"""Pictures of an office's figures, by matplotlib (Debian: python3-matplotlib).

    from recourse import plot

    ledger = office.ledger_table(actor=chief)
    plot.on_time(ledger).figure.savefig("on_time.png")

Each function draws into `ax`, or into a figure of its own, and answers with the Axes. Labels are
Chinese, in the first font of FONTS that is installed, or English with zh=False. Units are drawn in
the order of their codes, never by rank (R43).
"""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from typing import Any

from .table import Coded, Table, _needed

FONTS = ("Noto Sans CJK SC", "Noto Serif CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei",
         "WenQuanYi Micro Hei", "SimHei", "Microsoft YaHei", "PingFang SC")
"""Fonts that have Chinese, the first that is installed is taken."""

_GRADE_COLOURS = ("#1a7f5a", "#6fb98f", "#d9d9d9", "#f0a35e", "#c8452f")


def _axes(ax: Any, size: tuple[float, float]) -> Any:
    """`ax`, or that of a new figure, which no window knows."""
    if ax is not None:
        return ax
    _needed("matplotlib", "recourse.plot", "python3-matplotlib")
    figure = _needed("matplotlib.figure", "recourse.plot", "python3-matplotlib")
    return figure.Figure(figsize=size, layout="constrained").subplots()


def _font(zh: bool) -> Any:
    """Properties of a font that has the labels' letters. LookupError if none has Chinese."""
    manager = _needed("matplotlib.font_manager", "recourse.plot", "python3-matplotlib")
    if not zh:
        return manager.FontProperties()
    installed = {font.name for font in manager.fontManager.ttflist}
    # A collection is listed by the name of its first font, which has the same letters.
    for name in (*FONTS, *(font.replace(" SC", " JP") for font in FONTS)):
        if name in installed:
            return manager.FontProperties(family=name)
    raise LookupError(
        f"no font with Chinese is installed (Debian: fonts-noto-cjk): one of {', '.join(FONTS)}; "
        "or draw in English: zh=False"
    )


def _finish(ax: Any, font: Any, title: str, x: str, y: str) -> Any:
    """Sets what is written around a picture, all in one font."""
    ax.set_title(title, fontproperties=font)
    ax.set_xlabel(x, fontproperties=font)
    ax.set_ylabel(y, fontproperties=font)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set_fontproperties(font)
    return ax


def _percent(axis: Any) -> None:
    ticker = _needed("matplotlib.ticker", "recourse.plot", "python3-matplotlib")
    axis.set_major_formatter(ticker.PercentFormatter(xmax=1, decimals=0))


def _coded(table: Table, name: str) -> Coded:
    column = table[name]
    if not isinstance(column, Coded):
        raise ValueError(f"{name} holds no words")
    return column


def _label(column: Coded, place: int, zh: bool) -> str:
    return column.zh[place] if zh and column.zh else str(column.words[place])


def on_time(ledger: Table, *, by: str = "line", days: int = 30, zh: bool = True,
            ax: Any = None) -> Any:
    """Of the cases that ended, the share that did within so many working days, a curve for each
    word of the column `by` that some case has. `ledger`: of Office.ledger_table."""
    numpy = _needed("numpy", "recourse.plot", "python3-numpy")
    ax, font = _axes(ax, (8, 4.5)), _font(zh)
    taken, groups = ledger["working_days"], _coded(ledger, by)
    ended = ~numpy.ma.getmaskarray(taken)
    at = numpy.arange(days + 1)
    for place in range(len(groups.words)):
        own = numpy.sort(taken.data[ended & (groups.codes == place)])
        if len(own) == 0:
            continue
        share = numpy.searchsorted(own, at, side="right") / len(own)
        ax.step(at, share, where="post", label=f"{_label(groups, place, zh)} ({len(own)})")
    for limit in (5, 15):
        if limit <= days:
            ax.axvline(limit, color="#999999", linewidth=0.8, linestyle=":")
    ax.set_ylim(0, 1.02)
    _percent(ax.yaxis)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(prop=font)
    if zh:
        return _finish(ax, font, "办结时限", "工作日", "已办结占比")
    return _finish(ax, font, "Closed within working days", "working days", "share of closed cases")


def ratings(ledger: Table, *, zh: bool = True, ax: Any = None) -> Any:
    """How the citizens rated the whole, the service and the policy (R17): shares of the five
    grades. `ledger`: of Office.ledger_table."""
    numpy = _needed("numpy", "recourse.plot", "python3-numpy")
    ax, font = _axes(ax, (8, 3.2)), _font(zh)
    rows = (("policy", "政策"), ("service", "服务"), ("rating", "总体"))
    names = []
    for y, (name, label) in enumerate(rows):
        column = _coded(ledger, name)
        counts = numpy.bincount(column.codes[~column.mask], minlength=len(column.words))
        total = int(counts.sum())
        names.append(f"{label if zh else name} ({total})")
        left = 0.0
        for place, count in enumerate(counts):
            share = count / total if total else 0.0
            ax.barh(y, share, left=left, color=_GRADE_COLOURS[place % 5],
                    label=_label(column, place, zh) if y == 0 else None)
            if share >= 0.05:
                ax.text(left + share / 2, y, str(count), ha="center", va="center")
            left += share
    ax.set_xlim(0, 1)
    ax.set_yticks(range(len(rows)), names)
    _percent(ax.xaxis)
    ax.legend(prop=font, ncols=5, loc="upper center", bbox_to_anchor=(0.5, -0.2), frameon=False)
    return _finish(ax, font, "群众评价" if zh else "Ratings", "", "")


def districts(figures: Table, figure: str, *, by: str = "district", label: str = "",
              zh: bool = True, ax: Any = None) -> Any:
    """A figure for each district, in the order of their codes. `figures`: of Office.figures_table
    with by=[`by`] and that figure; a share is drawn in percent. `label`: what the figure is."""
    numpy = _needed("numpy", "recourse.plot", "python3-numpy")
    codes, values = _coded(figures, by).to_numpy(), numpy.ma.filled(
        numpy.ma.masked_invalid(numpy.ma.asarray(figures[figure], dtype=float)), numpy.nan)
    order = numpy.argsort(codes, kind="stable")
    ax, font = _axes(ax, (8, 4.5)), _font(zh)
    bars = ax.bar([str(code) for code in codes[order]], values[order], color="#3b6ea5")
    share = f"{figure}_value" in figures
    ax.bar_label(bars, labels=[_written(value, share) for value in values[order]], fontsize=8)
    if share:
        ax.set_ylim(0, 1.05)
        _percent(ax.yaxis)
    return _finish(ax, font, label or figure, "分局" if zh else by, "")


def _written(value: float, share: bool) -> str:
    if value != value:  # not a number: no case
        return ""
    return f"{value:.0%}" if share else f"{value:g}"


def trend(figures: Table, names: Sequence[str], *, by: str = "month",
          labels: Mapping[str, str] | None = None, zh: bool = True, ax: Any = None) -> Any:
    """Figures over periods, a line for each. `figures`: of Office.figures_table with by=[`by`] and
    those figures, all shares or all counts. `labels`: what the figures are called."""
    numpy = _needed("numpy", "recourse.plot", "python3-numpy")
    shares = {name: f"{name}_value" in figures for name in names}
    if len(set(shares.values())) > 1:
        raise ValueError(f"shares and counts have no axis in common: {', '.join(names)}")
    periods = _coded(figures, by).to_numpy()
    order = numpy.argsort(periods, kind="stable")
    ax, font = _axes(ax, (8, 4.5)), _font(zh)
    for name in names:
        values = numpy.ma.asarray(figures[name], dtype=float)
        ax.plot([str(one) for one in periods[order]], values.filled(numpy.nan)[order], marker="o",
                label=(labels or {}).get(name, name))
    if any(shares.values()):
        _percent(ax.yaxis)
    ax.set_ylim(bottom=0)
    if names:
        ax.legend(prop=font)
    return _finish(ax, font, "趋势" if zh else "Trend", "时间" if zh else by, "")


def lifecycle(steps: Mapping[str, Any], *, most: int = 20, zh: bool = True, ax: Any = None) -> Any:
    """Which step follows which, and how often: an arrow for each of the `most` frequent pairs, as
    wide as it is frequent. `steps`: of Office.steps."""
    ax, font = _axes(ax, (9, 7)), _font(zh)
    patches = _needed("matplotlib.patches", "recourse.plot", "python3-matplotlib")
    edges = [(edge["from"], edge["to"], int(edge["count"])) for edge in steps["edges"][:most]]
    counts = {one["name"]: int(one["events"]) for one in steps["activities"]}
    places, names = _layers(edges), _events_zh()
    widest = max((count for _, _, count in edges), default=1)
    for start, end, count in edges:
        (x0, y0), (x1, y1) = places[start], places[end]
        bend = 0.0 if abs(y0 - y1) == 1 else 0.25
        ax.add_patch(patches.FancyArrowPatch(
            (x0, y0), (x1, y1), connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>",
            mutation_scale=12, shrinkA=18, shrinkB=18, color="#6a7f96",
            linewidth=0.6 + 4 * count / widest, alpha=0.7))
        ax.text((x0 + x1) / 2 + bend * (y1 - y0) / 2, (y0 + y1) / 2 - bend * (x1 - x0) / 2,
                str(count), fontsize=8, ha="center", va="center",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    for name, (x, y) in places.items():
        label = names.get(name, name) if zh else name
        ax.text(x, y, f"{label}\n{counts.get(name, 0)}", ha="center", va="center",
                fontproperties=font,
                bbox={"boxstyle": "round", "facecolor": "#e8eef5", "edgecolor": "#3b6ea5"})
    xs, ys = [x for x, _ in places.values()] or [0], [y for _, y in places.values()] or [0]
    ax.set_xlim(min(xs) - 0.7, max(xs) + 0.7)
    ax.set_ylim(min(ys) - 0.6, max(ys) + 0.6)
    ax.axis("off")
    return _finish(ax, font, "办理流程" if zh else "Flow", "", "")


def _events_zh() -> dict[str, str]:
    """What the events of cases are called in Chinese, by the names of their steps."""
    from . import complaint

    events = typing.get_args(complaint.Event)
    return {event.TYPE.partition(".")[2]: event.ZH for event in events if event.ZH}


def _layers(edges: Sequence[tuple[str, str, int]]) -> dict[str, tuple[float, float]]:
    """A place for each step: below the one that it follows most often, from where cases begin."""
    led_to = {end for _, end, _ in edges}
    depth = {start: 0 for start, _, _ in edges if start not in led_to}
    rest = list(edges)  # the most frequent first
    while rest:
        place = next((i for i, (start, _, _) in enumerate(rest) if start in depth), None)
        start, end, _ = rest.pop(place or 0)
        depth.setdefault(start, 0)  # nothing leads there but a circle
        depth.setdefault(end, depth[start] + 1)
    rows: dict[int, list[str]] = {}
    for name, level in depth.items():
        rows.setdefault(level, []).append(name)
    return {
        name: (i - (len(row) - 1) / 2, -float(level))
        for level, row in rows.items() for i, name in enumerate(row)
    }
