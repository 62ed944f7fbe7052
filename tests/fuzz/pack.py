#!/usr/bin/env python3
"""Packs a corpus into one file, each input after its length in two bytes, or unpacks it.

pack.py FOLDER FILE            all inputs of FOLDER, shortest first
pack.py --unpack FILE FOLDER
"""

import hashlib
import sys
from pathlib import Path


def pack(folder, file):
    inputs = sorted({path.read_bytes() for path in Path(folder).iterdir()}, key=lambda data: (len(data), data))
    file.write_bytes(b"".join(len(data).to_bytes(2, "big") + data for data in inputs if len(data) < 1 << 16))


def unpack(file, folder):
    data = file.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    while data:
        end = 2 + int.from_bytes(data[:2], "big")
        (folder / hashlib.sha1(data[2:end]).hexdigest()).write_bytes(data[2:end])
        data = data[end:]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--unpack", file, folder]:
            unpack(Path(file), Path(folder))
        case [folder, file]:
            pack(Path(folder), Path(file))
        case _:
            sys.exit(__doc__)
