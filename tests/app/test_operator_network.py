"""An operator's network, from its signed file to a connected trader: real services, and liars."""

import contextlib
import json
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import keyring
import pytest
from keyring.backends import fail
from typer.testing import CliRunner

from app.adapters.chain import Web3Chain
from app.adapters.clock import SystemClock
from app.commands.network import network as program
from app.desktop import DesktopServices
from app.settings import Network
from app.trader import Trader
from app.trader.networks import Networks, chosen_network
from app.trader.onboarding import RISKS, SAMPLE, Onboarding, open_network
from core.errors import ConfluxError, PeerBroke, TryAgain, YouCanFix
from core.identity.keys import Account
from core.network_file import NetworkDescription, NetworkFile, fingerprint
from tests.app.trader.conftest import KEYS, network_of, start_chain
from tests.app.trader.stage import World

OPERATOR, OTHER = Account(b"\7" * 32), Account(b"\6" * 32)


def quiet(*_):
    pass


@pytest.fixture(autouse=True)
def no_keychain():
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    """A network by the world's time: its plain file as its coordinator runs with it."""
    clock = SystemClock()
    with start_chain(clock) as node:
        plain = replace(network_of(node), name="club", local=False, clock_file="", exchange_url="")
        folder = tmp_path_factory.mktemp("club")
        with contextlib.closing(World(plain, Web3Chain(plain), clock, KEYS, folder)) as world:
            yield world.network


def signed(network, key=OPERATOR, **changes):
    values = {
        **{name: getattr(network, name) for name in (
            "name", "chain_id", "coordinator_url", "agent_url", "exchange", "exchange_url", "timeframe",
            "contracts", "asset", "asset_decimals", "simulated",
        )},
        "symbols": list(network.symbols), "rpc_urls": [network.rpc_url], "code_hashes": {},
        "valid_from": int(time.time()) - 60,
    }  # fmt: skip
    return NetworkFile.sign(NetworkDescription.of({**values, **changes}), key)


def taken(folder, file):
    """The name of a network whose file was opened and confirmed."""
    folder.mkdir(exist_ok=True)
    path = folder / "given.json"
    path.write_bytes(file.to_bytes())
    networks = Networks(folder, time.time)
    networks.take(networks.offer(path))
    return file.network.name


@pytest.fixture
def services(tmp_path):
    made = DesktopServices(tmp_path / "data")
    yield made
    made.close()


def run(folder, *words):
    report = folder / "report.json"
    ran = CliRunner().invoke(program, [*map(str, words), "--json", str(report)])
    return ran.exit_code, json.loads(report.read_text()) if report.exists() else None, ran.output


def test_an_operator_signs_a_trader_compares_and_both_mean_one_network(club, tmp_path):
    club.save(tmp_path / "plain.json")
    (tmp_path / "key").write_text(OPERATOR.key.hex())
    (tmp_path / "key").chmod(0o600)
    given, data = tmp_path / "given.json", tmp_path / "data"
    code, report, shown = run(
        tmp_path, "sign", tmp_path / "plain.json", given, "--key-file", tmp_path / "key"
    )
    assert code == 0, shown
    assert report["operator"] == OPERATOR.address
    assert fingerprint(OPERATOR.address) in shown
    assert set(NetworkFile.from_bytes(given.read_bytes()).network.code_hashes) == set(club.contracts)

    code, report, shown = run(tmp_path, "use", given, "--fingerprint", OTHER.address, "--data-dir", data)
    assert (code, report["error"]["kind"]) == (1, "YouCanFix")
    assert not (data / "networks").exists()
    code, report, shown = run(tmp_path, "use", given, "--fingerprint", OPERATOR.address, "--data-dir", data)
    assert (code, report["in_use"], report["standing"]) == (0, "club", "new"), shown
    code, report, shown = run(tmp_path, "show", "--data-dir", data)
    assert (code, report["findings"], report["name"]) == (0, [], "club"), shown
    assert chosen_network(data, None, YouCanFix("none")).coordinator_url == club.coordinator_url

    code, report, shown = run(tmp_path, "local", "--data-dir", data)
    assert (code, report["in_use"]) == (0, SAMPLE)
    code, report, shown = run(tmp_path, "list", "--data-dir", data)
    assert [(one["name"], one["is_used"]) for one in report["networks"]] == [(SAMPLE, True), ("club", False)]


