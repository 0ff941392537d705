#!/usr/bin/env bash
# run.sh BIN SECONDS [parse|frontend|expand]...: fuzzes the targets in parallel for SECONDS, starting from the seeds of seed.py
# and from corpus.tar.xz. Corpora and findings are stored below build/. Fails if it finds an error.
# run.sh BIN keep: merges the corpora below build/ into corpus.tar.xz, without inputs that add no coverage.
set -euo pipefail
bin=$(cd "$1" && pwd)
seconds=$2
shift 2
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(parse frontend expand)
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/build/fuzz-work
kept=$root/test/fuzz/corpus.tar.xz
mkdir -p "$work/seeds" "$work/seeds-json" "$work/kept"
python3 "$root/test/fuzz/seed.py" "$root" "$work/seeds" "$work/azcl.dict" "$work/seeds-json"
[ ! -f "$kept" ] || tar -xJf "$kept" -C "$work/kept"

# LLVM's library is built without the sanitizer, which would report false container overflows.
export ASAN_OPTIONS=detect_container_overflow=0:detect_leaks=1:allocator_may_return_null=0
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

seeds_of() { if [ "$1" = expand ]; then echo "$work/seeds-json"; else echo "$work/seeds"; fi; }

fuzz() { # TARGET
  local log=$work/$1.log
  if "$bin/azcl-fuzz-$1" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -max_len=8192 \
      -dict="$work/azcl.dict" -artifact_prefix="$work/found-$1/" -print_final_stats=1 \
      -verbosity=1 "$work/corpus-$1" "$(seeds_of "$1")" "$work/kept/$1" >"$log" 2>&1; then
    echo "$1: $(grep -oE 'cov: [0-9]+' "$log" | tail -1), $(grep -oE 'number_of_executed_units: *[0-9]+' "$log" | tr -s ' ')"
    return
  fi
  grep -vE '^#[0-9]+[[:space:]]+(NEW|REDUCE|pulse|RELOAD)' "$log" | tail -60
  echo "failing input: $(ls -t "$work/found-$1/"* | head -1)"
  echo "reproduce: $bin/azcl-fuzz-$1 FILE; minimize: add -minimize_crash=1 -runs=100000"
  return 1
}

keep() {
  rm -rf "$work/merged"
  for target in "${targets[@]}"; do
    mkdir -p "$work/merged/$target"
    ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 "$bin/azcl-fuzz-$target" -merge=1 -max_len=2048 "$work/merged/$target" \
      "$(seeds_of "$target")" "$work/corpus-$target" "$work/kept/$target" >"$work/$target.log" 2>&1
    # Seeds are already in the repository.
    for file in "$work/merged/$target/"*; do
      [ ! -f "$(seeds_of "$target")/$(basename "$file")" ] || rm "$file"
    done
    echo "$target: $(ls "$work/merged/$target" | wc -l) inputs"
  done
  tar -C "$work/merged" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cJf "$kept" "${targets[@]}"
}

for target in "${targets[@]}"; do
  mkdir -p "$work/corpus-$target" "$work/found-$target" "$work/kept/$target"
done
if [ "$seconds" = keep ]; then
  keep
  exit
fi
echo "fuzzing ${targets[*]} for $seconds seconds each"
running=()
for target in "${targets[@]}"; do
  fuzz "$target" &
  running+=($!)
done
failed=0
for process in "${running[@]}"; do
  wait "$process" || failed=1
done
exit $failed
