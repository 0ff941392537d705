#!/usr/bin/env bash
# run.sh BIN: measures the binaries in BIN and prints a Markdown report.
set -euo pipefail
bin=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The median of 21 cold process starts: elapsed time and processor time.
cold() { # TITLE COMMAND...
  local title=$1
  shift
  TIMEFORMAT='%3R %3U %3S'
  for _ in $(seq 21); do
    { time "$@" >"$work/out" 2>&1; } 2>>"$work/times"
  done
  awk -v title="$title" '
    { wall[NR] = $1 * 1000; busy[NR] = ($2 + $3) * 1000 }
    function median(a, n,  i, j, t) {
      for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j] < a[j-1]; j--) { t = a[j]; a[j] = a[j-1]; a[j-1] = t }
      return a[int((n + 1) / 2)]
    }
    END { printf "| %s | %.0f ms | %.0f ms |\n", title, median(wall, NR), median(busy, NR) }' "$work/times"
  rm -f "$work/times"
}

echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $("$bin/azclc" --version | head -1)"
echo
"$bin/azcl-bench"
"$bin/azcl-bench" --emission # a separate process, because peak memory does not decrease
echo
echo "| whole process, cold | elapsed time | processor time |"
echo "|---|--:|--:|"
cold "/bin/true" /bin/true
cold "--version" "$bin/azclc" --version
cold "--check examples/smallest.azc" "$bin/azclc" --check examples/smallest.azc
cold "--check examples/environments.azc" "$bin/azclc" --check examples/environments.azc
cold "examples/environments.azc -o, files new" \
  sh -c 'rm -rf "$2"; exec "$1" examples/environments.azc -o "$2"' sh "$bin/azclc" "$work/new"
"$bin/azclc" examples/environments.azc -o "$work/same" >/dev/null 2>&1
cold "examples/environments.azc -o, files unchanged" "$bin/azclc" examples/environments.azc -o "$work/same"
cold "examples/ha-basic.azc -o, files new" \
  sh -c 'rm -rf "$2"; exec "$1" examples/ha-basic.azc -o "$2"' sh "$bin/azclc" "$work/basic"
