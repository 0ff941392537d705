#!/usr/bin/env bash
# bounded.sh CODE COMMAND...: runs the command within twenty seconds and two gigabytes and demands that exit
# code. Shows the end of what it said.
wanted=$1
shift
[ -n "$AZCL_UNBOUNDED" ] || ulimit -v 2097152
said=$(timeout -k 1 20 "$@" 2>&1 | tail -c 100000; exit "${PIPESTATUS[0]}")
code=$?
printf '%s\n' "$said"
[ "$code" -eq "$wanted" ] && exit 0
echo "bounded.sh: exit code $code, not $wanted: $*" | cut -c1-400 >&2
exit 1
