"""imports.py FOLDER: writes files that import each other."""
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
folder.mkdir()


def write(name, imports):
    (folder / name).write_text("".join('import "%s"\n' % each for each in imports))


for i in range(10):
    write("cycle%d.azc" % i, ["cycle%d.azc" % ((i + 1) % 10)])
write("self.azc", ["./self.azc"])
for i in range(2000):
    write("chain%d.azc" % i, ["chain%d.azc" % (i + 1)])
    write("leaf%d.azc" % i, [])
write("chain2000.azc", [])
write("wide.azc", ["leaf%d.azc" % i for i in range(2000)])
# Each of 90 levels imports the next one twice, by two paths: 2^90 import paths, 91 files.
for i in range(90):
    write("level%d.azc" % i, ["level%d.azc" % (i + 1), "./level%d.azc" % (i + 1)])
write("level90.azc", [])
write("diamond.azc", ["level0.azc"])
