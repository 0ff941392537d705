"""Writes programs whose commands are just short enough for Azure with the installer of the health endpoint, or too long."""
import sys

LINUX = 'image = ubuntu-24.04  admin = { user = "ops"  key = "ssh-ed25519 AAAA" }'
WINDOWS = 'image = windows-server-2022  admin = { user = "ops"  password = param.pw }'
CHECKED = 'health http { port = 8099  endpoint { services = ["worker"] } }'


def write(name, body, parameter=False):
    with open(name + ".azc", "w") as file:
        file.write(("param pw : secret\n" if parameter else "") + "cluster shop { region = eastus2\n"
                   f"tier worker {{ size = Standard_D2s_v5  instances = 2  {body} }} }}\n")


for name, system, script, run in (("windows", WINDOWS, 2300, 3200), ("linux", LINUX, 90000, 124000)):
    windows = name == "windows"
    for fits in (True, False):
        more = 1 if fits else 1.5
        suffix = "fits" if fits else "long"
        write(f"{name}-script-{suffix}", f'{system}  {CHECKED}  extend custom-script {{ script = "{"x" * int(script * more)}" }}', windows)
        write(f"{name}-run-{suffix}", f'{system}  {CHECKED}  extend custom-script {{ run = "{"x" * int(run * more)}" }}', windows)
write("windows-checks-fits", f'{WINDOWS}  health http {{ port = 8099  endpoint {{ urls = ["http://a/{"x" * 2300}"] }} }}', True)
write("windows-checks-long", f'{WINDOWS}  health http {{ port = 8099  endpoint {{ urls = ["http://a/{"x" * 3300}"] }} }}', True)
# Without the endpoint, a command of Linux of any length is accepted, as before.
write("linux-without-fits", f'{LINUX}  extend custom-script {{ script = "{"x" * 190000}" }}')
