# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def measure(line):
    time.sleep(0.01)
    if line == "bad":
        raise ValueError("not measurable")
    return len(line)


def attempt(line):
    try:
        return line, measure(line)
    except Exception as error:
        return line, error


lines = (line.rstrip("\n") for line in sys.stdin)
with ThreadPoolExecutor(4) as pool:
    for line, outcome in pool.map(attempt, lines, buffersize=8):
        print(f"{line}: {outcome}")
