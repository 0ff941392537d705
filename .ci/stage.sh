# stage TITLE COMMAND...: runs it, and keeps how long it took and the processor time in it. A failure ends the run.
# finish: the table of them.
stage_rows=()

stage() {
  local title=$1 start=$SECONDS before
  shift
  printf '\n==== %s\n' "$title"
  before=$(processor_seconds)
  "$@"
  stage_rows+=("$(printf '%5d s  %5d s of processor time  %s' $((SECONDS - start)) $(($(processor_seconds) - before)) "$title")")
}

# Of the children that have ended: fields 16 and 17, in ticks.
processor_seconds() {
  awk -v hz="$(getconf CLK_TCK)" '{ printf "%d", ($16 + $17) / hz }' /proc/$$/stat
}

finish() {
  printf '\n'
  printf '%s\n' "${stage_rows[@]}"
  printf '\n%d passed, 0 failed\n' ${#stage_rows[@]}
}
