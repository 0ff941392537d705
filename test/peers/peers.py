"""peers.py FOLDER [--az COMMAND] [--sdk]: runs the same script with Azure CLI, with the Azure SDK for JavaScript and with
azclctl. Each client has its own azcl-armsim. Fails if the clients do not agree about what was deployed. FOLDER contains the
packages of package.json; the logs and reports are written to FOLDER/run."""
import argparse
import concurrent.futures
import contextlib
import difflib
import json
import os
import pathlib
import queue
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
import traceback
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BINARIES = pathlib.Path(os.environ.get("AZCL_BIN", ROOT / "build/release/bin"))
KEY = ROOT / "examples/files/ops.pub"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
LOCATION = "westeurope"
ACCOUNT = "azclpeers"  # see scenario.json
LIMIT = 90  # seconds for one command


class Failure(Exception):
    pass


def run(log, command, expect=0, errors=subprocess.PIPE, **variables):
    """Runs a command and returns its standard output. Another exit code than `expect` is a failure, with all output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AZURE_")}
    environment["NO_PROXY"] = environment["no_proxy"] = "localhost,127.0.0.1,.localhost"
    start = time.monotonic()
    try:
        done = subprocess.run([str(each) for each in command], env={**environment, **variables}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=errors, text=True, timeout=LIMIT)
        code, out, err = done.returncode, done.stdout, done.stderr or ""
    except subprocess.TimeoutExpired as late:
        code, out, err = "timeout", *((each or b"").decode() for each in (late.stdout, late.stderr))
    shown = " ".join(str(each) for each in command[:12])
    text = f"$ {shown}\n[exit code {code}, {time.monotonic() - start:.1f} s]\n{out}{err}\n"
    with open(log, "a") as file:
        file.write(text)
    if code != expect:
        raise Failure(f"expected exit code {expect}:\n{text}")
    return out


class Server:
    """azcl-armsim with scenario.json, on ports that the system chooses."""

    running = []

    def __init__(self, folder):
        folder.mkdir(parents=True)
        self.state = folder / "state.json"
        self.output = folder / "server.txt"
        with open(self.output, "w") as file:
            self.process = subprocess.Popen(
                [BINARIES / "azcl-armsim", "--port=0", "--http-port=0", "--time-scale=60", f"--state={self.state}",
                 f"--scenario={HERE / 'scenario.json'}"], stdout=file, stderr=subprocess.STDOUT,
                env={**os.environ, "TMPDIR": str(folder)})  # for the certificate
        Server.running.append(self)
        deadline = time.monotonic() + 20
        while "certificate" not in self.output.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise Failure(f"azcl-armsim did not start:\n{self.output.read_text()}")
            time.sleep(0.05)
        self.address, self.plain, certificate = self.output.read_text().splitlines()
        self.certificate = certificate.removeprefix("certificate ")
        self.host = self.address.removeprefix("https://")
        self.port = self.host.rpartition(":")[2]
        self.context = ssl.create_default_context(cafile=self.certificate)
        self.cloud = folder / "cloud.json"
        self.cloud.write_text(json.dumps({"name": "simulator", "login": self.address, "manager": self.address,
                                          "storageSuffix": f"localhost:{self.port}", "portal": self.address}))

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def read(self, path):
        """The items of a list, in all pages."""
        url = f"{self.address}/subscriptions/{SUBSCRIPTION}/resourcegroups/{path}?api-version=2021-04-01"
        items = []
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.context))
        while url:
            request = urllib.request.Request(url, headers={"Authorization": "Bearer reader"})
            with opener.open(request, timeout=LIMIT) as answer:
                page = json.load(answer)
            items += page["value"]
            url = page.get("nextLink")
        return items

    def deployments(self, group):
        return {each["name"]: each for each in self.read(f"{group}/providers/Microsoft.Resources/deployments")}

    def wait(self, group, name):
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            found = self.deployments(group).get(name)
            if found and found["properties"]["provisioningState"] in ("Succeeded", "Failed", "Canceled"):
                return
            time.sleep(0.2)
        raise Failure(f"deployment {name} in {group} does not end")

    def link(self):
        """The container and the shared access signature of the templates that azclctl has stored in blobs."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            text = self.state.read_text() if self.state.exists() else ""
            container, signature = re.search(r"/(azcl-\w+)/main\.json", text), re.search(r'"queryString":\s*"([^"]*)"', text)
            if container and signature:
                return container[1], signature[1]
            time.sleep(0.1)
        raise Failure(f"{self.state} does not contain the link that azclctl has sent")


