# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from threading import Lock

pulled = running = 0
lock = Lock()


def numbers():
    global pulled
    while True:
        pulled += 1
        yield pulled


def square(number):
    global running
    with lock:
        running += 1
    time.sleep(0.01)
    with lock:
        running -= 1
    return number * number


with ThreadPoolExecutor(4) as pool:
    # Closed, it cancels what is queued; the end of the pool waits for what runs.
    with closing(pool.map(square, numbers(), buffersize=8)) as squares:
        for result in islice(squares, 5):
            time.sleep(0.05)
            print(result)
print(f"pulled {pulled}, running {running}")
