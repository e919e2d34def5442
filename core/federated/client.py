"""What a client sees of a round in; its checked, signed answers out: a method per message, in call order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import PeerBroke, Refused
from core.federated import audit, checks, contribution
from core.federated.attempt_secrets import AttemptSecrets
from core.federated.cohort import Cohort, box_label, edge_sign
from core.federated.messages import (
    Agree,
    Body,
    EdgeAudit,
    EdgeSeed,
    Join,
    MaskedInput,
    MaskedUpload,
    NormOpening,
    Receipt,
    ScoreOpening,
    SharedBox,
    Shares,
    Signed,
    edges_digest,
    read,
    read_receipt,
    sign,
)
from core.federated.norms import NormTerms, openings_allowed
from core.federated.session_state import ERASED, Answer, Edge, HeldShares, SessionState, SignedSet
from core.federated.terms import RoundSpec, SumTerms
from core.federated.views import (
    Inbox,
    InboxBox,
    MaskedList,
    NormList,
    NormRequest,
    Roster,
    ScoreRequest,
    Survivors,
    SurvivorSet,
    norm_root,
)
from core.identity.keys import Delegation, SessionKey, check_delegation
from core.privacy import masking
from core.privacy.fixed_point import Integers, Ring, quantise, to_ring, to_wire
from core.values import ClientId, Digest

B = TypeVar("B", bound=Body)


class ClientSession:
    """One client's part in one round, over all its attempts.

    Every method returns the bytes to send and is safe to call again: the same question gets the same answer,
    another question of the same step is refused. Save `to_bytes()` before each sending; it holds secrets.
    """

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._known_cohort: Cohort | None = None

    @classmethod
    def begin(
        cls,
        spec: SumTerms,
        client: ClientId,
        bond_wei: int,
        session_key: SessionKey,
        delegation: Delegation,
        delegation_signature: bytes,
    ) -> Self:
        """A session of `client`, who has `bond_wei` on chain and delegated to `session_key`."""
        state = SessionState(
            terms=spec.to_bytes(),
            client=client,
            bond_wei=bond_wei,
            session_key=session_key.key,
            session=delegation.session,
            not_before=delegation.not_before,
            not_after=delegation.not_after,
            nonce=delegation.nonce,
            delegation_signature=delegation_signature,
        )
        if session_key.address != delegation.session:
            raise Refused("The wallet delegated to another session key.", "Sign a delegation for this one.")
        return cls(state)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The session that to_bytes kept; raises PeerBroke when the bytes were altered."""
        return cls(SessionState.from_bytes(data))

    def to_bytes(self) -> bytes:
        """Everything to go on after a crash. Holds secrets: seal it."""
        return self._state.to_bytes()

    @property
    def spec(self) -> SumTerms:
        """The round's terms."""
        return self._state.spec

    @property
    def client(self) -> ClientId:
        """The wallet that takes part."""
        return self._state.client

    @property
    def ends_at(self) -> int:
        """The last second (UTC) at which anything that I sign counts."""
        return self._state.not_after

    @property
    def attempt(self) -> int:
        """The current attempt, 0 before the first."""
        return self._state.attempt

    @property
    def answered(self) -> tuple[str, ...]:
        """The steps of the current attempt that have their message."""
        return tuple(answer.step for answer in self._state.answers)

    @property
    def cohort(self) -> Cohort:
        """My cohort in this attempt, as I derived it; raises Refused before `share`."""
        return self._cohort()

    @property
    def neighbours(self) -> tuple[ClientId, ...]:
        """Whose edges mask my update: nobody before `mask` and after `audit`."""
        return tuple(edge.neighbour for edge in self._state.edges)

    @property
    def survivors(self) -> tuple[ClientId, ...]:
        """Of the survivor set that I signed last the members of my cohort; empty before."""
        return self._state.signed_sets[-1].survivors if self._state.signed_sets else ()

    def sent(self, step: str) -> Signed | None:
        """The message of a step, to send it again; None before it was made."""
        answer = self._state.answer(step)
        return answer.signed if answer else None

    def receipt(self, step: str, reply: bytes) -> Receipt:
        """The coordinator's receipt for the message of `step`; raises PeerBroke when it is not one."""
        signed = self.sent(step)
        if signed is None:
            raise Refused(f"Nothing was sent for {step}.")
        return read_receipt(self.spec, reply, signed)

    def join(self, attempt: int, secret: bytes, now: float) -> Signed:
        """Message 1: fresh keys for an attempt.

        Args:
            attempt: the coordinator's number of the attempt; grows.
            secret: 32 fresh bytes of system randomness; ignored when the attempt was joined before.
            now: UTC seconds.

        Raises:
            Refused: the attempt is past, the scores were opened, or the secret is stale.
            PeerBroke: the delegation does not hold now.
        """
        state = self._state
        if attempt == state.attempt and (before := state.answer("join")):
            return before.signed
        if attempt <= state.attempt or state.opened:
            raise Refused(f"Attempt {attempt} of round {self.spec.round_id} is over for this client.")
        if len(secret) != len(ERASED) or secret in (state.secret, ERASED):
            raise Refused("An attempt needs a fresh secret of 32 bytes.")
        spec = self.spec
        check_delegation(
            state.client, spec.chain_id, spec.contract, state.delegation, state.delegation_signature, now
        )
        self._state = replace(
            state,
            attempt=attempt,
            secret=secret,
            roster=b"",
            beacon=b"",
            held=(),
            edges=(),
            answers=(),
            committed=(),
        )
        return self._answer(self._joining(), b"")

    def _joining(self) -> Join:
        state, secrets = self._state, self._secrets()
        return Join(
            state.spec.round_id,
            state.attempt,
            state.client,
            state.bond_wei,
            masking.public_key(secrets.box_key),
            masking.public_key(secrets.mask_key),
            state.session,
            state.not_before,
            state.not_after,
            state.nonce,
            state.delegation_signature,
        )

    def share(
        self, roster: bytes, root1: bytes, beacon: bytes, bonds: Mapping[ClientId, int], now: float
    ) -> Signed:
        """Message 2: shares of my secrets for each neighbour, and the hash of each edge's seed.

        Args:
            roster: the coordinator's view `roster`.
            root1: as my own node read it from the Rounds contract.
            beacon: hash of the second block after root1's, from my own node.
            bonds: bond in wei, from my own node, by address; who has less than its join says gets no edge.
            now: UTC seconds.

        Raises:
            PeerBroke: the roster is not what was posted, holds a join that does not stand, or not mine.
            Refused: too few neighbours are bonded.
        """
        asked = roster + root1 + beacon
        if before := self._before("share", asked):
            return before
        view = Roster.from_bytes(roster)
        cohort = Cohort.checked(self.spec, view, beacon, now, self.client)
        checks.roster(self._state, view, cohort, root1)
        peers = [
            peer
            for peer in sorted(cohort.graph[self._state.client])
            if bonds.get(peer, 0) >= cohort.joins[peer].bond_wei
        ]
        if len(peers) < cohort.threshold:
            raise Refused(
                f"Only {len(peers)} neighbours are bonded; {cohort.threshold} are needed.",
                "Wait for the next attempt.",
            )
        self._state = replace(self._state, roster=roster, beacon=beacon)
        return self._answer(self._sharing(cohort, peers), asked)

    def _sharing(self, cohort: Cohort, peers: Sequence[ClientId]) -> Shares:
        state, secrets = self._state, self._secrets()
        points = [cohort.point(peer) for peer in peers]
        pairs = zip(*secrets.shares(points, cohort.threshold), strict=True)
        boxes = []
        for peer, (self_share, key_share) in zip(peers, pairs, strict=True):
            edge_hash = masking.seed_hash(self._edge_seed(cohort, peer), cohort.context)
            box = masking.seal(
                secrets.box_key,
                cohort.joins[peer].box_key,
                box_label(cohort.context, state.client, peer),
                self_share + key_share,
                edge_hash,
            )
            boxes.append(SharedBox(peer, box, Digest(edge_hash)))
        self_hash = Digest(masking.seed_hash(secrets.self_seed, cohort.context))
        return Shares(state.spec.round_id, state.attempt, state.client, self_hash, tuple(boxes))

    def _edge_seed(self, cohort: Cohort, peer: ClientId) -> bytes:
        return masking.edge_seed(self._secrets().mask_key, cohort.joins[peer].mask_key, cohort.context)

    def quantise(
        self, update: NDArray[Any], rng: np.random.Generator, noise: Integers | None = None
    ) -> Integers:
        """The integers x that `mask` hides: the update, clipped, weighted and rounded, with its noise.

        Args:
            update: D, flat floats.
            rng: decides the rounding; fresh for each attempt.
            noise: this client's share of the sum's noise where the terms ask for it, fresh for each attempt:
                core.privacy.differential.skellam_noise with `noise_variance`.

        Raises:
            YouCanFix: the update holds NaN or infinity.
            Refused: the update has another length than the round's, or the noise is missing.
        """
        spec, cohort = self.spec, self._cohort()
        if len(update) != spec.parameters or (noise is not None and len(noise) != spec.parameters):
            raise Refused(f"The update has {len(update)} parameters, not {spec.parameters}.")
        if (noise is None) != (spec.noise_multiplier == 0):
            raise Refused("The round's terms and this update differ about noise.")
        x = quantise(update, cohort.weight(self.client), spec.clip, rng)
        return x if noise is None else x + noise

    @property
    def threshold(self) -> int:
        """T of my cohort, once it is known."""
        return self._cohort().threshold

    @property
    def noise_variance(self) -> float:
        """Of the noise that `quantise` wants in each coordinate, in ring units squared; 0 for none."""
        return self._cohort().noise_variance

    def mask(self, inbox: bytes, x: Integers) -> MaskedUpload:
        """Message 3: the integers, masked, and the commitment to them.

        Args:
            inbox: the coordinator's view `inbox` of this client.
            x: from `quantise`; the same after a crash, because the first commitment stands.

        Raises:
            PeerBroke: the inbox is for another client or holds a stranger's box.
            Refused: fewer than t neighbours agree with me about our edges, or x is not what I committed to.
        """
        before = self._before("mask", inbox)
        cohort = self._cohort()
        if before is None:
            view = Inbox.from_bytes(inbox)
            checks.inbox(self._state, view, cohort, self._given("share", Shares))
            self._take_shares(cohort, view)
        masked = to_wire(self._masked(cohort, x))
        state = self._state
        edges = edges_digest(edge.neighbour for edge in state.edges)
        body = MaskedInput(state.spec.round_id, state.attempt, state.client, Digest.of(masked), edges)
        if before is None:
            before = self._answer(body, inbox)
        elif read(before) != body:
            raise Refused("This is not the update that was committed to.", "Wait for the next attempt.")
        return MaskedUpload(before, masked)

    def _take_shares(self, cohort: Cohort, view: Inbox) -> None:
        """Keep the edges whose two hashes match, and the shares of every box that opens."""
        edges, held = [], []
        for entry in view.boxes:
            seed = self._edge_seed(cohort, entry.sender)
            if masking.seed_hash(seed, cohort.context) == entry.edge_hash.raw:
                edges.append(Edge(entry.sender, seed))
                held += self._unsealed(cohort, entry)
        if len(edges) < cohort.threshold:
            raise Refused(
                f"Only {len(edges)} neighbours agree with me about our edges; {cohort.threshold} are needed.",
                "Wait for the next attempt.",
            )
        self._state = replace(self._state, edges=tuple(edges), held=tuple(held))

    def _unsealed(self, cohort: Cohort, entry: InboxBox) -> list[HeldShares]:
        """The shares in a box; none when it does not open: the other neighbours' shares must do then."""
        label = box_label(cohort.context, entry.sender, self._state.client)
        key = cohort.joins[entry.sender].box_key
        try:
            pair = masking.unseal(self._secrets().box_key, key, label, entry.box, entry.edge_hash.raw)
        except PeerBroke:
            return []
        return [HeldShares(entry.sender, pair[:32], pair[32:])]

    def _masked(self, cohort: Cohort, x: Integers) -> Ring:
        state = self._state
        y = to_ring(x).copy()
        edges = [(edge.seed, edge_sign(state.client, edge.neighbour)) for edge in state.edges]
        masking.add_masks(y, [(self._secrets().self_seed, 1), *edges], cohort.context)
        return y

    def open_norm(
        self,
        masked: bytes,
        request: bytes,
        root3: bytes,
        posted_at: int,
        beacon: bytes,
        reference: NDArray[np.float64] | None,
    ) -> Signed:
        """Message 4: the sketch of each of my masks, and its product with r.

        Args:
            masked: the coordinator's view `masked`.
            request: the coordinator's view `norm_request`.
            root3: as my own node read it from the Rounds contract.
            posted_at: time of the block that holds root3.
            beacon: hash of the second block after it, from my own node.
            reference: r as I computed it from the model on chain and public candles; None in a round without.

        Raises:
            PeerBroke: list and request are not what was posted, lack my commitment or came after the first
                candle; or r is not mine, by more than 2 in an integer.
            Refused: fewer than t neighbours are left, or this update was opened often enough.
        """
        asked = masked + request + root3 + posted_at.to_bytes(8, "big") + beacon
        if before := self._before("open_norm", asked):
            return before
        cohort, state = self._cohort(), self._state
        view = MaskedList.from_bytes(masked)
        norm_request = self._norm_request(request, reference)
        mine = self._given("mask", MaskedInput)
        checks.masked(state, view, norm_request, cohort, mine, root3, posted_at)
        if state.norm_openings >= openings_allowed(state.spec.parameters):
            raise Refused("This update was norm-opened often enough.", "Train again for the next round.")
        terms = NormTerms(cohort, beacon, norm_request)
        seeds = [self._secrets().self_seed, *(edge.seed for edge in state.edges)]
        own, *edges = (to_wire(sums) for sums in terms.of_masks(seeds))
        committed = tuple(entry.client for entry in view.entries)
        self._state = replace(state, norm_openings=state.norm_openings + 1, committed=committed)
        body = NormOpening(
            state.spec.round_id,
            state.attempt,
            state.client,
            terms.request.digest,
            beacon,
            own,
            b"".join(edges),
        )
        return self._answer(body, asked)

    def _norm_request(self, data: bytes, reference: NDArray[np.float64] | None) -> NormRequest:
        request = NormRequest.from_bytes(data)
        if request.round_id != self.spec.round_id:
            raise PeerBroke("The norm request is for another round.")
        contribution.check_reference(request, reference)
        return request

    def agree(self, norms: bytes, root3: bytes, posted_sets: Collection[bytes] | None = None) -> Signed:
        """Message 5: my signature under the survivor set, root3 and root4.

        Args:
            norms: the coordinator's view `norms`.
            root3: as `open_norm` was given it.
            posted_sets: each H(U) that my own node saw posted in this round, in any attempt; None where there
                is no chain: every set that I signed then counts as posted. One that I unmasked always does.

        Raises:
            PeerBroke: the list lacks my opening or holds a stranger.
            Refused: I am not among the survivors, fewer than t neighbours are, or another set of this round
                may have been unmasked.
        """
        asked = norms + root3
        if before := self._before("agree", asked):
            return before
        view, state = NormList.from_bytes(norms), self._state
        mine = self._given("open_norm", NormOpening)
        checks.norms(state, view, self._cohort(), mine, posted_sets)
        root4 = norm_root(view.entries)
        agreed = SurvivorSet(state.spec.round_id, state.attempt, view.survivors, root3, root4)
        signed_set = SignedSet(agreed.digest, checks.own_cohort(self._cohort(), view.survivors))
        self._state = replace(state, signed_sets=(*state.signed_sets, signed_set))
        return self._answer(Agree(state.spec.round_id, state.attempt, state.client, agreed.digest), asked)

    def unmask(self, survivors: bytes, posted_digest: bytes, posted_root4: bytes) -> Signed:
        """Message 6: for each live neighbour one share, of its self seed or of its mask key, never both.

        Args:
            survivors: the coordinator's view `survivors`.
            posted_digest: H(U), as my own node read it from the Rounds contract.
            posted_root4: likewise.

        Raises:
            PeerBroke: the set is not the one I signed or was posted, or fewer than t neighbours signed it.
            Refused: the other share of some mask key has left before.
        """
        asked = survivors + posted_digest + posted_root4
        if before := self._before("unmask", asked):
            return before
        view = Survivors.from_bytes(survivors)
        cohort = self._cohort()
        checks.survivors(view, cohort, self._given("agree", Agree), posted_digest, posted_root4)
        body, releases = checks.releasing(self._state, view.agreed, cohort)
        signed_sets = tuple(
            replace(before, unmasked=before.unmasked or before.digest == view.agreed.digest)
            for before in self._state.signed_sets
        )
        self._state = replace(self._state, releases=releases, signed_sets=signed_sets, held=(), secret=ERASED)
        return self._answer(body, asked)

    def open_score(
        self,
        request: bytes,
        posted_request: bytes,
        gradient: NDArray[np.float64],
        now: float,
        directions: Sequence[Integers] = (),
    ) -> Signed:
        """Message 8: the products of each of my edges' masks with g and u, once per round.

        Args:
            request: the coordinator's view `score_request`.
            posted_request: its digest, as my own node read it from the Rounds contract.
            gradient: g as I computed it from the models on chain and my own candles.
            now: UTC seconds.
            directions: the last global steps and r, as I know them (core.federated.contribution).

        Raises:
            PeerBroke: the request is not the one on chain, or g or a direction is not mine, by more than 2 in
                an integer.
            Refused: the horizon is not over, or another request was answered before.
        """
        digest = Digest.of(request)
        if before := self._before("open_score", request):
            return before
        view = ScoreRequest.from_bytes(request)
        self._may_open(view, now)
        if digest.raw != posted_request:
            raise PeerBroke("The score request is not the one on chain.")
        vectors = contribution.accepted(view, gradient, directions)
        context, state = self._cohort().context, self._state
        products = masking.open_products([edge.seed for edge in state.edges], context, vectors)
        body = ScoreOpening(state.spec.round_id, state.attempt, state.client, digest, to_wire(products))
        self._state = replace(state, opened=digest)
        return self._answer(body, request)

    def _may_open(self, view: ScoreRequest, now: float) -> None:
        state = self._state
        if state.opened or state.answer("mask") is None:
            raise Refused("There is nothing to open for this client.")
        if (view.round_id, view.attempt) != (state.spec.round_id, state.attempt):
            raise PeerBroke("The score request is for another round or attempt.")
        if not isinstance(state.spec, RoundSpec) or now < state.spec.evaluation.end_at:
            raise Refused("The candles that score this round are not closed yet.")

    def audit(self, agreed: bytes, posted_digest: bytes, beacon: bytes) -> Signed:
        """Message 9: the seeds of the edges that the beacon draws for me, once; then all seeds are erased.

        Args:
            agreed: the coordinator's view `agreed`.
            posted_digest: H(U), as my own node read it from the Rounds contract.
            beacon: hash of the second block after the score root's, from my own node.

        Raises:
            PeerBroke: the survivor set is not the one on chain.
            Refused: my score was not opened.
        """
        asked = agreed + posted_digest + beacon
        if before := self._before("settle", asked):
            return before
        state, cohort, view = self._state, self._cohort(), SurvivorSet.from_bytes(agreed)
        if state.opened is None:
            raise Refused("My score was not opened, so there is nothing to audit.")
        if view.digest.raw != posted_digest:
            raise PeerBroke("The survivor set is not the one on chain.")
        drawn = audit.drawn(cohort, checks.own_cohort(cohort, view.survivors), beacon).get(state.client, ())
        seeds = tuple(EdgeSeed(edge.neighbour, edge.seed) for edge in state.edges if edge.neighbour in drawn)
        body = EdgeAudit(state.spec.round_id, state.attempt, state.client, seeds)
        signed = self._answer(body, asked)
        self._state = replace(self._state, edges=(), held=(), secret=ERASED, audited=True)
        return signed

    def _secrets(self) -> AttemptSecrets:
        if self._state.secret == ERASED:
            raise Refused("The secrets of this attempt are erased.")
        return AttemptSecrets(self._state.secret)

    def _cohort(self) -> Cohort:
        if not self._state.roster:
            raise Refused("This attempt has no roster yet.", "Share first.")
        if self._known_cohort is None or self._known_cohort.attempt != self.attempt:
            roster = Roster.from_bytes(self._state.roster)
            cohorts = Cohort.all_of(self.spec, roster, self._state.beacon)
            self._known_cohort = next(cohort for cohort in cohorts if self.client in cohort.joins)
        return self._known_cohort

    def _given(self, step: str, kind: type[B]) -> B:
        """My own earlier message."""
        signed = self.sent(step)
        if signed is None or not isinstance(body := read(signed), kind):
            raise Refused(f"The step {step} of this attempt has not been answered.")
        return body

    def _before(self, step: str, asked: bytes) -> Signed | None:
        """The answer that this step got before; raises PeerBroke when it was for another question."""
        answer = self._state.answer(step)
        if answer is None:
            return None
        if answer.asked != Digest.of(asked):
            raise PeerBroke(f"The coordinator asks {step} a second time with other content.")
        return answer.signed

    def _answer(self, body: Body, asked: bytes) -> Signed:
        state = self._state
        signed = sign(state.spec, SessionKey(state.session_key), body)
        answer = Answer(body.KIND, Digest.of(asked), signed)
        self._state = replace(state, answers=(*state.answers, answer))
        return signed
