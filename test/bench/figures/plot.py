# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
"""plot.py RESULTS PLOT: draws what run.sh has measured, a bar for each row or ratio, as SVG."""

import json
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "genpool", "svg.fonttype": "none", "font.size": 9})
from matplotlib import pyplot

from units import quantity

with open(sys.argv[1]) as results:
    rows = [json.loads(line) for line in results]

alone = rows[0]["theirs"] is None
if not alone:  # what is no ratio, as the quality of pictures, is in the tables
    rows = [row for row in rows if row["ratio_best"] is not None]
figure, axes = pyplot.subplots(figsize=(9, 0.8 + 0.34 * len(rows)), layout="constrained")
for place, row in enumerate(rows):
    target = row["target"] if isinstance(row["target"], (int, float)) else None
    colour = {True: "#2a7f62", False: "#c0504d", None: "#7f8fa6"}[row["reached"]]
    length = row["ours"] if alone else row["ratio_best"]
    axes.barh(place, length, color=colour, height=0.6)
    if row["ratio_median"] is not None:
        axes.plot(row["ratio_median"], place, "o", color="black", markersize=3)
    if target is not None:
        axes.plot([target, target], [place - 0.4, place + 0.4], color="black", linewidth=1.5)
    axes.annotate(
        quantity(row["ours"], row["unit"], 3) + ("" if alone else " to " + quantity(row["theirs"], row["unit"], 3)),
        (max(length, row["ratio_median"] or 0, target or 0), place),
        xytext=(4, 0), textcoords="offset points", va="center", fontsize=7,
    )
axes.set_yticks(
    range(len(rows)), [row["source"] if alone else f'{row["source"]}, against {row["peer"]}' for row in rows]
)
axes.invert_yaxis()
axes.margins(x=0.25)
if not alone:
    axes.axvline(1, color="black", linewidth=0.5, linestyle=":")
    axes.set_xscale("log")
what = f'{rows[0]["unit"]} of genpool' if alone else "genpool relative to its peer"
axes.set_title(f'{rows[0]["case"]}: {what}, less is better', loc="left")
figure.supxlabel(
    ("" if alone else "bar: ratio of the bests; dot: median of the rounds' ratios; ")
    + "line: target; green: reached, red: not reached, grey: not judged",
    fontsize=7,
)
axes.spines[["top", "right"]].set_visible(False)
figure.savefig(sys.argv[2], bbox_inches="tight", metadata={"Date": None})
