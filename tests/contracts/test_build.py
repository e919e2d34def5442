"""The committed artifacts are what the sources compile to; the loader finds each of them."""

import pytest

from contracts import ARTIFACT_OF, FOLDER, NAMES, build, load


@pytest.fixture
def compiler():
    """Skips where npm's packages are not installed."""
    try:
        return build.modules_folder()
    except build.CompilerMissing as reason:
        pytest.skip(str(reason))


def test_the_committed_artifacts_are_what_the_sources_compile_to(compiler):
    assert build.differences() == []


def test_every_source_with_a_contract_of_its_own_has_an_artifact():
    sources = {path.stem for path in (FOLDER / "src").glob("*.sol")}

    assert sources - {"Coins", "Governed", "VaultShares"} == set(NAMES)
    assert {path.stem for path in (FOLDER / "artifacts").glob("*.json")} == set(NAMES)


@pytest.mark.parametrize("name", [*NAMES, *ARTIFACT_OF])
def test_an_artifact_has_what_is_needed_to_deploy_and_call_it(name):
    artifact = load(name)

    assert artifact.name in NAMES
    assert len(artifact.bytecode) > 500
    assert {entry["type"] for entry in artifact.abi} >= {"constructor", "function"}


def test_a_contract_that_does_not_exist_is_not_loaded():
    with pytest.raises(KeyError):
        load("../../etc/passwd")


def test_a_missing_compiler_skips_the_check_with_the_reason(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CONFLUX_NODE_MODULES", str(tmp_path))

    assert build.main(["--check"]) == 0
    assert "skipped" in capsys.readouterr().out
    assert build.main([]) == 1


def test_a_source_that_warns_does_not_build(tmp_path, compiler):
    (tmp_path / "Sloppy.sol").write_text("pragma solidity 0.8.37; contract Sloppy { function f() public {} }")

    with pytest.raises(ValueError, match="license"):
        build.compile_folder(tmp_path)


def test_imports_are_found_beside_and_above_the_importer():
    assert build._resolve("Rounds.sol", "./Roles.sol") == "Roles.sol"
    assert build._resolve("@oz/a/b/C.sol", "../../d/E.sol") == "@oz/d/E.sol"
    assert build._resolve("Rounds.sol", "@oz/a/C.sol") == "@oz/a/C.sol"
