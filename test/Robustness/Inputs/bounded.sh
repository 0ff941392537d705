#!/usr/bin/env bash
# bounded.sh CODE COMMAND...: runs the command with a limit of 20 seconds and 2 GB of memory, and requires exit
# code CODE. Prints the end of the command's output.
wanted=$1
shift
[ -n "$AZCL_UNBOUNDED" ] || ulimit -v 2097152
said=$(timeout -k 1 20 "$@" 2>&1 | tail -c 100000; exit "${PIPESTATUS[0]}")
code=$?
printf '%s\n' "$said"
[ "$code" -eq "$wanted" ] && exit 0
echo "bounded.sh: exit code $code, not $wanted: $*" | cut -c1-400 >&2
exit 1
