#!/bin/sh
# Starts Azurite and runs a command, which finds its address in AZCL_AZURITE: with-azurite.sh FOLDER COMMAND...
mkdir -p "$1"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
azurite-blob --blobHost 127.0.0.1 --blobPort "$port" --inMemoryPersistence --silent --disableTelemetry \
  > "$1/azurite.txt" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null' EXIT
shift
for _ in $(seq 100); do
  python3 -c "import socket; socket.create_connection(('127.0.0.1', $port))" 2>/dev/null && break
  sleep 0.2
done
AZCL_AZURITE="http://127.0.0.1:$port/devstoreaccount1" "$@"
