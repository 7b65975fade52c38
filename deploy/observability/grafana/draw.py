"""Draws rows of a board as a picture, from a running Prometheus, where no Grafana is at hand.

    python3 draw.py BOARD OUT --prometheus URL --minutes N [--end SECONDS] [--rows TITLE]...

BOARD is one of dashboards/*.json; its panels' queries are asked as range queries with every job and
instance chosen, and drawn in the board's own grid with its titles, units and legends. OUT ends in
.webp or .png. Needs Python 3.11, matplotlib and Pillow.
"""

import argparse
import io
import json
import math
import pathlib
import re
import time
import urllib.parse
import urllib.request

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402
from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: E402
from PIL import Image  # noqa: E402

COLUMNS, ROW_HEIGHT, WIDTH, DPI = 24, 0.265, 13.2, 100
POINTS = 240
BACKGROUND, PANEL, TEXT, GRID = "#111217", "#181b1f", "#ccccdc", "#33363d"
COLOURS = """#73bf69 #f2cc0c #8ab8ff #ff780a #f2495c #5794f2 #b877d9 #705da0 #37872d #fade2a
    #96d98d #ffb357""".split()
LEGEND_WIDTH = 68
BYTES = ("B", "KiB", "MiB", "GiB", "TiB")
COUNTS = ("", "K", "M", "G")
RATES = {"reqps": " req/s", "ops": " ops/s", "Bps": "/s"}


def scaled(value, factor, names):
    power = 0
    while abs(value) >= factor and power < len(names) - 1:
        value, power = value / factor, power + 1
    return f"{value:.3g}", names[power]


def seconds(value):
    for limit, factor, name in ((1e-3, 1e6, "µs"), (1, 1e3, "ms"), (120, 1, "s")):
        if abs(value) < limit:
            return f"{value * factor:.3g} {name}"
    return f"{value / 60:.3g} min"


def written(value, unit):
    """A value as Grafana writes it in a unit of its."""
    if value == 0 and unit not in ("percentunit",):
        return "0"
    if unit == "s":
        return seconds(value)
    if unit == "percentunit":
        return f"{value * 100:.3g} %"
    if unit in ("bytes", "Bps"):
        number, name = scaled(value, 1024, BYTES)
        return f"{number} {name}{RATES.get(unit, '')}"
    number, name = scaled(value, 1000, COUNTS)
    return f"{number}{' ' if name else ''}{name}{RATES.get(unit, '')}"


class Prometheus:
    def __init__(self, url, start, end, step):
        self.url, self.start, self.end, self.step = url, start, end, step

    def series(self, expression):
        """(labels, times, values) of each series; a gap where there is no value."""
        query = {"query": expression, "start": self.start, "end": self.end, "step": self.step}
        address = f"{self.url}/api/v1/query_range?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(address) as answer:
            found = json.load(answer)["data"]["result"]
        for one in found:
            given = {round(float(at) - self.start): float(value) for at, value in one["values"]}
            times = [step * self.step for step in range(int((self.end - self.start) / self.step))]
            yield one["metric"], times, [given.get(round(at), math.nan) for at in times]


def filled(expression, interval):
    return (
        expression.replace("$__rate_interval", interval)
        .replace("$job", ".+")
        .replace("$instance", ".+")
    )


def legend(pattern, labels):
    return re.sub(r"\{\{(\w+)\}\}", lambda name: labels.get(name[1], ""), pattern)


def rows(board, titles):
    """(title, panels) of the board's rows, in its order."""
    chosen, current = [], None
    for panel in board["panels"]:
        if panel["type"] == "row":
            current = (panel["title"], [])
            if not titles or panel["title"] in titles:
                chosen.append(current)
        elif current is not None:
            current[1].append(panel)
    return chosen


def places(chosen):
    """(panel or title, y) in grid units, rows that are left out closed up; and the whole height."""
    placed, y = [], 0
    for title, panels in chosen:
        placed.append((title, y))
        top = min(panel["gridPos"]["y"] for panel in panels)
        placed += [(panel, y + 1 + panel["gridPos"]["y"] - top) for panel in panels]
        y += 1 + max(p["gridPos"]["y"] + p["gridPos"]["h"] for p in panels) - top
    return placed, y


def lines(panel, source, interval):
    """What is to be drawn, the highest first: names of the others may be cut off."""
    drawn = []
    for target in panel["targets"]:
        for labels, times, values in source.series(filled(target["expr"], interval)):
            drawn.append((legend(target["legendFormat"], labels), times, values))
    return sorted(drawn, key=lambda line: -sum(v for v in line[2] if not math.isnan(v)))


