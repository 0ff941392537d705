"""Runs the health endpoint that compiled templates install, against fake services.

    endpoint.py serve FOLDER ROOT     takes the endpoint out of the templates in FOLDER and asks it
    endpoint.py install FOLDER ROOT   runs the whole command of the Custom Script extension

ROOT is the repository: the endpoint must be the program in lib/Endpoint without comments.

A template for Windows needs `pwsh`. Nothing outside a temporary folder changes. Prints "ok" for each thing that is as it should be.
"""
import base64
import concurrent.futures
import http.client
import http.server
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zlib

TEXT = r"'([A-Za-z0-9+/=]{40,})'"
temporary = pathlib.Path(tempfile.mkdtemp())
states = temporary / "states"
bin = temporary / "bin"
calls = temporary / "calls"
PROGRAM, CONFIG = "endpoint", "config.json"


def expect(truth, what):
    if not truth:
        sys.exit("not so: " + what)
    print("ok:", what)


def commands(value):
    if isinstance(value, dict):
        if isinstance(value.get("commandToExecute"), str):
            yield value["commandToExecute"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from commands(each)


def command_of(folder):
    for file in sorted(pathlib.Path(folder).rglob("*.json")):
        for command in commands(json.loads(file.read_text())):
            return command
    sys.exit("no command in " + folder)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):
        self.send_response(Site.status)
        self.end_headers()

    def log_message(self, *_):
        pass


def script(path, text):
    path.write_text(text)
    path.chmod(0o755)


def fakes():
    """A systemctl, and a PowerShell module, that read the state of a service from a file."""
    states.mkdir()
    bin.mkdir()
    calls.touch()
    script(bin / "systemctl", f"""#!/bin/sh
listens() {{ cat /proc/net/tcp /proc/net/tcp6 | grep -q ":$(printf %04X $(cat {temporary}/port)) [0:]* 0A "; }}
case $1 in
is-active)
  state=$(cat "{states}/$3" 2>/dev/null || echo inactive)
  [ "$state" = hang ] && exec sleep 30
  echo $state ;;
restart)
  [ -e {temporary}/pid ] && kill $(cat {temporary}/pid)
  while listens; do sleep 0.1; done
  setsid $(sed -n 's/^ExecStart=//p' {temporary}/units/$2.service) >/dev/null 2>&1 &
  echo $! >{temporary}/pid
  for i in $(seq 300); do listens && break; sleep 0.1; done
  echo "systemctl $@" >>{calls} ;;
*) echo "systemctl $@" >>{calls} ;;
esac
""")
    for name, answer in (("useradd", ""), ("firewall-cmd", "running"), ("ufw", "Status: active")):
        script(bin / name, f'#!/bin/sh\necho "{name} $@" >>{calls}\necho "{answer}"\n')
    module = temporary / "modules" / "Fakes"
    module.mkdir(parents=True)
    names = ["New-ScheduledTaskTrigger", "New-ScheduledTaskPrincipal", "New-ScheduledTaskSettingsSet", "Stop-ScheduledTask",
             "Remove-NetFirewallRule", "New-NetFirewallRule"]
    log = f"Add-Content '{calls}' \"$($MyInvocation.MyCommand.Name) $($args | Where-Object {{ $_ -is [string] }})\""
    text = "".join(f"function {name} {{ {log} }}\n" for name in names)
    text += f"""
function Get-Service($Name) {{
  $state = if (Test-Path "{states}/$Name") {{ (Get-Content "{states}/$Name").Trim() }}
  if ($state -eq 'hang') {{ Start-Sleep 30 }}
  if ($state) {{ [pscustomobject]@{{ Status = if ($state -eq 'active') {{ 'Running' }} else {{ 'Stopped' }} }} }}
}}
function New-ScheduledTaskAction($Execute, $Argument) {{ @{{ Argument = $Argument }} }}
function Register-ScheduledTask([switch]$Force, $TaskName, $Action, $Trigger, $Principal, $Settings) {{
  {log}
  Set-Content '{temporary}/task' $Action.Argument
}}
function Start-ScheduledTask {{
  {log}
  if (Test-Path '{temporary}/pid') {{ Stop-Process (Get-Content '{temporary}/pid') -Force; Start-Sleep 2 }}
  $words = ((Get-Content '{temporary}/task') -replace '-ExecutionPolicy Bypass', '')
  $made = Start-Process pwsh $words -PassThru -RedirectStandardOutput '{temporary}/out' -RedirectStandardError '{temporary}/err'
  Set-Content '{temporary}/pid' $made.Id
}}
Export-ModuleMember -Function *
"""
    (module / "Fakes.psm1").write_text(text)
    exported = ", ".join(f"'{name}'" for name in names + ["Get-Service", "New-ScheduledTaskAction", "Register-ScheduledTask", "Start-ScheduledTask"])
    (module / "Fakes.psd1").write_text(f"@{{ ModuleVersion = '1.0'; RootModule = 'Fakes.psm1'; FunctionsToExport = @({exported}) }}\n")