def leaves(error):
    """The codes of the causes: Azure wraps errors in details, and as JSON in messages."""
    if error.get("details"):
        return [code for detail in error["details"] for code in leaves(detail)]
    try:
        return leaves(json.loads(error["message"])["error"])
    except (ValueError, KeyError, TypeError):
        return [error["code"]]


def facts(server):
    """What a client has left on its server."""
    result = {}
    for group in ("shop", "quota"):
        result[f"resources of {group}"] = sorted([each["id"], each["type"]] for each in server.read(f"{group}/resources"))
        found = server.deployments(group)
        result[f"deployments of {group}"] = {
            name: [each["properties"]["provisioningState"], each["properties"].get("outputs")]
            for name, each in sorted(found.items())}
        operations = []
        for name in found:
            for each in server.read(f"{group}/deployments/{name}/operations"):
                each = each["properties"]
                error = (each.get("statusMessage") or {}).get("error")
                operations.append([name, each["provisioningOperation"], each["provisioningState"],
                                   (each.get("targetResource") or {}).get("id", ""), leaves(error) if error else []])
        result[f"operations of {group}"] = sorted(operations)
    return result


class Azclctl:
    def __init__(self, server, bundle, folder):
        self.server, self.bundle, self.folder = server, bundle, folder
        self.log = folder / "azclctl.log"

    def up(self, group, *options, expect=0):
        """Returns what azclctl printed, and its events."""
        events = self.folder / f"{group}.jsonl"
        output = run(self.log, [BINARIES / "azclctl", "up", self.bundle, f"--group={group}", f"--events={events}", *options,
                                f"--location={LOCATION}", f"--subscription={SUBSCRIPTION}", f"--cloud-file={self.server.cloud}",
                                f"--state={self.folder / group}", "-p", f"admin_key=@{KEY}"], expect,
                     subprocess.STDOUT, SSL_CERT_FILE=self.server.certificate, AZURE_CLIENT_ID="azclctl", AZURE_TENANT_ID="t",
                     AZURE_CLIENT_SECRET="s")
        return output, [json.loads(line) for line in events.read_text().splitlines()]


class Az:
    """Azure CLI, signed in to a server. Two commands can run at the same time, each with its own configuration."""

    def __init__(self, command, server, folder):
        self.command, self.server = command, server
        self.log = folder / "az.log"
        self.folders = queue.Queue()
        self.variables = {
            "REQUESTS_CA_BUNDLE": server.certificate, "APPSETTING_WEBSITE_SITE_NAME": "x", "MSI_SECRET": "s",
            "MSI_ENDPOINT": f"{server.plain}/msi", "AZURE_CORE_COLLECT_TELEMETRY": "no", "PYTHONPATH": str(HERE / "site")}
        first = folder / "az"
        self.folders.put(first)
        address = server.address
        self("cloud", "register", "-n", "simulator", *(
            f"--endpoint-{name}={address}{end}" for name, end in {
                "resource-manager": "/", "management": "/", "active-directory": "", "active-directory-resource-id": "/",
                "active-directory-graph-resource-id": "/", "sql-management": "/", "gallery": "/"}.items()),
            f"--suffix-storage-endpoint=localhost:{server.port}", "--suffix-keyvault-dns=.vault.azure.net")
        self("cloud", "set", "-n", "simulator")
        self("login", "--identity")
        self.folders.put(shutil.copytree(first, folder / "az-2"))

    def __call__(self, *arguments):
        folder = self.folders.get()
        try:
            output = run(self.log, [*self.command, *arguments, "-o", "json"], AZURE_CONFIG_DIR=str(folder), **self.variables)
        finally:
            self.folders.put(folder)
        return json.loads(output) if output.strip() else None


