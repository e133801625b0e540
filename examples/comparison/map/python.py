# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def measure(line):
    time.sleep(0.01)
    return len(line)


lines = (line.rstrip("\n") for line in sys.stdin)
with ThreadPoolExecutor(4) as pool:
    for size in pool.map(measure, lines, buffersize=8):
        print(size)
