"""Every kind of file that GateScope writes: on disks that are full, read-only or forbidden, and by killed processes.

python -m tests.outputs                    the failing disks; mounts small file systems, as root or by `unshare -rm`
python -m tests.outputs --kills 20         kills a process amid writing, so many times a kind
python -m tests.outputs --writers          compares the kinds with all functions of the package that write a file
"""
