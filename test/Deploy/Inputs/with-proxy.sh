#!/bin/sh
# Runs a command while a proxy spoils the connections to the server of with-server.sh: with-proxy.sh FOLDER WORDS COMMAND
# FOLDER/proxied.json describes the cloud behind the proxy. The words are those of proxy.py.
folder=$1
port=$(sed -n 's/.*localhost:\([0-9]*\)", "manager.*/\1/p' "$folder/cloud.json")
rm -f "$folder/proxy.port"
python3 "$(dirname "$0")/proxy.py" "$port" "$folder/proxy.port" $2 &
proxy=$!
trap 'kill $proxy 2>/dev/null' EXIT
for _ in $(seq 100); do
  [ -f "$folder/proxy.port" ] && break
  sleep 0.1
done
sed "s/localhost:$port/localhost:$(cat "$folder/proxy.port")/g" "$folder/cloud.json" > "$folder/proxied.json"
sh -c "$3"
