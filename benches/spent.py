"""What a process takes, for the scripts that measure."""

import os
import subprocess
import sys
import time


class Spent:
    """What a process said and took: processor seconds, seconds, and bytes of memory at its peak."""

    def __init__(self, *args, accept=(0, 4), stderr=subprocess.DEVNULL, **options):
        begin = time.perf_counter()
        words = [str(arg) for arg in args]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=stderr, **options)
        self.text = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accept:
            sys.exit(f"exit code {process.returncode} of {' '.join(words)}\n{self.text}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
