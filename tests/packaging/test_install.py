"""`make` on a bare machine: what it installs, and what it says where it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

TOOLS = ("sh", "cat", "cut", "dirname", "grep", "mkdir", "mktemp", "rm", "sha256sum", "tail", "touch")
"""Debian's essential packages bring these."""

# An interpreter whose version, and whose venv package, the test decides.
PYTHON = """#!/bin/sh
case "$*" in
    -V) echo "Python $VERSION" ;;
    -VV) echo "Python $VERSION (stand-in)" ;;
    *'version_info <'*) [ "$VERSION" != 3.9 ] ;;
    *'%d.%d'*) echo "$VERSION" ;;
    *ensurepip*) [ -e "$STATE/python$VERSION-venv" ] ;;
    *prefix*) echo /usr ;;
    '-m venv .venv') mkdir -p .venv/bin && cat "$0" >.venv/bin/python && chmod +x .venv/bin/python ;;
    *) echo "python $*" >>"$STATE/log" ;;
esac
"""
APT = """#!/bin/sh
echo "apt-get $*" >>"$STATE/log"
[ "$APT" = works ] || { echo 'E: no network' >&2; exit 100; }
for word; do case $word in python*|chromium|git|libatomic1|fonts*|default-jre*) touch "$STATE/$word" ;; esac; done
"""
SUDO = """#!/bin/sh
[ "$SUDO" = works ] || exit 1
[ "$1" = -n ] && exit 0
echo "sudo $1" >>"$STATE/log"
shift
exec "$@"
"""
ID = """#!/bin/sh
echo "$USER_ID"
"""
DPKG_QUERY = """#!/bin/sh
for word; do last=$word; done
[ -e "$STATE/$last" ] && echo 'install ok installed'
"""


