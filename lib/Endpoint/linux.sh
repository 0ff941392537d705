# Installs the health endpoint of a Linux VM. RHEL 8 and its relatives can lack python3, but they
# have platform-python, which dnf needs. The agent of the VM can have a stricter umask.
(
umask 022
folder=/opt/azcl-health
for python in /usr/bin/python3 /usr/libexec/platform-python "$(command -v python3)"; do
[ -x "$python" ] && break
done
mkdir -p $folder &&
printf %s '@PROGRAM@' | base64 -d | "$python" -I -c 'import sys, zlib
sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read(), -15))' >$folder/endpoint.py &&
printf %s '@CONFIG@' | base64 -d >$folder/config.json &&
"$python" -I $folder/endpoint.py $folder/config.json install /etc/systemd/system
) || exit 1
