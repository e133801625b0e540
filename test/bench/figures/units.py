# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
"""How plot.py and table.py write what has been measured."""


def quantity(value, unit, digits=4):
    """Of 18700000 ns/item: 18.7 ms/item. None is a dash."""
    if value is None:
        return "–"
    kind = unit.removeprefix("ns") if unit.startswith("ns") else None
    for larger in ("µs", "ms", "s"):
        if kind is not None and value >= 1000:
            value /= 1000
            unit = larger + kind
    return f"{value:.{digits}g} {unit}" if value < 10**digits else f"{value:.0f} {unit}"
