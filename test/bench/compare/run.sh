#!/usr/bin/env bash
# run.sh BIN: compares azclc with jsonnet and Node.js on the same templates. Reports tools that are
# not installed.
set -euo pipefail
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$("$bin/azclc" --version | awk '{ print $2 }')

cpu() { # COMMAND... : processor seconds, the median of $runs
  TIMEFORMAT='%3U %3S'
  for _ in $(seq "$runs"); do { time "$@" >/dev/null 2>&1; } 2>>"$work/times"; done
  awk '{ print $1 + $2 }' "$work/times" | sort -n | awk '{ t[NR] = $1 } END { printf "%.3f s", t[int((NR + 1) / 2)] }'
  rm -f "$work/times"
}

echo
echo "The templates of tiers by three programs; processor time, whole process. azclc writes everything else as well:"
echo "networks, balancers, the root, parameters, manifest with digests."
echo
echo "| tiers | azclc | jsonnet | Node.js | equal output (jsonnet; Node.js) | plain write of the bytes from azclc |"
echo "|--:|--:|--:|--:|--|--:|"
for clusters in 2 50; do
  runs=7
  [ "$clusters" -gt 10 ] && runs=3
  program=$work/app$clusters.azc
  "$bin/azcl-bench" --generate-application "$clusters" >"$program"
  out=$work/out$clusters
  "$bin/azclc" -Wno-capability "$program" -o "$out"
  zoned=$(for i in $(seq 0 $((clusters - 1))); do
    grep -q '"zones"' "$out/templates/shop-$i-tier-web.json" && echo true || echo false
  done | paste -sd, | sed 's/.*/[&]/')
  ours=$(cpu sh -c 'rm -rf "$2.t"; exec "$1" "$3" -o "$2.t"' sh "$bin/azclc" "$out" "$program")
  same=""
  theirs="not installed"
  if command -v jsonnet >/dev/null; then
    mkdir -p "$work/j$clusters"
    theirs=$(cpu jsonnet -m "$work/j$clusters" -V "version=$version" --tla-code "clusters=$clusters" \
      --tla-code "zoned=$zoned" "$here/tiers.jsonnet")
    same=$(python3 "$here/same.py" "$out/templates" "$work/j$clusters")
  fi
  node="not installed"
  if command -v node >/dev/null; then
    node=$(cpu node "$here/generate.mjs" "$work/n$clusters" "$version" "$clusters" "$zoned")
    same="$same; $(python3 "$here/same.py" "$out/templates" "$work/n$clusters")"
  fi
  plain=$(cpu cp -r "$out" "$work/copy$clusters")
  rm -rf "$work/copy$clusters"
  echo "| $((clusters * 10)) | $ours | $theirs | $node | $same | $plain |"
done