def plot(axes, panel, drawn):
    unit = panel["fieldConfig"]["defaults"]["unit"]
    for index, (name, times, values) in enumerate(drawn):
        colour = COLOURS[index % len(COLOURS)]
        axes.plot([t / 60 for t in times], values, color=colour, linewidth=1.3, label=name)
        axes.fill_between([t / 60 for t in times], values, color=colour, alpha=0.08, linewidth=0)
    axes.set_facecolor(PANEL)
    axes.set_title(panel["title"], color=TEXT, fontsize=10.5, loc="left", pad=6)
    top = max((v for _, _, vs in drawn for v in vs if not math.isnan(v)), default=0)
    whole = unit == "short" and all(
        v % 1 == 0 for _, _, vs in drawn for v in vs if not math.isnan(v)
    )
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=whole))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value, unit)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} min"))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylim(0, top * 1.12 if top > 0 else 1)
    axes.tick_params(colors=TEXT, labelsize=8.5, length=0)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    if not drawn:
        axes.text(0.5, 0.5, "No data", color=TEXT, ha="center", transform=axes.transAxes)


def explain(axes, drawn):
    """The legend below a panel, in two or three lines, cut off where they end."""
    if not drawn:
        return
    handles, names = axes.get_legend_handles_labels()
    columns = max(1, min(4, LEGEND_WIDTH // (max(map(len, names)) + 4)))
    shown = min(len(names), 3 if columns == 1 else 2 * columns)
    if shown < len(names):
        names[shown - 1] += f"  (+{len(names) - shown})"
    axes.legend(
        handles[:shown],
        names[:shown],
        loc="upper left",
        bbox_to_anchor=(-0.2, -0.14),
        ncols=columns,
        fontsize=8,
        labelcolor=TEXT,
        frameon=False,
        handlelength=1,
        columnspacing=1,
        borderpad=0,
        labelspacing=0.3,
    )


def picture(board, titles, source, interval):
    placed, height = places(rows(board, titles))
    figure = pyplot.figure(figsize=(WIDTH, height * ROW_HEIGHT), dpi=DPI, facecolor=BACKGROUND)

    def box(x, y, w, h):
        return [x / COLUMNS, 1 - (y + h) / height, w / COLUMNS, h / height]

    for content, y in placed:
        if isinstance(content, str):
            left, bottom, _, tall = box(0.15, y, 1, 1)
            figure.text(left, bottom + tall / 2, content, color=TEXT, fontsize=12, va="center")
            continue
        at = content["gridPos"]
        panel = box(at["x"] + 0.06, y + 0.06, at["w"] - 0.12, at["h"] - 0.12)
        figure.add_artist(
            pyplot.Rectangle(
                panel[:2], *panel[2:], color=PANEL, transform=figure.transFigure, zorder=-1
            )
        )
        axes = figure.add_axes(box(at["x"] + 1.5, y + 1.1, at["w"] - 2.0, at["h"] - 3.55))
        drawn = lines(content, source, interval)
        plot(axes, content, drawn)
        axes.set_xlim(0, (source.end - source.start) / 60)
        explain(axes, drawn)
        print(f"{content['title']}: {len(drawn)} lines")
    image = io.BytesIO()
    figure.savefig(image, facecolor=BACKGROUND)
    return Image.open(image).convert("RGB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("board", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--prometheus", default="http://127.0.0.1:9090")
    arguments.add_argument("--minutes", type=float, default=5)
    arguments.add_argument("--end", type=float, default=None, help="seconds since 1970")
    arguments.add_argument("--interval", default="20s", help="what rates are taken over")
    arguments.add_argument("--rows", nargs="*", default=[], help="titles; all of them if none")
    told = arguments.parse_args()
    end = told.end if told.end is not None else time.time()
    start = end - told.minutes * 60
    source = Prometheus(told.prometheus, start, end, max(1, told.minutes * 60 / POINTS))
    image = picture(json.loads(told.board.read_text()), told.rows, source, told.interval)
    if told.out.suffix == ".webp":
        image.save(told.out, quality=82, method=6)
    else:
        image.quantize(64).save(told.out, optimize=True)
    print(f"{told.out}: {image.width} x {image.height}, {told.out.stat().st_size} bytes")


main()