def in_parallel(*tasks):
    """Two at a time, in this order."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for task in [pool.submit(each) for each in tasks]:
            task.result()


def az_script(az, azclctl, name, project, container):
    report = {}
    bundle, server = azclctl.bundle, azclctl.server
    other = f"{project}-000000000000-1"  # a version that azclctl does not know
    az("group", "create", "-n", "shop", "-l", LOCATION)
    spec = az("ts", "create", "-g", "shop", "-n", project, "-v", "1", "-l", LOCATION, "-f", bundle / "main.json", "--yes")
    report["spec"] = spec["id"]
    report["linked"] = sorted(each["path"] for each in spec["linkedTemplates"])
    content = ["--template-spec", spec["id"], "-p", f"@{bundle / 'main.parameters.json'}",
               "-p", f"admin_key={KEY.read_text().strip()}"]

    def deployment(verb, group, *options, named=name):
        return az("deployment", "group", verb, "-g", group, "-n", named, *options)

    def validate():
        validated = deployment("validate", "shop", *content)["properties"]["validatedResources"]
        report["validated"] = [each["id"] for each in validated]

    def what_if():
        changes = deployment("what-if", "shop", *content, "--no-pretty-print")["changes"]
        report["whatIf"] = [[each["changeType"], each["resourceId"]] for each in changes]

    def start(group, named=name):
        return lambda: deployment("create", group, *content, "--no-wait", named=named)

    def start_subscription():
        az("deployment", "sub", "create", "-n", "platform", "-l", LOCATION, "-f", HERE / "subscription.json",
           "-p", "name=platform", "--no-wait")

    def show():
        deployment("wait", "shop", "--created", "--interval", "1")
        properties = deployment("show", "shop")["properties"]
        report["state"] = properties["provisioningState"]
        report["outputs"] = properties["outputs"]
        report["resources"] = [each["id"] for each in properties["outputResources"]]

    def operations():
        server.wait("shop", name)
        report["operations"] = [
            [each["properties"]["provisioningOperation"], each["properties"]["provisioningState"],
             (each["properties"]["targetResource"] or {}).get("id", "")]
            for each in az("deployment", "operation", "group", "list", "-g", "shop", "-n", name)]

    def export():
        report["exported"] = deployment("export", "shop")

    def show_failed():
        server.wait("quota", name)
        properties = deployment("show", "quota")["properties"]
        report["failed"] = {"state": properties["provisioningState"], "error": properties["error"]}

    def show_subscription():
        properties = az("deployment", "sub", "show", "-n", "platform")["properties"]
        report["subscription"] = [properties["provisioningState"], properties["outputs"]]

    def show_foreign():
        foreign = deployment("show", "foreign")
        report["foreign"] = [foreign["properties"]["provisioningState"], foreign["properties"]["outputs"], foreign["tags"]]

    def list_blobs():
        blobs = az("storage", "blob", "list", "--account-name", ACCOUNT, "-c", container, "--auth-mode", "login")
        report["blobs"] = sorted(each["name"] for each in blobs)

    def meet():
        report["refused"], _ = azclctl.up("busy", expect=80)
        deployment("cancel", "busy", named=other)
        server.wait("busy", other)
        report["canceled"] = deployment("show", "busy", named=other)["properties"]["provisioningState"]

    in_parallel(what_if, start("busy", other), start("quota"), validate, start_subscription)
    start("shop")()
    in_parallel(show, meet, operations, show_failed, export, show_subscription, show_foreign, list_blobs)
    return report


def outputs_of(events):
    return {each["subject"]: json.loads(each["text"]) for each in events if each["type"] == "output"}


def az_lane(command, bundle, folder):
    with running(folder) as server:
        azclctl = Azclctl(server, bundle, folder)
        _, events = azclctl.up("foreign", "--staging=blob", f"--account={ACCOUNT}")
        name = events[0]["subject"]
        az = Az(command, server, folder)
        report = az_script(az, azclctl, name, name.rsplit("-", 2)[0], server.link()[0])
        report["ours"] = outputs_of(events)
        return report, facts(server)


def sdk_lane(packages, bundle, folder):
    with running(folder) as server:
        azclctl = Azclctl(server, bundle, folder)
        _, events = azclctl.up("foreign", "--staging=blob", f"--account={ACCOUNT}")
        name = events[0]["subject"]
        project, version, _ = name.rsplit("-", 2)
        container, signature = server.link()
        configuration = folder / "configuration.json"
        configuration.write_text(json.dumps({
            "server": server.address, "subscription": SUBSCRIPTION, "bundle": str(bundle), "name": name, "project": project,
            "key": KEY.read_text().strip(), "tags": {"azcl-version": version, "azcl-run": "another"},
            "subscriptionTemplate": json.loads((HERE / "subscription.json").read_text()),
            "blobs": {"account": ACCOUNT, "container": container, "signature": signature}}))
        script = shutil.copy(HERE / "sdk.mjs", packages)
        report = json.loads(run(folder / "sdk.log", ["node", script, configuration],
                                NODE_EXTRA_CA_CERTS=server.certificate))
        report["attached"], _ = azclctl.up("attach")
        report["ours"] = outputs_of(events)
        report["used"] = dict(urllib.parse.parse_qsl(signature))
        return report, facts(server)


def azclctl_lane(bundle, folder):
    with running(folder) as server:
        azclctl = Azclctl(server, bundle, folder)
        report = {}

        def deploy():
            _, events = azclctl.up("shop", "--staging=spec")
            report["outputs"] = outputs_of(events)

        def fail():
            _, events = azclctl.up("quota", "--staging=spec", expect=83)
            report["causes"] = [each["error"]["code"] for each in events if each["type"] == "error"]

        in_parallel(deploy, fail, lambda: azclctl.up("stack", "--engine=stack"))
        report["stack"] = sorted(each["id"] for each in server.read("stack/resources"))
        return report, facts(server)


@contextlib.contextmanager
def running(folder):
    server = Server(folder)
    try:
        yield server
    finally:
        server.stop()


class Checks:
    count = failed = 0

    def agree(self, title, **values):
        """Compares what several clients say."""
        if len(values) < 2:
            return
        self.count += 1
        texts = {name: json.dumps(value, indent=1, sort_keys=True).splitlines() for name, value in values.items()}
        first, *others = texts
        if all(texts[name] == texts[first] for name in others):
            return print(f"  {title}: {', '.join(values)}")
        self.failed += 1
        print(f"DISAGREEMENT: {title}")
        for name in others:
            print("\n".join(difflib.unified_diff(texts[first], texts[name], first, name, lineterm="")))

    def holds(self, title, condition, seen):
        self.count += 1
        if condition:
            return print(f"  {title}")
        self.failed += 1
        print(f"NOT TRUE: {title}\n{seen}")


def values_of(outputs):
    return {name: output["value"] for name, output in outputs.items()}


def compare(checks, bundle, reports):
    """`reports`: for each client that ran, what it says and what it has left on its server."""
    says = {name: report for name, (report, _) in reports.items()}
    left = {name: each for name, (_, each) in reports.items()}
    own = says["azclctl"]
    peers = {name: report for name, report in says.items() if name != "azclctl"}

    def agree(title, of, **others):
        checks.agree(title, **others, **{name: of(report) for name, report in peers.items()})

    for title in left["azclctl"]:
        checks.agree(title, **{name: each[title] for name, each in left.items()})
    on_server = left["azclctl"]
    created = [each for each, kind in on_server["resources of shop"] if kind != "Microsoft.Resources/templateSpecs"]
    root = [each[1:4] for each in on_server["operations of shop"] if each[0].startswith("ha-basic-")]
    files = sorted(["main.json", *(f"templates/{each.name}" for each in (bundle / "templates").iterdir())])
    main = json.loads((bundle / "main.json").read_text())
    for title in ("spec", "validated", "whatIf", "subscription"):
        agree(f"report of {title}", lambda report: report[title])
    agree("report of resources", lambda report: sorted(report["resources"]), server=created)
    agree("report of operations", lambda report: sorted(report["operations"]), server=root)
    agree("report of outputs", lambda report: values_of(report["outputs"]), azclctl=own["outputs"])
    agree("exported template", lambda report: report["exported"], bundle=main)
    agree("states of a successful, a failed and a canceled deployment",
          lambda report: [report["state"], report["failed"]["state"], report["canceled"]],
          expected=["Succeeded", "Failed", "Canceled"])
    agree("causes of the failure", lambda report: leaves(report["failed"]["error"]), azclctl=own["causes"],
          scenario=["QuotaExceeded"])
    agree("templates in the spec", lambda report: ["main.json", *report["linked"]], bundle=files)
    agree("templates that azclctl has stored in blobs", lambda report: report["blobs"], bundle=files)
    for name, report in peers.items():
        state, outputs, tags = report["foreign"]
        checks.agree("a deployment by azclctl", **{
            name: [state, values_of(outputs), sorted(tags)],
            "azclctl": ["Succeeded", report["ours"], ["azcl-project", "azcl-run", "azcl-version"]]})
    if az := says.get("az"):
        checks.holds("azclctl refuses to disturb a deployment of another version by az",
                     "DeploymentActive: deployment `ha-basic-000000000000-1` of another version is running" in az["refused"],
                     az["refused"])
    if sdk := says.get("sdk"):
        checks.holds("azclctl attaches to a deployment of its version by sdk",
                     "of this version is already running; watching it" in sdk["attached"], sdk["attached"])
        checks.agree("shared access signature", sdk=sdk["signature"], azclctl=sdk["used"])
        checks.agree("blob read with a signature", sdk=sdk["blob"], bundle=main)
        checks.agree("stack", sdk=sorted(sdk["stack"][1]), azclctl=own["stack"])
        checks.agree("state of the stack, and what remains of it", sdk=[sdk["stack"][0], sdk["stackRemains"]],
                     expected=["succeeded", []])


def stop_all(*_):
    print("FAILED: out of time")
    for server in Server.running:
        server.process.kill()
    sys.stdout.flush()
    os._exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--az", metavar="COMMAND", help="Azure CLI")
    parser.add_argument("--sdk", action="store_true", help="the packages of package.json are installed in FOLDER")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, stop_all)
    packages = options.folder.resolve()
    folder = packages / "run"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bundle = folder / "bundle"
    run(folder / "azclc.log", [BINARIES / "azclc", ROOT / "examples/ha-basic.azc", "-o", bundle])
    lanes = {"azclctl": (azclctl_lane, bundle, folder / "azclctl")}
    if options.az:
        lanes["az"] = (az_lane, [options.az], bundle, folder / "az")
    if options.sdk:
        lanes["sdk"] = (sdk_lane, packages, bundle, folder / "sdk")
    start = time.monotonic()
    reports = {}
    failed = False
    with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
        futures = {pool.submit(*lane): name for name, lane in lanes.items()}
        for future in concurrent.futures.as_completed(futures):
            name = futures[future]
            try:
                reports[name] = future.result()
                print(f"{name} has finished after {time.monotonic() - start:.0f} s", flush=True)
            except Exception as problem:
                failed = True
                text = problem if isinstance(problem, Failure) else traceback.format_exc()
                print(f"FAILED: {name}: {text}", flush=True)
    if failed:
        return 1
    checks = Checks()
    compare(checks, bundle, reports)
    print(f"{checks.count} comparisons, {checks.failed} disagreements; logs in {folder}")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
