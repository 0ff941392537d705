"""A TCP proxy that spoils connections: proxy.py PORT FILE WORD...

Listens on a free port, which it writes to FILE, and forwards to PORT of this machine. The words say what happens to the
first connections, one after another; later ones are left alone:
  ok        nothing
  refuse    the connection ends at once
  reset N   the connection is reset after N bytes of the server
  cut N     the connection ends after N bytes of the server
  drip      the server's bytes come in pieces of 7 bytes
  slow      the first byte of the server comes after 2 seconds
"""

import os
import select
import socket
import struct
import sys
import threading
import time

port, file, words = int(sys.argv[1]), sys.argv[2], sys.argv[3:]


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def serve(client, kind, limit):
    """One thread does both directions: a socket that another thread reads cannot be reset."""
    with client:
        if kind == "refuse":
            return reset(client)
        with socket.create_connection(("127.0.0.1", port)) as server:
            try:
                transfer(client, server, kind, limit)
            except OSError:
                pass


def transfer(client, server, kind, limit):
    sent = 0
    while True:
        for source in select.select([client, server], [], [])[0]:
            data = source.recv(65536)
            if not data:
                return
            if source is client:
                server.sendall(data)
                continue
            if kind == "slow" and not sent:
                time.sleep(2)
            if kind in ("reset", "cut") and sent + len(data) >= limit:
                client.sendall(data[: limit - sent])
                if kind == "reset":
                    reset(client)
                return
            step = 7 if kind == "drip" else len(data)
            for start in range(0, len(data), step):
                client.sendall(data[start : start + step])
            sent += len(data)


def plan():
    rest = list(words)
    while rest:
        kind = rest.pop(0)
        yield kind, int(rest.pop(0)) if kind in ("reset", "cut") else 0
    while True:
        yield "ok", 0


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
with open(file + ".new", "w") as out:
    out.write(str(listener.getsockname()[1]))
os.rename(file + ".new", file)
for kind, limit in plan():
    client, _ = listener.accept()
    threading.Thread(target=serve, args=(client, kind, limit), daemon=True).start()
