# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
"""server.py ROUNDS DIRECTORY COMMAND...: the server that COMMAND starts for DIRECTORY against server_peer.py, asked by
wrk in turn for all files there, by as many clients as keep both processors busy: the time for each request, and how
long one in a hundred waits at genpool against how long every second does at its peer. The peer makes each thumbnail
anew; genpool is measured when it does so, too, and when it has kept them all. One JSON object a line on standard
output, a table on standard error."""

import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from statistics import median
from urllib.parse import quote
from urllib.request import urlopen

SECONDS = 5
CLIENTS = 8
HERE = os.path.dirname(__file__)
NANOSECONDS = {"us": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9}


@contextmanager
def served(command):
    """The address of the server that runs meanwhile."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process.stderr.readline().split()[-1]
        finally:
            process.terminate()


def asked(address, names):
    """Nanoseconds for each request, and the waiting time of half of them and of 99 in a hundred."""
    command = ["wrk", "--threads", "1", "--connections", str(CLIENTS), "--duration", str(SECONDS), "--timeout", "60"]
    command += ["--latency", "--script", os.path.join(HERE, "server.lua"), address, "--", *names]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        sys.exit(f"{address} did not answer all:\n{told}")

    def waited(percent):
        number, unit = re.search(rf"^ *{percent}% +([0-9.]+)([a-z]+)", told, re.MULTILINE).groups()
        return float(number) * NANOSECONDS[unit]

    return 1e9 / float(re.search("Requests/sec: *([0-9.]+)", told)[1]), waited(50), waited(99)


def keep(address, names):
    """Asks for each once."""
    for name in names:
        urlopen(f"{address}thumbnail/{quote(name)}?size=256").close()


def misses(address):
    """How many thumbnails were not kept when they were asked for."""
    return int(re.search("^genpool_cache_misses_total (.+)", urlopen(f"{address}metrics").read().decode(), re.M)[1])


def report(source, peer, unit, size, ours, theirs, target):
    best = min(ours) / min(theirs)
    middle = median(a / b for a, b in zip(ours, theirs))
    reached = max(best, middle) <= target
    line = {"case": "server", "source": source, "peer": peer, "unit": unit, "ours": round(min(ours) / size, 2)}
    line |= {"theirs": round(min(theirs) / size, 2), "ratio_best": round(best, 4), "ratio_median": round(middle, 4)}
    print(json.dumps(line | {"rounds": len(ours), "target": round(target, 3), "reached": reached}), flush=True)
    print(f"server      {source:<40} against {peer:<48} {line['ours']:9.2f} {line['theirs']:9.2f} {unit}"
          f"  best {best:.4f}  median {middle:.4f}  target {target:.3f} {str(reached).lower()}", file=sys.stderr)


def main(rounds, directory, *command):
    names = sorted(os.listdir(directory))
    keeps = [*command, directory, "--port", "0"]
    peer = ["/usr/bin/python3", os.path.join(HERE, "server_peer.py"), directory]
    with ExitStack() as running:
        addresses = [running.enter_context(served(each)) for each in ([*keeps, "--cache", "0"], keeps, peer)]
        for address in addresses:
            asked(address, names)  # warms up
        keep(addresses[1], names)
        missed = misses(addresses[1])
        measured = [[asked(address, names) for address in addresses] for _ in range(int(rounds))]
        if misses(addresses[1]) != missed:
            sys.exit(f"the cache does not keep all thumbnails of {directory}")
    *ours, theirs = ([list(figures) for figures in zip(*each)] for each in zip(*measured))
    for how, figures in zip(("each made anew", "kept"), ours):
        what = f"{os.path.basename(directory)}, {how}"
        report(what, "Pillow and ThreadingHTTPServer", "ns/item", 1, figures[0], theirs[0], 1 / 3)
        report(f"{what}, 99 in 100 waited", "the same, every second", "ms", 1e6, figures[2], theirs[1], 1)


main(*sys.argv[1:])