def environment():
    """The fakes come first; PowerShell must not look for updates or send telemetry."""
    return dict(os.environ, PATH=f"{bin}{os.pathsep}{os.environ['PATH']}", PSModulePath=str(temporary / "modules"),
                ProgramFiles=str(temporary), POWERSHELL_TELEMETRY_OPTOUT="1", POWERSHELL_UPDATECHECK="Off", HOME=str(temporary))


def ask(port, path="/healthz", method="GET", host="127.0.0.1"):
    connection = http.client.HTTPConnection(host, port, timeout=60)
    connection.request(method, path)
    reply = connection.getresponse()
    reply.text = reply.read().decode()
    connection.close()
    return reply


def raw(port, data):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        try:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            return client.recv(65536).split(b"\r\n")[0].decode()
        except OSError:
            return ""


def await_port(port):
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("nothing listens")


def stop(process, port):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    try:  # the child of `pwsh` can end later
        while True:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            time.sleep(0.1)
    except OSError:
        pass


def serve(program, config, windows):
    # What the endpoint asks.
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    database = socket.create_server(("127.0.0.1", 0))
    config["port"] = port = free_port()
    config["ports"] = [database.getsockname()[1]]
    config["urls"] = [f"http://127.0.0.1:{site.server_port}/ready"]
    config["timeout"] = 8  # a busy machine is slow
    folder = temporary / "serve"
    folder.mkdir()
    file = folder / (PROGRAM + (".ps1" if windows else ".py"))
    file.write_text(program)
    (folder / CONFIG).write_text(json.dumps(config))
    worker = states / config["services"][0]
    worker.write_text("active")
    start = lambda: subprocess.Popen(
        ["pwsh", "-NoProfile", "-NonInteractive", "-File", file] if windows else [sys.executable, "-I", file, folder / CONFIG],
        env=environment(), stdin=subprocess.DEVNULL, start_new_session=True)
    process = start()
    try:
        await_port(port)
        reply = ask(port)
        expect(reply.status == 200 and reply.text == "healthy\n", f"all checks pass: 200 ({reply.text.strip()})")
        reply = ask(port, method="HEAD")
        expect(reply.status == 200 and reply.text == "" and reply.headers["Content-Length"] == "8", "HEAD has no body")
        expect(ask(port, "/healthz?from=probe").status == 200, "a query is ignored")
        expect(ask(port, "/").status == 404 and ask(port, "/healthzz").status == 404, "404 for other paths")
        expect(ask(port, method="POST").status == 405, "405 for other methods")
        if socket.has_ipv6 and pathlib.Path("/proc/net/if_inet6").exists() and "00000001 01" in pathlib.Path("/proc/net/if_inet6").read_text():
            expect(ask(port, host="::1").status == 200, "IPv6")

        worker.write_text("inactive")
        reply = ask(port)
        expect((reply.status, reply.text) == (503, f"failing: service {worker.name}\n"), "a stopped service: 503")
        worker.unlink()
        expect(ask(port).status == 503, "a missing service: 503")
        worker.write_text("active")
        database.close()
        reply = ask(port)
        expect((reply.status, reply.text) == (503, f"failing: port {config['ports'][0]}\n"), "a closed port: 503")
        database = socket.create_server(("127.0.0.1", config["ports"][0]))
        for Site.status in (500, 302, 204):
            reply = ask(port)
            expect((reply.status, reply.text) == (503, f"failing: url {config['urls'][0]}\n"), f"a URL with status {Site.status}: 503")
        worker.write_text("inactive")
        reply = ask(port)
        expect(reply.status == 503 and "service" in reply.text and "url" in reply.text and "port" not in reply.text, "two fail: both names")
        expect(ask(port, method="HEAD").status == 503, "HEAD of an unhealthy instance: 503")
        Site.status = 200

        worker.write_text("hang")
        with concurrent.futures.ThreadPoolExecutor(60) as pool:
            began = time.monotonic()
            hanging = [pool.submit(ask, port) for _ in range(50)]
            time.sleep(0.3)
            expect(ask(port, "/other").status == 404 and not any(each.done() for each in hanging), "another request meanwhile")
            expect(all(each.result().status == 503 for each in hanging), "50 requests while a check hangs: 503")
            expect(time.monotonic() - began < 30, "each in the time of a check")
        worker.write_text("active")
        if windows:  # the fake still sleeps, as a service control manager that does not answer
            expect(ask(port).status == 503, "a question that is still open: 503")
            stop(process, port)
            process = start()
            await_port(port)

        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
        for client in idle[20:]:
            client.sendall(b"GET /healthz HT")
        began = time.monotonic()
        expect(ask(port).status == 200 and time.monotonic() - began < 60, "slow clients do not block others")
        for data, first in ((b"\0\xff\r\n\r\n", "HTTP/1.1 400 Bad Request"), (b"GET\r\n\r\n", "HTTP/1.1 400 Bad Request"),
                            (b"GET /healthz HTTP/9.9\r\n\r\n", "HTTP/1.1 400 Bad Request"),
                            (b"GET healthz HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request"),
                            (b"GET /healthz HTTP/1.0\n\n", "HTTP/1.1 200 OK")):
            answer = raw(port, data)
            expect(answer == first, f"{data!r}: {answer or 'closed'}")
        raw(port, b"")
        raw(port, b"GET /" + b"x" * 200000)
        raw(port, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 50000)
        reply = ask(port)
        expect(reply.status == 200, f"serves after malformed requests ({reply.status} {reply.text.strip()})")
        time.sleep(5.5)
        for client in idle:
            client.settimeout(1)
            expect(client.recv(1) in (b"", b"H"), "a slow client is closed") if client in (idle[0], idle[-1]) else None
            client.close()
        stop(process, port)
        process = start()
        await_port(port)
        expect(ask(port).status == 200, "serves again after it was killed")
    finally:
        stop(process, port)


