"""The archives of a bundle: what goes in comes out, the same bytes each time, as dpkg reads them."""

import hashlib
import os
import shutil
import subprocess
import tarfile

import pytest

from resources.packaging.archives import write_deb, write_sums, write_tar

TIME = 1_700_000_000
CONTROL = "Package: conflux\nVersion: 0.1.0\nArchitecture: all\nMaintainer: a <a@b.invalid>\nDescription: x\n"


@pytest.fixture
def files(tmp_path):
    program, link = tmp_path / "conflux", tmp_path / "link"
    program.write_bytes(b"#!/bin/sh\necho hello\n")
    program.chmod(0o711)
    (tmp_path / "notes").write_bytes(b"x" * 3001)
    link.symlink_to("/opt/conflux/conflux")
    return {"opt/conflux/conflux": program, "usr/bin/conflux": link, "usr/share/notes": tmp_path / "notes"}


def test_what_goes_in_comes_out(files, tmp_path):
    write_tar(files, tmp_path / "a.tar.xz", TIME)
    with tarfile.open(tmp_path / "a.tar.xz") as archive:
        found = {member.name: member for member in archive}
        assert archive.extractfile("./usr/share/notes").read() == b"x" * 3001
    assert {name for name, member in found.items() if not member.isdir()} == {f"./{name}" for name in files}
    assert (found["./opt/conflux/conflux"].mode, found["./usr/share/notes"].mode) == (0o755, 0o644)
    assert found["./usr/bin/conflux"].linkname == "/opt/conflux/conflux"
    assert {(member.uid, member.uname, member.mtime) for member in found.values()} == {(0, "root", TIME)}


def test_the_same_files_give_the_same_bytes(files, tmp_path):
    write_tar(files, tmp_path / "a.tar.xz", TIME)
    os.utime(files["usr/share/notes"], (1, 1))
    write_tar(dict(reversed(files.items())), tmp_path / "b.tar.xz", TIME)
    assert (tmp_path / "a.tar.xz").read_bytes() == (tmp_path / "b.tar.xz").read_bytes()


def test_dpkg_reads_the_package(files, tmp_path):
    dpkg = shutil.which("dpkg-deb")
    if not dpkg:
        pytest.skip("dpkg-deb is not on this machine")
    write_tar(files, tmp_path / "data.tar.xz", TIME)
    write_deb(tmp_path / "data.tar.xz", CONTROL, files, tmp_path / "a.deb", TIME)
    told = subprocess.run([dpkg, "--info", tmp_path / "a.deb"], check=True, capture_output=True, text=True)
    assert "Installed-Size: 4" in told.stdout
    subprocess.run([dpkg, "--raw-extract", tmp_path / "a.deb", tmp_path / "out"], check=True)
    assert (tmp_path / "out/usr/share/notes").read_bytes() == b"x" * 3001
    assert (tmp_path / "out/usr/bin/conflux").readlink().as_posix() == "/opt/conflux/conflux"
    sums = (tmp_path / "out/DEBIAN/md5sums").read_text().splitlines()
    assert [line.split("  ")[1] for line in sums] == ["opt/conflux/conflux", "usr/share/notes"]


def test_sums_are_those_of_the_files(tmp_path):
    (tmp_path / "a").write_bytes(b"one")
    write_sums([tmp_path / "a"], tmp_path / "SHA256SUMS")
    assert (tmp_path / "SHA256SUMS").read_text() == f"{hashlib.sha256(b'one').hexdigest()}  a\n"
