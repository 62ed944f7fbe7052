"""What the measuring scripts share: the machine in words, and tables put into a page between marks."""

import os
import platform
import re
from pathlib import Path


def write(page, marker, text):
    """Puts `text` between the marks that `page` has for it."""
    begin, end = f"<!-- measured: {marker} -->", f"<!-- measured: end of {marker} -->"
    whole = page.read_text()
    head, tail = whole.split(begin)[0], whole.split(end)[1]
    page.write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}")


def machine():
    info = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", info.read_text()) if info.exists() else []
    return f"{os.cpu_count()} processors, {names[0] if names else platform.processor()}, {platform.system()}"