def install(command, config, windows):
    """Runs the command as the extension does, with the folders of the machine replaced."""
    config.update(port=free_port(), ports=[], urls=[])
    port = config["port"]
    (temporary / "port").write_text(str(port))
    command = command.replace(re.findall(TEXT, command)[config["index"]], base64.b64encode(json.dumps(config).encode()).decode())
    for each in config["services"]:
        (states / each).write_text("active")
    (temporary / "units").mkdir()
    folder = temporary / "azcl-health"
    if windows:
        shell, user = re.fullmatch(r'powershell -NoProfile -ExecutionPolicy Bypass -Command "([^"]*)" \|\| exit 1(?: & (.*))?', command).groups()
        print("then:", user)
        words = ["pwsh", "-NoProfile", "-NonInteractive", "-Command", shell]
    else:
        command = command.replace("/opt/azcl-health", str(folder)).replace("/etc/systemd/system", str(temporary / "units"))
        words = ["sh", "-c", command]
    run = lambda: subprocess.run(words, env=environment(), cwd=temporary, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    try:
        result = run()
        print(result.stdout, result.stderr, sep="")
        expect(result.returncode == 0, "the command succeeds")
        print(calls.read_text().replace(str(port), "PORT"), end="")
        if not windows:
            print((temporary / "units" / "azcl-health.service").read_text().replace(str(temporary), "ROOT"))
        reply = ask(port, config["path"])
        expect((reply.status, reply.text) == (200, "healthy\n"), "the endpoint serves")
        expect(run().returncode == 0 and ask(port, config["path"]).status == 200, "the command can run again")
        # The command of the program runs only after a successful installation.
        shutil.rmtree(folder)
        folder.write_text("")
        result = run()
        expect(result.returncode == 1, "a failed installation fails")
        print("after a failure:", result.stdout)
    finally:
        if (temporary / "pid").exists():
            os.kill(int((temporary / "pid").read_text()), signal.SIGKILL)


def main(action, folder, root):
    command = command_of(folder)
    windows = command.startswith("powershell")
    texts = [base64.b64decode(each) for each in re.findall(TEXT, command)]
    config = json.loads(next(each for each in texts if each.startswith(b"{")))
    program = next(zlib.decompress(each, -15) for each in texts if not each.startswith(b"{")).decode()
    print(json.dumps(config), flush=True)
    source = (pathlib.Path(root) / "lib/Endpoint" / ("windows.ps1" if windows else "linux.py")).read_text()
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
    expect([line.strip() for line in program.splitlines()] == lines, "the program is complete")
    fakes()
    if action == "serve":
        serve(program, config, windows)
    else:
        install(command, dict(config, index=next(i for i, each in enumerate(texts) if each.startswith(b"{"))), windows)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