@dataclass
class Machine:
    """A Debian with nothing on it but what the test puts there."""

    folder: Path

    @property
    def log(self) -> list[str]:
        file = self.folder / "state" / "log"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def has(self, *names: str) -> None:
        for name in names:
            (self.folder / "state" / name).touch()

    def command(self, name: str, text: str = "#!/bin/sh\n") -> None:
        file = self.folder / "bin" / name
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)

    def install(self, kind: str = "site", **settings: str) -> tuple[int, str]:
        """Runs what `make` runs; the exit code and all that is said."""
        environment = {"VERSION": "3.11", "USER_ID": "0", "APT": "works", "SUDO": "works", **settings}
        result = subprocess.run(
            ["sh", "requirements/install.sh", kind],
            cwd=self.folder / "repository",
            env={**environment, "PATH": str(self.folder / "bin"), "STATE": str(self.folder / "state")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return result.returncode, result.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    for name in ("bin", "state", "repository/requirements"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("install.sh", "site.txt", "test.txt"):
        shutil.copy(REPOSITORY / "requirements" / name, tmp_path / "repository" / "requirements")
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path / "repository")
    for tool in (*TOOLS, "chmod"):
        found = shutil.which(tool)
        assert found, tool
        os.symlink(found, tmp_path / "bin" / tool)
    machine.command("python3", PYTHON)
    machine.command("apt-get", APT)
    machine.command("id", ID)
    machine.command("dpkg-query", DPKG_QUERY)
    return machine


PIP = "python -m pip install -qq"


def test_pins_are_installed_with_their_hashes_and_the_package_beside_them(machine: Machine) -> None:
    machine.has("python3.11-venv")
    assert machine.install() == (0, "Installing requirements/site.txt into .venv (once)\n")
    assert machine.log == [
        f"{PIP} --require-hashes --no-deps -r requirements/site.txt",
        f"{PIP} --no-build-isolation --no-deps --editable .",
    ]


def test_a_second_run_does_nothing(machine: Machine) -> None:
    machine.has("python3.11-venv")
    machine.install()
    before = machine.log
    assert machine.install() == (0, "")
    assert machine.log == before


def test_the_test_environment_serves_the_site_too(machine: Machine) -> None:
    machine.has("python3.11-venv", "libatomic1", "fonts-noto-core")
    machine.command("git")
    machine.command("chromium")
    machine.command("java")
    machine.install("test")
    before = machine.log
    assert machine.install("site") == (0, "")
    assert machine.log == before


@pytest.mark.parametrize("file", ["requirements/site.txt", "pyproject.toml"])
def test_new_pins_are_installed_by_the_next_run(machine: Machine, file: str) -> None:
    machine.has("python3.11-venv")
    machine.install()
    with (machine.folder / "repository" / file).open("a", encoding="utf-8") as text:
        text.write("# newer\n")
    assert machine.install()[1].startswith("Installing requirements/site.txt")
    assert len(machine.log) == 4


def test_another_interpreter_gets_an_environment_of_its_own(machine: Machine) -> None:
    machine.has("python3.11-venv", "python3.13-venv")
    machine.install()
    leftover = machine.folder / "repository" / ".venv" / "leftover"
    leftover.touch()
    machine.install(VERSION="3.13")
    assert not leftover.exists()


def test_what_debian_keeps_apart_is_installed_by_root(machine: Machine) -> None:
    code, said = machine.install()
    assert (code, said.splitlines()[0]) == (0, "Installing python3.11-venv (Debian)")
    assert machine.log[:2] == ["apt-get update", "apt-get install -y --no-install-recommends python3.11-venv"]


def test_others_use_sudo(machine: Machine) -> None:
    machine.command(
        "sudo", SUDO.replace("shift\n", "shift\nwhile case $1 in *=*) ;; *) false ;; esac; do shift; done\n")
    )
    code, _ = machine.install(USER_ID="1000")
    assert code == 0
    assert "apt-get install -y --no-install-recommends python3.11-venv" in machine.log
    assert machine.log[0].startswith("sudo ")


@pytest.mark.parametrize("sudo", [None, "refuses"])
def test_without_rights_one_line_says_what_to_do(machine: Machine, sudo: str | None) -> None:
    if sudo:
        machine.command("sudo", SUDO)
    assert machine.install(USER_ID="1000", SUDO=sudo or "") == (
        1,
        "partnersite: please install python3.11-venv (Debian, as root: apt-get install python3.11-venv)"
        " and run this again\n",
    )
    assert machine.log == []


def test_without_apt_get_one_line_says_what_to_do(machine: Machine) -> None:
    (machine.folder / "bin" / "apt-get").unlink()
    code, said = machine.install()
    assert (code, said.count("\n")) == (1, 1)
    assert "please install python3.11-venv" in said


def test_a_failing_apt_get_is_shown(machine: Machine) -> None:
    code, said = machine.install(APT="fails")
    assert code == 1
    assert "E: no network" in said
    assert said.endswith(
        "partnersite: apt-get could not install python3.11-venv; please install it and run this again\n"
    )


@pytest.mark.parametrize(
    ("version", "said"),
    [("3.9", "partnersite: Python 3.11 or newer is needed, python3 is Python 3.9\n")],
)
def test_an_old_python_is_refused(machine: Machine, version: str, said: str) -> None:
    assert machine.install(VERSION=version) == (1, said)


def test_a_missing_python_is_said(machine: Machine) -> None:
    (machine.folder / "bin" / "python3").unlink()
    code, said = machine.install()
    assert (code, said.count("\n")) == (1, 1)
    assert "there is no python3" in said


def test_tests_bring_a_browser_a_checker_s_java_and_fonts_once(machine: Machine) -> None:
    machine.has("python3.11-venv")
    code, said = machine.install("test")
    packages = "git chromium default-jre-headless libatomic1 fonts-noto-core"
    assert (code, said.splitlines()[-1]) == (0, f"Installing {packages} (Debian)")
    machine.command("git")
    machine.command("chromium")
    machine.command("java")
    before = machine.log
    assert machine.install("test") == (0, "")
    assert machine.log == before