def test_a_practice_network_whose_time_is_its_own_is_not_signed(club, tmp_path):
    replace(club, clock_file="clock.json").save(tmp_path / "plain.json")
    (tmp_path / "key").write_text(OPERATOR.key.hex())
    (tmp_path / "key").chmod(0o600)
    words = (
        "sign",
        tmp_path / "plain.json",
        tmp_path / "x",
        "--key-file",
        tmp_path / "key",
        "--without-code",
    )
    code, report, _ = run(tmp_path, *words)
    assert (code, report["error"]["kind"]) == (1, "YouCanFix")
    assert not (tmp_path / "x").exists()


def test_the_desktop_takes_part_in_the_network_of_a_signed_file(club, services):
    hashes = {name: Web3Chain(club).code_hash(name) for name in club.contracts}
    name = taken(services.folder, signed(club, code_hashes=hashes))
    trader = open_network(services, name, quiet)
    overview = trader.overview()
    assert (overview.network, overview.is_simulated, trader.network.local) == ("club", True, False)
    assert trader.network.contracts == club.contracts
    assert trader.participation.current() is None  # asked over HTTP: no round is open yet
    assert trader.ports.chain.read("Rounds", "latest") == 0  # asked over JSON-RPC


def test_a_later_file_by_another_key_is_refused_until_the_network_is_forgotten(club, tmp_path):
    taken(tmp_path, signed(club))
    path = tmp_path / "other.json"
    path.write_bytes(signed(club, OTHER).to_bytes())
    networks = Networks(tmp_path, time.time)
    with pytest.raises(PeerBroke, match="is known by the key"):
        networks.offer(path)
    assert networks.file("club").operator == OPERATOR.address
    networks.use("club")
    with pytest.raises(YouCanFix, match="is in use"):
        networks.forget("club")
    networks.use(SAMPLE)
    networks.forget("club")
    assert networks.offer(path).standing == "new"
    path.write_bytes(signed(club, OTHER, chain_id=club.chain_id + 1).to_bytes())
    with pytest.raises(YouCanFix, match="another network"):  # its data would be mixed with what lies there
        networks.offer(path)


def test_a_file_that_is_not_valid_yet_waits(club, tmp_path):
    path = tmp_path / "early.json"
    path.write_bytes(signed(club, valid_from=int(time.time()) + 9000).to_bytes())
    with pytest.raises(YouCanFix, match="valid from"):
        Networks(tmp_path, time.time).offer(path)


def test_an_unsigned_file_opens_no_network_but_one_of_this_machine(club, tmp_path, services):
    replace(club, local=False).save(tmp_path / "plain.json")
    with pytest.raises(YouCanFix, match="not signed"):
        open_network(services, str(tmp_path / "plain.json"), quiet)
    replace(club, local=True, coordinator_url="http://10.1.2.3:80").save(tmp_path / "far.json")
    with pytest.raises(YouCanFix, match="not on this machine"):
        open_network(services, str(tmp_path / "far.json"), quiet)


@pytest.mark.parametrize("name", ["../evil", "a/b", ".", "", "nothing"])
def test_a_name_is_never_a_way_out_of_the_data_folder(tmp_path, name):
    with pytest.raises(YouCanFix):
        Networks(tmp_path, time.time).network(name)


