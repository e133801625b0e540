#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# cluster.sh 13-CLUSTER SOURCE LINE-WORKER: the tutorial with a server and two workers of its own. Exits with 77 where
# there is no server.
set -euo pipefail

if ! command -v nats-server >/dev/null; then
    echo "skipped: nats-server is not installed"
    exit 77
fi
directory=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait; rm -rf "$directory"' EXIT
nats-server -js -a 127.0.0.1 -p -1 -sd "$directory/store" --ports_file_dir "$directory" -l "$directory/log" &
pids+=($!)
ports=$directory/nats-server_$!.ports
until url=$(grep -o 'nats://127.0.0.1:[0-9]*' "$ports" 2>/dev/null); do
    sleep 0.05
done
for _ in 1 2; do
    "$3" --cluster="$url" --threads=2 &
    pids+=($!)
done
cat >"$directory/program" <<END
#!/bin/sh
exec "$(realpath "$1")" "\$1" "$url"
END
chmod +x "$directory/program"
"$(dirname "$0")/tutorial.sh" "$directory/program" "$2"
