# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
"""python_peer.py ITEMS: what genpool brings to Asio, in Python. Prints nanoseconds for each item."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

items = int(sys.argv[1])


def numbers():
    yield from range(items)


begin = time.perf_counter_ns()
with ThreadPoolExecutor(2) as pool:
    total = sum(pool.map(lambda i: i, numbers()))
elapsed = time.perf_counter_ns() - begin
assert total == items * (items - 1) // 2
print(elapsed / items)
