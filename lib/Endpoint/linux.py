# The health endpoint of a Linux VM: answers 200 if every check passes, else 503 with the names of
# those that fail. Runs with Python 3.6, which RHEL 8 and SLES 15 have, and its standard library.
#
#   python3 endpoint.py CONFIG                  serves
#   python3 endpoint.py CONFIG install FOLDER   installs the service; FOLDER has the units of systemd
import asyncio
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
from urllib.parse import urlsplit

NAME = "azcl-health"
CLIENT_SECONDS = 5
MOST_CLIENTS = 256
REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
           503: "Service Unavailable"}


async def active(services):
    process = await asyncio.create_subprocess_exec(
        "systemctl", "is-active", "--", *services, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    states = output.decode("ascii", "replace").split()
    return len(states) == len(services) and all(
        state in ("active", "reloading", "refreshing") for state in states)


async def check_service(name):
    return re.match(r"[\w:.\\@-]{1,255}\Z", name, re.ASCII) and await active([name])


async def check_port(port):
    for address in ("127.0.0.1", "::1"):
        try:
            _, writer = await asyncio.open_connection(address, port)
        except OSError:
            continue
        writer.close()
        return True
    return False


async def check_url(url):
    if not re.match(r"http://[\w.:\[\]-]+([/?][!-~]*)?\Z", url, re.ASCII):
        return False
    parts = urlsplit(url)
    target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        writer.write("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {}\r\nConnection: close\r\n\r\n"
                     .format(target, parts.netloc, NAME).encode("ascii"))
        return re.match(rb"HTTP/1\.[01] 200\b", await reader.readline())
    finally:
        writer.close()


class Endpoint:
    def __init__(self, config):
        self.path = config["path"]
        self.timeout = config["timeout"]
        self.checks = [("service " + each, check_service, each) for each in config["services"]]
        self.checks += [("port {}".format(each), check_port, each) for each in config["ports"]]
        self.checks += [("url " + each, check_url, each) for each in config["urls"]]
        self.round = None
        self.clients = 0

    # The name of the check if it fails.
    async def failing(self, name, check, argument):
        try:
            return None if await asyncio.wait_for(check(argument), self.timeout) else name
        except (asyncio.TimeoutError, OSError, ValueError):
            return name

    async def run_checks(self):
        results = await asyncio.gather(*(self.failing(*each) for each in self.checks),
                                       return_exceptions=True)
        return [each if isinstance(each, str) else repr(each) for each in results if each]

    # Requests that arrive while the checks run share their result, so that many requests do not
    # cause many checks.
    async def state(self):
        if self.round is None or self.round.done():
            self.round = asyncio.ensure_future(self.run_checks())
        names = await asyncio.shield(self.round)
        if names or not self.checks:
            return 503, "failing: " + (", ".join(names) or "no checks") + "\n"
        return 200, "healthy\n"

    # The request line; the headers have no meaning here.
    async def read(self, reader):
        first = await reader.readline()
        while await reader.readline() not in (b"\r\n", b"\n", b""):
            pass
        return re.match(rb"([A-Z]+) (/[!-~]*) HTTP/1\.[01]\r?\n\Z", first)

    async def answer(self, reader):
        try:
            request = await asyncio.wait_for(self.read(reader), CLIENT_SECONDS)
        except ValueError:
            request = None
        if not request:
            return False, 400, "bad request\n"
        method, target = (each.decode("ascii") for each in request.groups())
        if method not in ("GET", "HEAD"):
            return False, 405, "only GET and HEAD\n"
        if self.path not in (target, target.split("?")[0]):
            return method == "HEAD", 404, "not found\n"
        status, text = await self.state()
        return method == "HEAD", status, text

    async def serve(self, reader, writer):
        self.clients += 1
        try:
            if self.clients > MOST_CLIENTS:
                return
            headless, status, text = await self.answer(reader)
            body = text.encode("utf-8", "replace")
            writer.write("HTTP/1.1 {} {}\r\nServer: {}\r\nContent-Type: text/plain; charset=utf-8\r\n"
                         "Content-Length: {}\r\nCache-Control: no-store\r\nAllow: GET, HEAD\r\n"
                         "Connection: close\r\n\r\n"
                         .format(status, REASONS[status], NAME, len(body)).encode("ascii"))
            writer.write(b"" if headless else body)
            await asyncio.wait_for(writer.drain(), CLIENT_SECONDS)
        except (asyncio.TimeoutError, OSError):
            pass
        finally:
            self.clients -= 1
            writer.close()


# All addresses, of IPv6 too if the kernel has it.
def listen(port):
    for family, address in ((socket.AF_INET6, "::"), (socket.AF_INET, "0.0.0.0")):
        try:
            listener = socket.socket(family, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            listener.bind((address, port))
            return listener
        except OSError as error:
            failure = error
    raise failure


# Tells systemd that the endpoint listens (sd_notify(3)).
def ready():
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.sendto(b"READY=1", re.sub("^@", "\0", address))


def serve(config):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    endpoint = Endpoint(config)
    loop.run_until_complete(asyncio.start_server(endpoint.serve, sock=listen(config["port"]),
                                                 limit=8192, backlog=128))
    ready()
    loop.run_forever()


# A user of its own instead of DynamicUser: D-Bus, which systemctl needs, rejects a user that it
# cannot look up, and images without nss-systemd cannot look up a dynamic one.
UNIT = """[Unit]
Description=Health endpoint of the VM, installed by AZCL
After=network.target
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart={python} -I {program} {config}
User={name}
Restart=always
RestartSec=2
CapabilityBoundingSet={capability}
AmbientCapabilities={capability}
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
MemoryMax=128M
TasksMax=64

[Install]
WantedBy=multi-user.target
"""


def run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


# Whether the program exists and reports this text.
def reports(text, *command):
    if not shutil.which(command[0]):
        return False
    result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, universal_newlines=True)
    return text in result.stdout.splitlines()


def open_firewall(port):
    rule = "{}/tcp".format(port)
    if reports("running", "firewall-cmd", "--state"):
        run("firewall-cmd", "--permanent", "--add-port=" + rule)
        run("firewall-cmd", "--add-port=" + rule)
    if reports("Status: active", "ufw", "status"):
        run("ufw", "allow", rule)


def install(path, config, folder):
    try:
        pwd.getpwnam(NAME)
    except KeyError:
        run("useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", NAME)
    with open(os.path.join(folder, NAME + ".service"), "w") as unit:
        unit.write(UNIT.format(
            python=sys.executable, program=os.path.abspath(__file__), config=path, name=NAME,
            capability="CAP_NET_BIND_SERVICE" if config["port"] < 1024 else ""))
    open_firewall(config["port"])
    run("systemctl", "daemon-reload")
    run("systemctl", "enable", NAME)
    run("systemctl", "restart", NAME)


def main(path, *arguments):
    with open(path) as file:
        config = json.load(file)
    if arguments:
        install(path, config, arguments[1])
    else:
        serve(config)


main(*sys.argv[1:])
