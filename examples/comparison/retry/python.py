# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# Nothing stops a function on a thread. What asyncio awaits can be stopped, so each thread runs a loop of its own.
import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor


async def fetch(line):
    await asyncio.sleep(10 if line == "slow" else 0.001)
    return len(line)


async def patiently(line):
    for attempt in range(3):
        try:
            return await asyncio.wait_for(fetch(line), 0.5)
        except Exception:
            await asyncio.sleep(0.01 * 2**attempt)
    return "failed"


def run(line):
    return line, asyncio.run(patiently(line))


lines = (line.rstrip("\n") for line in sys.stdin)
with ThreadPoolExecutor(4) as pool:
    for line, outcome in pool.map(run, lines, buffersize=8):
        print(f"{line}: {outcome}")
