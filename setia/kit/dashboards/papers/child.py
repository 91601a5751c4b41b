"""A process of its own that sets a document: child.py MEMORY SECONDS SOURCE, its words come in, a PDF goes out.

It imports nothing of Setia, reads no other file, and takes 90 MB for a moment that no web process carries.
"""

import resource
import sys

import typst


def main(memory: str, seconds: str, source: str) -> None:
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        resource.setrlimit(what, (int(most), int(most)))
    said = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(typst.compile(source, sys_inputs={"said": said}))


if __name__ == "__main__":
    main(*sys.argv[1:])