@contextlib.contextmanager
def answering(answer):
    """A server on loopback that answers everything with what `answer(path, body)` gives: status and bytes."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def _answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, content = answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815 - names that the standard library looks for

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def rpc(result):
    """Every call of a node is answered with this."""

    def answer(_path, body):
        number = json.loads(body)["id"]
        return 200, json.dumps({"jsonrpc": "2.0", "id": number, "result": result}).encode()

    return answer


def test_a_node_that_lies_about_its_chain_is_told_and_nothing_is_kept(club, services):
    with answering(rpc("0x1")) as liar:
        name = taken(services.folder, signed(club, rpc_urls=[liar]))
        with pytest.raises(YouCanFix, match=f"{liar} serves chain 1, not {club.chain_id}") as raised:
            open_network(services, name, quiet)
    assert raised.value.remedy
    assert Networks(services.folder, time.time).in_use == ""


def test_the_next_node_is_asked_where_one_lies_or_is_away(club, services):
    with answering(rpc("0x1")) as liar:
        urls = [liar, "http://127.0.0.1:1", club.rpc_url]
        name = taken(services.folder, signed(club, rpc_urls=urls))
        trader = open_network(services, name, quiet)
        assert trader.ports.chain.read("Rounds", "latest") == 0


NONSENSE = [None, "0xzz", [], {"a": 1}, "", 7, "0x" + "f" * 400, True]


@pytest.mark.parametrize("result", NONSENSE)
def test_a_node_that_answers_nonsense_is_told_in_words(club, result):
    with answering(rpc(result)) as liar:
        chain = Web3Chain(replace(club, rpc_url=liar))
        with pytest.raises(ConfluxError, match=r"node|chain"):
            chain.block()

    def chain_id_then(path, body):
        right = rpc(hex(club.chain_id)) if b"eth_chainId" in body else rpc(result)
        return right(path, body)

    with answering(chain_id_then) as liar:
        chain = Web3Chain(replace(club, rpc_url=liar))
        asks = (
            chain.block, lambda: chain.balance_wei(OPERATOR.address), lambda: chain.read("Rounds", "latest"),
            lambda: chain.events("Rounds", "SessionRevoked"), lambda: chain.code_hash("Rounds"),
        )  # fmt: skip
        for ask in asks:
            with contextlib.suppress(ConfluxError):  # some nonsense is a number
                ask()


def test_other_code_at_a_contracts_address_is_refused(club, services):
    name = taken(services.folder, signed(club, code_hashes={"AgentVault": "0x" + "ab" * 32}))
    with pytest.raises(YouCanFix, match="other code"):
        open_network(services, name, quiet)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>hello</html>",
        b"{}",
        b"[]",
        b"null",
        b'"x"',
        b'{"chain_id": "31337"}',
        b"\xff\xfe",
        b"[" * 9999,
    ],
)
def test_a_coordinator_that_answers_nonsense_is_no_coordinator(club, services, body):
    with answering(lambda *_: (200, body)) as liar:
        name = taken(services.folder, signed(club, coordinator_url=liar))
        with pytest.raises(PeerBroke, match="coordinator") as raised:
            open_network(services, name, quiet)
        assert liar in raised.value.message


def test_a_coordinator_of_another_network_is_told(club, services):
    view = json.dumps({
        "protocol_version": protocol_version(), "chain_id": club.chain_id, "now": time.time(),
        "contracts": {**club.contracts, "Rounds": "0x" + "9" * 40},
    }).encode()  # fmt: skip
    with answering(lambda *_: (200, view)) as liar:
        name = taken(services.folder, signed(club, coordinator_url=liar))
        with pytest.raises(PeerBroke, match="serves another network than club: the contract Rounds differs"):
            open_network(services, name, quiet)


def protocol_version():
    from core.federated.terms import PROTOCOL_VERSION

    return PROTOCOL_VERSION


def test_whatever_services_answer_later_reaches_the_user_in_words(club, services):
    """All that the screens ask, of a coordinator and an agent that answered well once and then went mad."""
    trader = open_network(services, taken(services.folder, signed(club)), quiet)
    profit, rounds = trader.profit, trader.participation
    asks = (
        trader.overview, rounds.current, lambda: rounds.status(1), rounds.history, trader.participants,
        lambda: trader.findings.round(1), profit.claimable, profit.shares, profit.status, profit.performance,
        profit.trades, profit.decisions, profit.equity, profit.positions, profit.epochs, trader.meet,
        lambda: trader.questions.overview("there", time.time()),
    )  # fmt: skip
    for body in (b"[]", b"{}", b"null", b'{"rounds": 7, "lines": {}}', b'{"id": "x", "step": []}', b"<html>"):
        with answering(lambda *_, body=body: (200, body)) as liar:
            base = f"{liar}/v1/"
            trader.ports.coordinator._base = trader.ports.agent._base = base
            for ask in asks:
                with contextlib.suppress(ConfluxError):
                    ask()


def at(trader, seconds):
    """The same trader on a machine whose clock is off."""
    off = SimpleNamespace(now=lambda: time.time() + seconds)
    return Trader(replace(trader.ports, clock=off), trader.bus, trader.jobs)


def test_a_clock_off_by_hours_is_said_with_the_difference_and_what_to_do(club, services):
    trader = open_network(services, taken(services.folder, signed(club)), quiet)
    assert trader.meet() == ()
    for off, words in ((-3 * 3600 - 125, "3 h 2 min behind"), (5 * 3600 + 65, "5 h 1 min ahead of")):
        (finding,) = at(trader, off).meet()
        assert finding.part == "clock"
        assert finding.error.message.startswith(f"This computer's clock is {words} the coordinator's")
        assert "automatic time" in finding.error.remedy


def test_a_coordinator_whose_own_clock_is_wrong_is_not_blamed_on_this_computer(club, services):
    view = json.dumps({
        "protocol_version": protocol_version(), "chain_id": club.chain_id, "now": time.time() + 7200,
        "contracts": club.contracts,
    }).encode()  # fmt: skip
    with answering(lambda *_: (200, view)) as wrong:
        trader = open_network(services, taken(services.folder, signed(club, coordinator_url=wrong)), quiet)
        (finding,) = trader.meet()
    assert "coordinator is wrong" in finding.error.message
    assert "Nothing is wrong with this computer" in finding.error.remedy


def first_run(folder):
    return Onboarding(folder, lambda: 5.0)


def test_the_first_run_goes_on_after_a_kill_at_each_step(club, services):
    """Each step with a new machine, as a program that is started again."""
    folder = services.folder
    for risk in RISKS:
        first_run(folder).tick(risk, is_accepted=True)  # killed before Continue: nothing is remembered
    assert first_run(folder).state.page == "risks"
    machine = first_run(folder)
    for risk in RISKS:
        machine.tick(risk, is_accepted=True)
    machine.go_on()
    assert first_run(folder).state.page == "market"
    path = folder / "given.json"
    path.write_bytes(signed(club).to_bytes())
    networks = Networks(folder, time.time)
    machine = first_run(folder)
    machine.offered(networks.offer(path))
    assert machine.state.page == "operator"
    assert first_run(folder).state.page == "market"  # killed before the fingerprint was confirmed
    assert [one.name for one in networks.known()] == [SAMPLE]
    networks.take(machine.state.offer)
    machine.choose("club")
    assert first_run(folder).state.page == "market"  # killed while it connects: the network is known now
    assert [one.name for one in networks.known()] == [SAMPLE, "club"]
    machine = first_run(folder)
    machine.choose("club")
    open_network(services, machine.state.choice, quiet)
    machine.connected()
    assert machine.state.page == "prepare"
    again = first_run(folder)
    assert (again.state.page, again.state.choice) == ("starting", "club")  # connects by itself
    again.connected()
    assert again.state.page == "prepare"  # killed before the account was made: asked again
    again.prepared()
    last = first_run(folder)
    last.connected()
    assert last.state.page == "done"


def test_a_network_that_was_connected_before_opens_while_it_is_away(club, services):
    name = taken(
        services.folder, signed(club, rpc_urls=["http://127.0.0.1:1"], coordinator_url="http://127.0.0.1:1")
    )
    with pytest.raises(TryAgain):
        open_network(services, name, quiet)
    Networks(services.folder, time.time).use(name)
    trader = open_network(services, name, quiet)
    assert {finding.part for finding in trader.meet()} == {"chain", "coordinator"}


def test_a_known_network_is_loaded_as_its_file_says(club, tmp_path):
    name = taken(tmp_path, signed(club))
    assert Networks(tmp_path, time.time).network(name) == Network.from_signed(signed(club))
    kept = tmp_path / "networks" / name / "network.json"
    kept.write_bytes(kept.read_bytes().replace(b'"PUSD"', b'"EUSD"'))
    with pytest.raises(PeerBroke, match="changed after"):
        Networks(tmp_path, time.time).network(name)
