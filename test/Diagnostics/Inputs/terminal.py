"""Runs a command on a terminal and prints what it writes there."""
import os
import pty
import sys

pty.spawn(sys.argv[1:], lambda fd: os.read(fd, 65536))
