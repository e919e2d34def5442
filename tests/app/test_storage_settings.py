"""The table [storage] and the environment in; checked settings and the stores that they choose, out."""

from dataclasses import fields

import pytest
import requests
import structlog

from app.adapters.gateways import Failure
from app.bootstrap import build_artifacts, log_storage_failure
from app.settings import StorageSettings
from core.errors import TryAgain, YouCanFix


def load(tmp_path, text="", **environment):
    path = tmp_path / "settings.toml"
    path.write_text(text)
    return StorageSettings.load(path, environment)


def test_without_a_word_blobs_stay_in_the_folder(tmp_path):
    assert StorageSettings.load(tmp_path / "none.toml", {}) == StorageSettings()
    assert StorageSettings().stores == ("folder",)
    assert load(tmp_path, "[other]\nkey = 1\n") == StorageSettings()


def test_the_file_chooses_and_the_environment_goes_before_it(tmp_path):
    text = (
        '[storage]\nstores = ["folder", "ipfs"]\ngateways = ["https://ipfs.io"]\n'
        "timeout_seconds = 5\nsize_limit_mib = 64\n"
    )
    found = load(tmp_path, text)
    assert found.stores == ("folder", "ipfs")
    assert found.gateways == ("https://ipfs.io",)
    assert (found.timeout_seconds, found.size_limit_mib) == (5.0, 64)

    found = load(
        tmp_path,
        text,
        CONFLUX_STORAGE_STORES="autodrive, folder",
        CONFLUX_STORAGE_TIMEOUT_SECONDS="2.5",
        CONFLUX_STORAGE_SIZE_LIMIT_MIB="8",
        CONFLUX_STORAGE_IPFS_URL="http://127.0.0.1:7",
        CONFLUX_STORAGE_GATEWAYS="",
    )
    assert found.stores == ("autodrive", "folder")
    assert found.gateways == ("https://ipfs.io",)
    assert (found.timeout_seconds, found.size_limit_mib) == (2.5, 8)
    assert found.ipfs_url == "http://127.0.0.1:7"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[storage]\nstores = ["folder", "cloud"]', "cloud is no choice"),
        ("[storage]\nstores = []", "Nothing is no choice"),
        ('[storage]\nstores = ["ipfs", "ipfs"]', "ipfs, ipfs is no choice"),
        ('[storage]\nstores = "ipfs"', "stores in .* is not a list"),
        ("[storage]\nstores = [1]", "stores in .* is not a list"),
        ("[storage]\nipfs_url = 1", "ipfs_url in .* is not a str"),
        ("[storage]\ntimeout_seconds = 0", "no time or no room"),
        ("[storage]\nsize_limit_mib = 1.5", "size_limit_mib in .* is not a int"),
        ("[storage]\nsize_limit_mib = true", "size_limit_mib in .* is not a int"),
        ("[storage]\nautodrive_api_key = 'secret'", "no setting 'autodrive_api_key'"),
        ("storage = 1", "not a table"),
        ("[storage", "not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, complaint):
    with pytest.raises(YouCanFix, match=complaint):
        load(tmp_path, text)


def test_a_variable_that_is_no_number_is_named(tmp_path):
    with pytest.raises(YouCanFix, match="CONFLUX_STORAGE_TIMEOUT_SECONDS='soon' is not a number"):
        load(tmp_path, CONFLUX_STORAGE_TIMEOUT_SECONDS="soon")


def test_a_folder_in_the_files_place_is_told(tmp_path):
    with pytest.raises(YouCanFix, match="cannot be read"):
        StorageSettings.load(tmp_path, {})


def test_no_setting_is_a_secret():
    assert not any("key" in field.name or "secret" in field.name for field in fields(StorageSettings))


class EmptyCoordinator:
    """A coordinator that has no artifact."""

    def raw(self, path):
        raise TryAgain(f"There is no {path}.")


@pytest.mark.parametrize(
    ("stores", "names"),
    [
        (("folder", "ipfs"), ["folder", "coordinator", "ipfs", "http://127.0.0.1:9"]),
        (("ipfs",), ["coordinator", "ipfs", "http://127.0.0.1:9"]),
    ],
)
def test_a_trader_asks_the_coordinator_right_after_its_own_folder(tmp_path, stores, names, monkeypatch):
    monkeypatch.setenv("CONFLUX_IPFS_AUTHORIZATION", "Bearer of this machine")
    settings = StorageSettings(stores=stores, gateways=("http://127.0.0.1:9",))
    with requests.Session() as session:
        built = build_artifacts(settings, tmp_path, session, EmptyCoordinator())

    assert [store.name for store in built.stores] == names


def test_what_a_folder_publishes_its_folder_gives(tmp_path):
    with requests.Session() as session:
        built = build_artifacts(StorageSettings(), tmp_path, session)
        written = built.publish("round 1", {"model": b"weights"})

    assert built.get(built.learn(written)["model"]) == b"weights"
    assert (tmp_path / "artifacts").is_dir()


def test_a_failure_is_written_into_a_services_log():
    with structlog.testing.capture_logs() as lines:
        log_storage_failure(Failure("ipfs", TryAgain("The node is away."), 0.0))

    assert lines == [
        {
            "event": "a store failed",
            "log_level": "warning",
            "store": "ipfs",
            "kind": "TryAgain",
            "cause": "The node is away.",
        }
    ]
