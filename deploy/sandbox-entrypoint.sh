#!/bin/sh
# Starts the simulated LinkedIn and language model. Its clock runs faster, and every process must know
# from when: that instant is written down once, for all of them and for every restart.
set -eu
origin=${FAIRLEAD_CLOCK_ORIGIN_FILE:-/clock/origin}
[ -s "$origin" ] || date -u +%Y-%m-%dT%H:%M:%SZ >"$origin"
exec node apps/sandbox/src/main.ts --host 0.0.0.0 --port 3300 \
  --seed "${FAIRLEAD_SANDBOX_SEED:-1}" --speed "${FAIRLEAD_CLOCK_SPEED:-1}" --start "$(cat "$origin")"
