#!/bin/sh
# Runs a command in a terminal of a size, and prints the screen at its end, or after some seconds:
# screen.sh WIDTHxHEIGHT COMMAND [SECONDS]
width=${1%x*} height=${1#*x}
socket="azcl-$$"
file=$(mktemp)
trap 'tmux -L "$socket" kill-server 2>/dev/null; rm -f "$file"' EXIT
tmux -f /dev/null -L "$socket" new-session -d -x "$width" -y "$height" \
  "unset NO_COLOR; $2; echo exit \$?; echo done > $file; sleep 60"
if [ -n "$3" ]; then
  sleep "$3"
else
  for _ in $(seq 300); do
    [ -s "$file" ] && break
    sleep 0.1
  done
  sleep 0.3
fi
tmux -L "$socket" capture-pane -p
