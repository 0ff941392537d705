# stage TITLE COMMAND...: runs a command and records its duration and processor time. A failure ends the run.
# finish: prints the table of stages.
stage_rows=()

stage() {
  local title=$1 start=$SECONDS before
  shift
  printf '\n==== %s\n' "$title"
  before=$(processor_seconds)
  "$@"
  stage_rows+=("$(printf '%5d s  %5d s of processor time  %s' $((SECONDS - start)) $(($(processor_seconds) - before)) "$title")")
}

# Processor time of finished child processes: fields 16 and 17, in ticks.
processor_seconds() {
  awk -v hz="$(getconf CLK_TCK)" '{ printf "%d", ($16 + $17) / hz }' /proc/$$/stat
}

finish() {
  printf '\n'
  printf '%s\n' "${stage_rows[@]}"
  printf '\n%d passed, 0 failed\n' ${#stage_rows[@]}
}
