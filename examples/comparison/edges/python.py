# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# Three edges: a source that fails, a first call that is slow, and a loop that is left.
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

pulled = running = 0
lock = Lock()


def numbers():
    global pulled
    while True:
        pulled += 1
        yield pulled


def five():
    yield from range(1, 6)
    raise RuntimeError("no more")


def slow(number):
    global running
    with lock:
        running += 1
    time.sleep(0.01)
    with lock:
        running -= 1
    return number


def slow_first(number):
    if number == 1:
        time.sleep(1)
        print(pulled, "items pulled before the first result")
    return number


with ThreadPoolExecutor(4) as pool:
    results = 0
    try:
        for number in pool.map(slow, five(), buffersize=8):
            results += 1
    except RuntimeError:
        print(results, "results before the error of the source")

with ThreadPoolExecutor(4) as pool:
    for number in pool.map(slow_first, numbers(), buffersize=8):
        break

with ThreadPoolExecutor(4) as pool:
    for number in pool.map(slow, numbers(), buffersize=8):
        break
    print(running, "calls running after the loop")
