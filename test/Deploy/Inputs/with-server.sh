#!/bin/sh
# Starts azcl-armsim, writes FOLDER/cloud.json for it, and runs a command: with-server.sh FOLDER COMMAND
# The command trusts the certificate of the server.
folder=$1
mkdir -p "$folder"
azcl-armsim --port 0 --http-port 0 --time-scale 300 > "$folder/server.txt" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null' EXIT
for _ in $(seq 100); do
  grep -q certificate "$folder/server.txt" && break
  sleep 0.1
done
address=$(grep -o 'https://[a-z0-9.]*:[0-9]*' "$folder/server.txt" | head -1)
SSL_CERT_FILE=$(sed -n 's/^certificate //p' "$folder/server.txt")
export SSL_CERT_FILE
cat > "$folder/cloud.json" <<JSON
{"name": "simulator", "login": "$address", "manager": "$address",
 "storageSuffix": "localhost:${address##*:}", "portal": "$address"}
JSON
sh -c "$2"
