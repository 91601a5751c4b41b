"""Makes `.venv` with exactly the libraries of one requirements file, and the command `setia` in it.

Run by make with any Python from 3.11 on. Everything already done is skipped, so that a second run
takes a moment: what was installed is remembered as the checksum of the requirements file.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import venv
from collections import deque
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Read by the shell first (its second line hands over to Python), so that the folder may have any name.
LAUNCHER = """#!/bin/sh
"exec" "{python}" "$0" "$@"
import sys

from setia.faces.cli.main import main

sys.exit(main())
"""


def say(text: str) -> None:
    print(f"Setia: {text}", flush=True)


def give_up(text: str) -> None:
    sys.exit(f"Setia: {text}")


def works(*code: str) -> bool:
    """Whether the environment's own Python is there and can do this."""
    try:
        return subprocess.run([PYTHON, *code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    if works("-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"):
        return
    say(f"making the environment .venv with Python {sys.version.split()[0]} ...")
    if find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        give_up(
            "this Python cannot make an environment because its 'venv' part is not installed.\n"
            f"On Debian or Ubuntu: apt install python3-venv   (or {package}), then run make again."
        )
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        give_up(f"the environment could not be made in {VENV}: {problem}")


def install(requirements: Path) -> None:
    """Install the pinned libraries; each file is checked against its checksum."""
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = VENV / f"installed-{requirements.stem}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    total = len(re.findall(r"^[\w.\[\]-]+==", requirements.read_text(), re.MULTILINE))
    say(f"installing {total} libraries ({requirements.relative_to(ROOT)}), usually less than a minute ...")
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--prefer-binary",
    ]
    command += ["--progress-bar", "off", "--require-hashes", "-r", requirements]
    pip = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
    )
    last = show_progress(pip, total)
    if pip.wait() != 0:
        print("\n".join(last), file=sys.stderr)
        give_up("the libraries could not be installed; the lines above say why. Run make again to resume.")
    stamp.write_text(wanted)


def show_progress(pip: subprocess.Popen[str], total: int) -> deque[str]:
    """One line per library (one line in all on a terminal). Returns the last words of pip."""
    last: deque[str] = deque(maxlen=25)
    seen = 0
    on_terminal = sys.stdout.isatty()
    assert pip.stdout is not None
    for line in pip.stdout:
        last.append(line.rstrip())
        if found := re.match(r"(?:Collecting |Processing \S*/)([\w.]+(?:-(?!\d)[\w.]+)*)", line):
            seen += 1
            text = f"  {seen}/{total} {found[1]}"
            print(f"\r\033[K{text}" if on_terminal else text, end="" if on_terminal else "\n", flush=True)
        elif line.startswith("Installing collected"):
            print(f"{chr(10) if on_terminal else ''}  unpacking ...", flush=True)
    return last


def write_if_changed(path: Path, text: str, mode: int = 0o644) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
        path.chmod(mode)


def install_setia() -> None:
    """Setia runs from this folder: a path file for imports and a launcher for the command line."""
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    write_if_changed(packages / "setia.pth", f"{ROOT}\n")
    write_if_changed(VENV / "bin" / "setia", LAUNCHER.format(python=PYTHON), 0o755)


def compile_translations() -> None:
    if subprocess.run([PYTHON, "-m", "setia.config.messages", "compile"], cwd=ROOT, check=False).returncode:
        give_up("the translations could not be compiled; the lines above say why.")


def compile_sources() -> None:
    """Every start is half a second shorter; Python itself does not always keep what it compiled."""
    folders = ["setia", *(name for name in ("bench", "tests") if (ROOT / name).is_dir())]
    subprocess.run([PYTHON, "-m", "compileall", "-q", *folders], cwd=ROOT, check=False)


def main(arguments: list[str]) -> None:
    os.chdir(ROOT)
    make_environment()
    for name in arguments:
        install(ROOT / name)
    install_setia()
    compile_translations()
    compile_sources()
    say("ready.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        give_up("stopped. Run make again to continue.")
