# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
"""table.py RESULTS...: prints what run.sh has measured as tables of Markdown, one for each case, with its plot."""

import json
import os
import sys

from units import quantity


def figure(value, digits):
    return "–" if value is None else f"{value:.{digits}g}"


def verdict(row):
    return {True: "yes", False: "**no**", None: ""}[row["reached"]]


for results in sys.argv[1:]:
    with open(results) as lines:
        rows = [json.loads(line) for line in lines]
    if not rows:  # its peers were missing, or it failed
        continue
    print(f'\n## {rows[0]["case"]}\n')
    if rows[0]["rounds"] > 1:
        print(f'{rows[0]["rounds"]} rounds.\n')
    if rows[0]["theirs"] is None:
        print("| what | genpool, at most | target | reached |\n|---|---|---|---|")
        for row in rows:
            print(f'| {row["source"]} | {quantity(row["ours"], row["unit"])} | {row["target"]} | {verdict(row)} |')
    else:
        print("| what | against | genpool | peer | best to best | median | target | reached |")
        print("|---|---|---|---|---|---|---|---|")
        for row in rows:
            target = row["target"]
            print(
                f'| {row["source"]} | {row["peer"]} | {quantity(row["ours"], row["unit"])} '
                f'| {quantity(row["theirs"], row["unit"])} | {figure(row["ratio_best"], 3)} '
                f'| {figure(row["ratio_median"], 3)} '
                f'| {"–" if target is None else figure(target, 3) if isinstance(target, float) else target} '
                f'| {verdict(row)} |'
            )
    print()
    plot = os.path.basename(results).removesuffix(".json") + ".svg"
    print(f'![{rows[0]["case"]}]({plot})')
