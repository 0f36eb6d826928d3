"""Takes the lock files by which one process at a time may write something, also after one that was killed."""

from __future__ import annotations

from PySide6.QtCore import QLockFile, QSysInfo

_TORN_MS = 2000
"""A process names itself in a lock within microseconds. One that is older and names no process is of a killed one."""


def take_lock(lock: QLockFile, wait_ms: int = 0) -> bool:
    """Take `lock` and return whether it is this process's; `lock.error()` says why not.

    A lock of this computer is held as long as the system says that its file is, however old it is, whichever process
    has the number in it by now, and whether or not there is a number: a process may be killed before it has written
    one. Of a lock of another computer only the number counts, which cannot be looked up here. This returns within
    `wait_ms`, and about two seconds where the lock is so new that its process may still be writing its number.
    """
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        return True
    if lock.error() != QLockFile.LockError.LockFailedError:
        return False
    # PySide returns the values that C++ writes through pointers.
    process, computer, _ = lock.getLockInfo()
    if process and computer != QSysInfo.machineHostName():
        return lock.tryLock(wait_ms)
    # Qt removes such a lock only where the system lets it lock the file, which a living owner prevents.
    lock.setStaleLockTime(_TORN_MS)
    taken = lock.tryLock(wait_ms if process else max(wait_ms, _TORN_MS + 200))
    lock.setStaleLockTime(0)
    return taken
