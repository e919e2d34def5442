"""Licences of a bundle: every part has a notice, and none may be under the GPL alone."""

from importlib.metadata import PathDistribution

import pytest

from resources.packaging import notices
from resources.packaging.notices import Unfit, licence_of, system_packages, write_notices


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Makes an installed package; its module is what PyInstaller would have collected."""
    made = []
    monkeypatch.setattr(notices, "distributions", lambda: made)

    def make(name, *lines, texts=()):
        place = tmp_path / "site" / f"{name}-1.0.dist-info"
        place.mkdir(parents=True)
        (place.parent / f"{name}.py").write_text("")
        head = [f"Name: {name}", "Version: 1.0", *lines]
        (place / "METADATA").write_text("\n".join(["Metadata-Version: 2.1", *head, ""]))
        files = [f"{name}.py", *(f"{name}-1.0.dist-info/{text}" for text in texts)]
        for text in texts:
            (place / text).write_text(f"notice of {name}")
        (place / "RECORD").write_text("".join(f"{file},,\n" for file in files))
        made.append(PathDistribution(place))
        return made[-1]

    return make


def collected(tmp_path, *names):
    return [(f"{name}.py", str(tmp_path / "site" / f"{name}.py")) for name in names]


def test_every_part_of_the_bundle_gets_its_notice(package, tmp_path):
    package("tool", "License-Expression: MIT", texts=["LICENSE"])
    package("unused", "License-Expression: MIT", texts=["LICENSE"])
    parts = write_notices(collected(tmp_path, "tool"), tmp_path / "out")
    assert [part.name for part in parts] == ["Python", "OpenZeppelin Contracts", "tool"]
    assert (tmp_path / "out/tool-1.0/LICENSE").read_text() == "notice of tool"
    assert "tool 1.0: MIT\n" in (tmp_path / "out/NOTICES.txt").read_text()


@pytest.mark.parametrize(
    "line",
    [
        "License-Expression: GPL-3.0-only",
        "License: AGPL-3.0",
        "License: GNU General Public License v3",
        "License-Expression: GPL-2.0-only OR AGPL-3.0-only",
        "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
    ],
)
def test_what_is_under_the_gpl_alone_is_refused(package, tmp_path, line):
    package("viral", line, texts=["COPYING"])
    with pytest.raises(Unfit, match="viral"):
        write_notices(collected(tmp_path, "viral"), tmp_path / "out")


@pytest.mark.parametrize(
    "line",
    [
        "License: LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "License-Expression: MIT OR GPL-3.0-only",
        "Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
    ],
)
def test_a_choice_beside_the_gpl_is_taken(package, line):
    assert licence_of(package("free", line))


def test_qt_s_notice_tells_how_to_replace_it(package, tmp_path):
    package("PySide6_Essentials", "License: LGPL-3.0-only OR GPL-2.0-only")
    write_notices(collected(tmp_path, "PySide6_Essentials"), tmp_path / "out")
    place = tmp_path / "out/PySide6_Essentials-1.0"
    assert "You may replace these libraries" in (place / "Qt.txt").read_text()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (place / "LGPL-3.0.txt").read_text()
    assert "GNU GENERAL PUBLIC LICENSE" in (place / "GPL-3.0.txt").read_text()


def test_a_package_without_any_notice_is_refused(package, tmp_path):
    package("silent")
    with pytest.raises(Unfit, match="without a notice"):
        write_notices(collected(tmp_path, "silent"), tmp_path / "out")


def test_a_library_of_the_system_that_is_not_listed_is_refused(package, tmp_path, monkeypatch):
    monkeypatch.setattr(notices, "_owner", lambda _: "libreadline8")
    with pytest.raises(Unfit, match="libreadline8"):
        write_notices([("libreadline.so.8", "/usr/lib/libreadline.so.8")], tmp_path / "out")


def test_only_the_system_s_libraries_are_asked_about(monkeypatch, tmp_path):
    monkeypatch.setattr(notices, "_owner", lambda _: "zlib1g")
    sources = [tmp_path / "x.so", tmp_path.__class__("/lib/x86_64-linux-gnu/libz.so.1")]
    assert list(system_packages(sources)) == ["zlib1g"]
