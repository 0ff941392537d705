"""server.py FOLDER: starts azcl-armsim, deploys a template in two halves with a restart in between, and checks the result."""
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

folder = pathlib.Path(sys.argv[1])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
scenario = folder / "scenario.json"
scenario.write_text('{"durations": {"*": 30}}')
group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg"
deployment = group + "/providers/Microsoft.Resources/deployments/main"
template = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "resources": [{"type": "Microsoft.Network/publicIPAddresses", "apiVersion": "2024-05-01", "name": "ip",
                   "location": "westeurope", "properties": {}}],
    "outputs": {"address": {"type": "string", "value": "[reference('ip').ipAddress]"}},
}


class Server:
    def __init__(self):
        self.process = subprocess.Popen(
            ["azcl-armsim", "--port=0", "--http-port=0", "--advance-on-poll", f"--scenario={scenario}",
             f"--state={folder / 'state.json'}"], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "TMPDIR": str(folder)})  # for the certificate
        self.secure, self.plain = (self.process.stdout.readline().strip() for _ in range(2))
        certificate = self.process.stdout.readline().split()[1]
        self.context = ssl.create_default_context(cafile=certificate)

    def ask(self, method, path, body=None, token="simulated-token"):
        url = path if path.startswith("http") else self.secure + path
        if "?" not in url:
            url += "?api-version=2025-04-01"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(url, data, method=method, headers={"Content-Type": "application/json"})
        if token:
            request.add_header("Authorization", "Bearer " + token)
        request.add_header("Metadata", "true")
        try:
            with urllib.request.urlopen(request, context=self.context) as answer:
                return answer.status, answer.headers, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.loads(error.read() or b"null")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0


server = Server()
status, headers, answer = server.ask("GET", group, token="")
assert status == 401 and "Bearer" in headers["WWW-Authenticate"], (status, answer)
status, headers, answer = server.ask(
    "GET", server.plain + "/metadata/identity/oauth2/token?resource=https://management.azure.com/")
token = answer["access_token"]
assert server.ask("PUT", group, {"location": "westeurope"}, token)[0] == 201
assert server.ask("HEAD", group, token=token)[0] == 204
status, headers, answer = server.ask("PUT", deployment, {"properties": {"mode": "Incremental", "template": template}})
assert status == 201 and answer["properties"]["provisioningState"] == "Accepted", (status, answer)
poll = headers["Azure-AsyncOperation"]
assert len(poll) > 3000 and not headers["Retry-After"]
assert server.ask("GET", poll)[2]["status"] == "Running"
time.sleep(1)
server.stop()

second = Server()
poll = poll.replace(server.secure, second.secure)
for _ in range(20):
    state = second.ask("GET", poll)[2]["status"]
    if state not in ("Accepted", "Running"):
        break
answer = second.ask("GET", deployment)[2]
second.stop()
assert answer["properties"]["provisioningState"] == "Succeeded", answer
assert answer["properties"]["outputs"]["address"]["value"].startswith("20."), answer
print("deployed across a restart")
