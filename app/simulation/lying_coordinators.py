"""A coordinator's duties in; coordinators that lie about rosters, keys, survivors and gradients out."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from app.simulation.attack import Attack, Scene, honest_clients
from app.simulation.parties import Client
from app.simulation.report import Outcome
from app.simulation.world import secret
from core.federated.client import ClientSession
from core.federated.messages import Join, Signed, read, sign
from core.federated.views import (
    MaskedList,
    NormList,
    NormRequest,
    Posted,
    Roster,
    ScoreRequest,
    Survivors,
    SurvivorSet,
    join_root,
    norm_root,
)
from core.identity.keys import SessionKey
from core.privacy.fixed_point import integers_from_wire, to_wire
from core.privacy.masking import public_key
from core.values import ClientId, RoundId

PART = 8
"""A liar that wants the round to go on lies to one client of so many."""

FIRST, SECOND = 1, 2
"""Attempts in which most attacks lie; later ones show that a round recovers."""


def few(scene: Scene) -> list[Client]:
    """The first eighth of the honest clients, at least one."""
    clients = honest_clients(scene)
    return clients[: max(1, len(clients) // PART)]


def half(scene: Scene) -> list[Client]:
    """Every second honest client."""
    return honest_clients(scene)[::2]


def sender(signed: Signed) -> ClientId:
    """Who signed a message, by its own word."""
    return read(signed).client


def roster_of(scene: Scene, joins: Iterable[Signed]) -> Roster:
    """The roster of any joins."""
    return Roster(scene.world.terms.round_id, scene.attempt, tuple(sorted(joins, key=sender)))


def survivor_set(norms: NormList, root3: bytes) -> SurvivorSet:
    """What a client signs that is shown a list of norm openings."""
    return SurvivorSet(norms.round_id, norms.attempt, norms.survivors, root3, norm_root(norms.entries))


def without(norms: NormList, victim: ClientId) -> NormList:
    """A list of norm openings whose survivors lack one."""
    return replace(norms, survivors=tuple(client for client in norms.survivors if client != victim))


class SurvivorLie(Attack):
    """Tells a part of the clients that a survivor has dropped out, to get the other share of it.

    In attempt 1 half of the clients are misled and the lie goes on chain; in attempt 2 a few are, and the
    truth stands there.
    """

    name = "survivor-lie"

    def __init__(self) -> None:
        self._signed: dict[int, list[Signed]] = {}
        self._told: dict[int, NormList] = {}

    def _misled(self, scene: Scene) -> list[Client]:
        chosen = {FIRST: half, SECOND: few}.get(scene.attempt)
        return [client for client in chosen(scene) if client is not self._victim(scene)] if chosen else []

    @staticmethod
    def _victim(scene: Scene) -> Client:
        """The last honest client that has survived so far."""
        opened = scene.heard("open_norm")
        return next(client for client in reversed(honest_clients(scene)) if client.client in opened)

    def show(self, scene: Scene, client: Client, name: str, honest: bytes) -> bytes:
        """See Attack."""
        if name != "norms" or client not in self._misled(scene):
            return honest
        lie = without(NormList.from_bytes(honest), self._victim(scene).client)
        self._told[scene.attempt] = lie
        return lie.to_bytes()

    def carry(self, scene: Scene, client: Client, step: str, data: bytes) -> tuple[bytes, ...]:
        """Keep the signatures under the lie."""
        if step != "agree" or client not in self._misled(scene):
            return (data,)
        self._signed.setdefault(scene.attempt, []).append(Signed.from_bytes(data))
        return ()

    def probe(self, scene: Scene, step: str) -> None:
        """Ask the misled to unmask, by their own signatures."""
        lie = self._told.get(scene.attempt)
        if lie is None or step != ("agree" if scene.attempt == FIRST else "unmask"):
            return
        claimed = survivor_set(lie, scene.ledger.fact(scene.attempt, "masked").roots[0])
        if scene.attempt == FIRST:
            scene.ledger.post(scene.attempt, "survivors", (claimed.digest.raw, claimed.root4), scene.now)
        signed = tuple(sorted(self._signed.get(scene.attempt, []), key=sender))
        for client in self._misled(scene):
            scene.ask(client, "unmask", {"survivors": Survivors(claimed, signed).to_bytes()})


class BothShares(Attack):
    """Asks for the second share of a survivor: at once, and in the next attempt by its old mask key."""

    name = "both-shares"

    def probe(self, scene: Scene, step: str) -> None:
        """After the unmasking, ask once more as if a survivor had dropped out; then feign a failure."""
        if step != "unmask" or scene.attempt != FIRST:
            return
        victim = min(scene.heard("unmask"))
        fact = scene.ledger.fact(scene.attempt, "survivors")
        for client in honest_clients(scene):
            if client.client not in scene.heard("unmask"):
                continue
            true = Survivors.from_bytes(scene.honest_view(client, "survivors"))
            lie = tuple(survivor for survivor in true.agreed.survivors if survivor != victim)
            claimed = replace(true.agreed, survivors=lie)
            self._ask_again(scene, client, Survivors(claimed, true.signatures), fact, victim)
        scene.desk.abort("the coordinator says that it failed", scene.now)

    @staticmethod
    def _ask_again(scene: Scene, client: Client, shown: Survivors, fact: Posted, victim: ClientId) -> None:
        """Even if the client's own node lied with the coordinator."""
        forged = replace(fact, roots=(shown.agreed.digest.raw, shown.agreed.root4))
        scene.ask(client, "unmask", {"survivors": shown.to_bytes()}, {"survivors": forged})
        norms = without(NormList.from_bytes(scene.honest_view(client, "norms")), victim)
        scene.ask(client, "agree", {"norms": norms.to_bytes()})

    def _roster(self, scene: Scene) -> Roster:
        """The roster of attempt 2, with a victim's join of attempt 1, of whose mask key it has shares."""
        old, new = scene.heard("join", FIRST), scene.heard("join")
        victim = min(old.keys() & new.keys())
        return roster_of(scene, {**new, victim: old[victim]}.values())

    def show(self, scene: Scene, _client: Client, name: str, honest: bytes) -> bytes:
        """See Attack."""
        is_lie = name == "roster" and scene.attempt == SECOND
        return self._roster(scene).to_bytes() if is_lie else honest

    def roots(self, scene: Scene, kind: str, roots: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """See Attack."""
        is_lie = kind == "joins" and scene.attempt == SECOND
        return (join_root(self._roster(scene).joins),) if is_lie else roots


class SwappedKeys(Attack):
    """Puts its own keys in a client's place, to sit in the middle of all its edges.

    In attempt 1 for everybody, on chain too; in attempt 2 for a few, beside the chain.
    """

    name = "swapped-keys"

    def _roster(self, scene: Scene) -> Roster:
        joins = scene.heard("join")
        victim = max(joins)
        return roster_of(scene, {**joins, victim: self._swapped(scene, joins[victim])}.values())

    @staticmethod
    def _swapped(scene: Scene, signed: Signed) -> Signed:
        """The victim's join with keys of the coordinator, under a signature of the coordinator."""
        body = read(signed)
        if not isinstance(body, Join):
            return signed
        keys = [public_key(secret("in the middle", place)) for place in range(2)]
        own = SessionKey.create(secret("in the middle"))
        lie = replace(body, box_key=keys[0], mask_key=keys[1], session=own.address)
        return sign(scene.world.terms, own, lie)

    def show(self, scene: Scene, client: Client, name: str, honest: bytes) -> bytes:
        """See Attack."""
        is_told = scene.attempt == FIRST or (scene.attempt == SECOND and client in few(scene))
        return self._roster(scene).to_bytes() if name == "roster" and is_told else honest

    def roots(self, scene: Scene, kind: str, roots: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """See Attack."""
        is_lie = kind == "joins" and scene.attempt == FIRST
        return (join_root(self._roster(scene).joins),) if is_lie else roots


class SmallCohort(Attack):
    """Goes on with fewer clients than the floor: by losing joins, then by a short roster, also on chain."""

    name = "small-cohort"

    def _roster(self, scene: Scene) -> Roster:
        joins = scene.heard("join")
        chosen = sorted(joins)[: scene.world.terms.min_cohort - 1]
        return roster_of(scene, [joins[client] for client in chosen])

    def carry(self, scene: Scene, client: Client, step: str, data: bytes) -> tuple[bytes, ...]:
        """In attempt 1, let too few joins through to the honest state machine."""
        is_lost = step == "join" and scene.attempt == FIRST
        return () if is_lost and client.index >= scene.world.terms.min_cohort - 1 else (data,)

    def show(self, scene: Scene, _client: Client, name: str, honest: bytes) -> bytes:
        """See Attack."""
        return self._roster(scene).to_bytes() if name == "roster" else honest

    def roots(self, scene: Scene, kind: str, roots: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """See Attack."""
        return (join_root(self._roster(scene).joins),) if kind == "joins" else roots

    def failed_to_show(self, outcome: Outcome) -> str:
        """See Attack."""
        return "" if outcome.aborted else "A cohort below the floor was summed."


class Replay(Attack):
    """Sends old messages again: twice, in later steps and attempts, from another round; shows old views."""

    name = "replay"

    def carry(self, _scene: Scene, _client: Client, _step: str, data: bytes) -> tuple[bytes, ...]:
        """Every message twice."""
        return (data, data)

    def show(self, scene: Scene, client: Client, name: str, honest: bytes) -> bytes:
        """In attempt 2, show a few clients the roster of attempt 1."""
        is_old = name == "roster" and scene.attempt == SECOND and client in few(scene)
        if not is_old:
            return honest
        roster = roster_of(scene, scene.heard("join", FIRST).values())
        return replace(roster, attempt=FIRST).to_bytes()

    def probe(self, scene: Scene, step: str) -> None:
        """Send what was said before; end attempt 1 after the shares, so that there is a second one."""
        for client in few(scene):
            for said, attempt in (("join", scene.attempt), ("join", FIRST), ("share", FIRST)):
                old = scene.heard(said, attempt).get(client.client)
                if old is not None and (said, attempt) != (step, scene.attempt):
                    scene.send(client, said, old.to_bytes())
            if step == "join":
                scene.send(client, step, self._of_another_round(scene, client).to_bytes())
        if step == "share" and scene.attempt == FIRST:
            scene.desk.abort("the coordinator begins anew", scene.now)

    @staticmethod
    def _of_another_round(scene: Scene, client: Client) -> Signed:
        """A genuine join of the same client to the next round."""
        state = client.memory()
        terms = replace(scene.world.terms, round_id=RoundId(scene.world.terms.round_id + 1))
        other = ClientSession.begin(
            terms, client.client, client.bond_wei, client.key, state.delegation, state.delegation_signature
        )
        return other.join(scene.attempt, secret("another round", client.index), scene.now)


class SecondGradient(Attack):
    """Asks for openings along another r, g or permutation: first a few clients, then all a second time."""

    name = "second-g"

    def show(self, scene: Scene, client: Client, name: str, honest: bytes) -> bytes:
        """Show a few clients a gradient of the coordinator's choice."""
        if name != "score_request" or client not in few(scene):
            return honest
        return self._other_gradient(scene, ScoreRequest.from_bytes(honest)).to_bytes()

    @staticmethod
    def _other_gradient(scene: Scene, request: ScoreRequest) -> ScoreRequest:
        own = integers_from_wire(request.gradient)
        rng = np.random.default_rng([scene.world.seed, 7])
        return replace(request, gradient=to_wire(rng.permutation(own)))

    def probe(self, scene: Scene, step: str) -> None:
        """Ask everybody who answered once more, along something else."""
        for client in honest_clients(scene):
            if client.client not in scene.heard(step):
                continue
            if step == "open_norm":
                self._ask_norms(scene, client)
            if step == "open_score":
                request = ScoreRequest.from_bytes(scene.honest_view(client, "score_request"))
                lie = self._other_gradient(scene, request)
                scene.ask(client, step, {"score_request": lie.to_bytes()})

    @staticmethod
    def _ask_norms(scene: Scene, client: Client) -> None:
        request = NormRequest.from_bytes(scene.honest_view(client, "norm_request"))
        lie = replace(request, reference=to_wire(-integers_from_wire(request.reference or b"")))
        scene.ask(client, "open_norm", {"norm_request": lie.to_bytes()})
        fact = scene.ledger.fact(scene.attempt, "masked")
        scene.ask(client, "open_norm", facts={"masked": replace(fact, beacon=secret("another beacon"))})


class Equivocation(Attack):
    """Shows different clients different things, and the same clients different things one after the other.

    Attempt 1 splits the rosters; attempt 2 splits commitments and survivors for a few and lets one client's
    own node lie about a beacon.
    """

    name = "equivocation"

    def show(self, scene: Scene, client: Client, name: str, honest: bytes) -> bytes:
        """See Attack."""
        if name == "roster" and scene.attempt == FIRST and client in half(scene):
            roster = Roster.from_bytes(honest)
            return replace(roster, joins=roster.joins[1:]).to_bytes()
        if name == "masked" and scene.attempt == SECOND and client in few(scene):
            masked = MaskedList.from_bytes(honest)
            return replace(masked, entries=masked.entries[1:]).to_bytes()
        return honest

    def fact(self, scene: Scene, client: Client, honest: Posted) -> Posted:
        """One client's own node tells another beacon, so that its sketch is another one."""
        is_lie = scene.attempt == SECOND and honest.kind == "masked" and client is honest_clients(scene)[-1]
        return replace(honest, beacon=secret("another beacon")) if is_lie else honest

    def probe(self, scene: Scene, step: str) -> None:
        """Ask everybody who answered a second time, with somebody left out of what is shown."""
        for client in honest_clients(scene):
            if client.client in scene.heard(step):
                self._ask_again(scene, client, step)

    @staticmethod
    def _ask_again(scene: Scene, client: Client, step: str) -> None:
        if step == "share":
            roster = Roster.from_bytes(scene.honest_view(client, "roster"))
            scene.ask(client, step, {"roster": replace(roster, joins=roster.joins[:-1]).to_bytes()})
        if step == "agree":
            norms = NormList.from_bytes(scene.honest_view(client, "norms"))
            scene.ask(client, step, {"norms": without(norms, norms.survivors[0]).to_bytes()})


COORDINATOR_ATTACKS: tuple[type[Attack], ...] = (
    SurvivorLie,
    BothShares,
    SwappedKeys,
    SmallCohort,
    Replay,
    SecondGradient,
    Equivocation,
)
