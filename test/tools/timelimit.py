"""Limits the time of each test without psutil, which a minimal system lacks. Before it kills a test, it prints the state
of its processes."""
import os
import signal
import sys

import lit.util


def _children(pid):
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as file:
            found += [int(child) for child in file.read().split()]
    return found


def _read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError as error:
        return str(error)


def _show(pid):
    command = _read(f"/proc/{pid}/cmdline").replace("\0", " ")
    print(f"killed {pid}: {command}", file=sys.stderr)
    for task in sorted(os.listdir(f"/proc/{pid}/task")):
        place = f"/proc/{pid}/task/{task}"
        state = _read(f"{place}/stat").rsplit(")", 1)[-1].split()
        print(f"  thread {task}: state {state[0]}, {state[11]}+{state[12]} ticks, in {_read(f'{place}/wchan') or '-'}", file=sys.stderr)
    sys.stderr.flush()


def _end(pid):
    try:
        children = _children(pid)
        _show(pid)
        os.kill(pid, signal.SIGKILL)
    except OSError:  # already ended
        return
    for child in children:
        _end(child)


def limit(lit_config, seconds):
    lit.util.killProcessAndChildrenIsSupported = lambda: (True, "")
    lit.util.killProcessAndChildren = _end
    lit_config.maxIndividualTestTime = seconds
