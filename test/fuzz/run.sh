#!/usr/bin/env bash
# run.sh BIN SECONDS [parse|frontend|expand]...: fuzzes each target for so long. Corpora live below build/; what is
# found is there too, and makes this fail.
set -euo pipefail
bin=$(cd "$1" && pwd)
seconds=$2
shift 2
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(parse frontend expand)
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/build/fuzz-work
mkdir -p "$work/seeds"

mkdir -p "$work/seeds-json"
python3 "$root/test/fuzz/seed.py" "$root" "$work/seeds" "$work/azcl.dict" "$work/seeds-json"
# LLVM's own library is built without the sanitizer: its containers look overflown.
export ASAN_OPTIONS=detect_container_overflow=0:detect_leaks=1:allocator_may_return_null=0
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
failed=0
for target in "${targets[@]}"; do
  mkdir -p "$work/corpus-$target" "$work/found-$target"
  echo "fuzzing $target for $seconds s"
  seeds=$work/seeds
  [ "$target" = expand ] && seeds=$work/seeds-json
  if "$bin/azcl-fuzz-$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 \
      -dict="$work/azcl.dict" -artifact_prefix="$work/found-$target/" -print_final_stats=1 \
      -verbosity=1 "$work/corpus-$target" "$seeds" >"$work/$target.log" 2>&1; then
    grep -E 'stat::number_of_executed_units|cov:' "$work/$target.log" | tail -2
    continue
  fi
  failed=1
  grep -vE '^#[0-9]+[[:space:]]+(NEW|REDUCE|pulse|RELOAD)' "$work/$target.log" | tail -60
  echo "found: $(ls -t "$work/found-$target/"* | head -1)"
  echo "again: $bin/azcl-fuzz-$target FILE; smaller: add -minimize_crash=1 -runs=100000"
done
exit $failed
