"""The register of rounds: order, attempts, models, challenge window."""

import pytest

from core.identity.keys import SessionKey, recover_typed, sign_body

DAY = 86_400


def word(number):
    return bytes([number]) * 32


CONFIG, MODEL_0, MODEL_1, MODEL_2 = word(1), word(2), word(3), word(4)
ROOT_1, ROOT_3, SURVIVORS, ROOT_4, TRANSCRIPT, REQUEST, SCORES = (word(number) for number in range(10, 17))
POSTS = ("opened", "joined", "masked", "agreed", "closed", "asked", "settled")
CLOSED, ASKED, SETTLED, ABORTED, VOIDED = range(5, 10)


class Register:
    """The coordinator's calls, in short."""

    def __init__(self, world):
        self.world = world

    def __getattr__(self, function):
        def call(*arguments, by="coordinator"):
            return self.world.call("Rounds", function, *arguments, by=by)

        return call

    def fails(self, function, *arguments, by="coordinator"):
        return self.world.fails("Rounds", function, *arguments, by=by)

    def read(self, function, *arguments):
        return self.world.read("Rounds", function, *arguments)

    def run(self, round_id, before, after, attempt=0):
        """A whole round up to its close."""
        self.open(round_id, CONFIG, before)
        self.agree(round_id, attempt)
        self.close(round_id, after, TRANSCRIPT, "cid")

    def agree(self, round_id, attempt):
        self.postJoins(round_id, attempt, ROOT_1)
        self.postMasked(round_id, attempt, ROOT_3)
        self.postSurvivors(round_id, attempt, SURVIVORS, ROOT_4)

    def ends(self, round_id, phase):
        """What follows a close, up to a phase."""
        if phase >= ASKED:
            self.ask(round_id, REQUEST)
        if phase >= SETTLED:
            self.settle(round_id, SCORES)


@pytest.fixture
def rounds(world):
    return Register(world)


def test_a_round_keeps_every_digest_and_the_block_of_every_post(rounds):
    world = rounds.world
    begun = world.now
    rounds.run(1, MODEL_0, MODEL_1, attempt=2)
    rounds.ask(1, REQUEST)
    rounds.settle(1, SCORES)

    found = rounds.read("round", 1)
    posts = [found[name] for name in POSTS]
    assert [post["timestamp"] for post in posts] == list(range(begun, begun + 7))
    assert [post["number"] for post in posts] == list(range(posts[0]["number"], posts[0]["number"] + 7))
    assert {name: found[name] for name in found if name not in POSTS} == {
        "phase": SETTLED, "attempt": 2, "configHash": CONFIG, "modelBefore": MODEL_0, "root1": ROOT_1,
        "root3": ROOT_3, "survivorsHash": SURVIVORS, "root4": ROOT_4, "modelAfter": MODEL_1,
        "transcriptRoot": TRANSCRIPT, "requestDigest": REQUEST, "scoreRoot": SCORES,
    }  # fmt: skip


def test_every_post_is_an_event(rounds):
    world = rounds.world
    seen = []
    for function, *arguments in (
        ("open", 1, CONFIG, MODEL_0),
        ("postJoins", 1, 0, ROOT_1),
        ("postMasked", 1, 0, ROOT_3),
        ("postSurvivors", 1, 0, SURVIVORS, ROOT_4),
        ("close", 1, MODEL_1, TRANSCRIPT, "bafy"),
        ("ask", 1, REQUEST),
        ("settle", 1, SCORES),
    ):
        world.call("Rounds", function, *arguments, by="coordinator")
        seen += world.events("Rounds")

    assert [name for name, _ in seen] == [post.capitalize() for post in POSTS]
    assert all(arguments["round"] == 1 for _, arguments in seen)
    assert seen[4][1]["cid"] == "bafy"
    assert seen[5][1]["requestDigest"] == REQUEST


def test_rounds_count_up_and_wait_for_the_one_before(rounds):
    assert "WrongRound(expected=1)" in rounds.fails("open", 2, CONFIG, MODEL_0)
    rounds.open(1, CONFIG, MODEL_0)
    assert "WrongPhase(round=1" in rounds.fails("open", 2, CONFIG, MODEL_0)
    rounds.abort(1, "too few joined")
    rounds.open(2, CONFIG, MODEL_0)

    assert rounds.read("latest") == 2
    assert rounds.read("round", 1)["phase"] == ABORTED


def test_posts_come_in_order_and_for_the_current_attempt(rounds):
    assert "WrongPhase" in rounds.fails("postJoins", 1, 0, ROOT_1)
    rounds.open(1, CONFIG, MODEL_0)
    assert "WrongPhase" in rounds.fails("postMasked", 1, 0, ROOT_3)
    rounds.postJoins(1, 3, ROOT_1)
    assert "WrongAttempt(attempt=3)" in rounds.fails("postMasked", 1, 2, ROOT_3)
    assert "WrongPhase" in rounds.fails("postSurvivors", 1, 3, SURVIVORS, ROOT_4)
    assert "WrongPhase" in rounds.fails("close", 1, MODEL_1, TRANSCRIPT, "")
    rounds.postMasked(1, 3, ROOT_3)
    assert "WrongPhase" in rounds.fails("postMasked", 1, 3, ROOT_3)
    assert "WrongPhase" in rounds.fails("ask", 1, REQUEST)
    assert "WrongPhase" in rounds.fails("settle", 1, SCORES)


def test_the_score_request_is_posted_once_and_only_after_the_close(rounds):
    for function, *arguments in (
        ("open", 1, CONFIG, MODEL_0),
        ("postJoins", 1, 0, ROOT_1),
        ("postMasked", 1, 0, ROOT_3),
        ("postSurvivors", 1, 0, SURVIVORS, ROOT_4),
        ("close", 1, MODEL_1, TRANSCRIPT, ""),
    ):
        assert "WrongPhase(round=1" in rounds.fails("ask", 1, REQUEST)
        getattr(rounds, function)(*arguments)

    rounds.ask(1, REQUEST)
    assert f"WrongPhase(round=1, phase={ASKED})" in rounds.fails("ask", 1, word(99))
    rounds.settle(1, SCORES)
    assert f"WrongPhase(round=1, phase={SETTLED})" in rounds.fails("ask", 1, word(99))
    assert rounds.read("round", 1)["requestDigest"] == REQUEST


def test_scores_wait_for_the_request_that_they_answer(rounds):
    rounds.run(1, MODEL_0, MODEL_1)
    assert f"WrongPhase(round=1, phase={CLOSED})" in rounds.fails("settle", 1, SCORES)

    rounds.ask(1, REQUEST)
    rounds.settle(1, SCORES)

    assert f"WrongPhase(round=1, phase={SETTLED})" in rounds.fails("settle", 1, SCORES)


def test_only_the_coordinator_asks_for_scores(rounds):
    rounds.run(1, MODEL_0, MODEL_1)

    for other in ("timelock", "guardian", "agent", "stranger"):
        assert "NotAllowed(" in rounds.fails("ask", 1, REQUEST, by=other)
    assert rounds.read("round", 1)["phase"] == CLOSED


def test_an_aborted_or_voided_round_asks_for_nothing(rounds):
    rounds.open(1, CONFIG, MODEL_0)
    rounds.abort(1, "")
    rounds.run(2, MODEL_0, MODEL_1)
    rounds.void(2, word(77), by="timelock")

    for round_id in (1, 2, 3):
        assert "WrongPhase" in rounds.fails("ask", round_id, REQUEST)
        assert "WrongPhase" in rounds.fails("settle", round_id, SCORES)


@pytest.mark.parametrize("phase", [CLOSED, ASKED, SETTLED])
def test_the_next_round_opens_whatever_is_posted_after_a_close(rounds, phase):
    rounds.run(1, MODEL_0, MODEL_1)
    rounds.ends(1, phase)

    rounds.run(2, MODEL_1, MODEL_2)

    assert rounds.read("round", 1)["phase"] == phase


def test_a_higher_attempt_starts_over_and_drops_the_later_roots(rounds):
    rounds.open(1, CONFIG, MODEL_0)
    rounds.agree(1, 0)
    assert "WrongAttempt(attempt=0)" in rounds.fails("postJoins", 1, 0, ROOT_1)

    rounds.postJoins(1, 1, word(99))

    found = rounds.read("round", 1)
    assert (found["phase"], found["attempt"], found["root1"]) == (2, 1, word(99))
    assert found["root3"] == found["survivorsHash"] == found["root4"] == bytes(32)
    assert found["masked"]["number"] == found["agreed"]["number"] == 0
    assert "WrongAttempt" in rounds.fails("postJoins", 1, 2**32, ROOT_1)


@pytest.mark.parametrize("phase", [CLOSED, ASKED, SETTLED])
def test_a_closed_round_does_not_restart_or_abort(rounds, phase):
    rounds.run(1, MODEL_0, MODEL_1)
    rounds.ends(1, phase)

    assert "WrongPhase" in rounds.fails("postJoins", 1, 9, ROOT_1)
    assert "WrongPhase" in rounds.fails("abort", 1, "")
    assert "WrongPhase" in rounds.fails("close", 1, MODEL_2, TRANSCRIPT, "")


def test_each_round_starts_from_the_model_of_the_last_close(rounds):
    rounds.run(1, MODEL_0, MODEL_1)
    assert rounds.read("model") == MODEL_1

    assert "WrongModel" in rounds.fails("open", 2, CONFIG, MODEL_0)
    rounds.run(2, MODEL_1, MODEL_2)

    assert (rounds.read("model"), rounds.read("lastClosed")) == (MODEL_2, 2)


def test_before_the_first_close_a_round_brings_its_model(rounds):
    rounds.open(1, CONFIG, MODEL_0)
    rounds.abort(1, "")
    rounds.open(2, CONFIG, MODEL_2)

    assert rounds.read("model") == MODEL_2


def test_empty_digests_are_refused(rounds):
    zero = bytes(32)
    assert "ZeroDigest" in rounds.fails("open", 1, zero, MODEL_0)
    assert "ZeroDigest" in rounds.fails("open", 1, CONFIG, zero)
    rounds.open(1, CONFIG, MODEL_0)
    rounds.agree(1, 0)
    assert "ZeroDigest" in rounds.fails("close", 1, zero, TRANSCRIPT, "")
    assert "ZeroDigest" in rounds.fails("close", 1, MODEL_1, zero, "")
    rounds.close(1, MODEL_1, TRANSCRIPT, "")
    assert "ZeroDigest" in rounds.fails("ask", 1, zero)
    rounds.ask(1, REQUEST)
    assert "ZeroDigest" in rounds.fails("settle", 1, zero)


@pytest.mark.parametrize("phase", [CLOSED, ASKED, SETTLED])
def test_a_close_is_voided_within_the_window_and_its_model_is_taken_back(rounds, phase):
    rounds.run(1, MODEL_0, MODEL_1)
    end = rounds.read("round", 1)["closed"]["timestamp"] + 3 * DAY
    rounds.ends(1, phase)
    rounds.world.wait(end - rounds.world.now)

    rounds.void(1, word(77), by="timelock")

    assert rounds.read("model") == MODEL_0
    assert rounds.read("round", 1)["phase"] == VOIDED
    rounds.run(2, MODEL_0, MODEL_2)


@pytest.mark.parametrize("phase", [CLOSED, ASKED, SETTLED])
def test_a_close_stands_after_the_window(rounds, phase):
    rounds.run(1, MODEL_0, MODEL_1)
    end = rounds.read("round", 1)["closed"]["timestamp"] + 3 * DAY
    rounds.ends(1, phase)
    rounds.world.wait(end + 1 - rounds.world.now)

    assert "TooLate" in rounds.fails("void", 1, word(77), by="timelock")


def test_only_the_newest_close_is_voided(rounds):
    rounds.run(1, MODEL_0, MODEL_1)
    rounds.run(2, MODEL_1, MODEL_2)

    assert "WrongRound(expected=2)" in rounds.fails("void", 1, word(77), by="timelock")
    rounds.void(2, word(77), by="timelock")
    assert "WrongPhase" in rounds.fails("void", 2, word(77), by="timelock")


def test_a_round_on_a_voided_model_cannot_close(rounds):
    rounds.run(1, MODEL_0, MODEL_1)
    rounds.open(2, CONFIG, MODEL_1)
    rounds.agree(2, 0)
    rounds.void(1, word(77), by="timelock")

    assert "WrongModel" in rounds.fails("close", 2, MODEL_2, TRANSCRIPT, "")
    rounds.abort(2, "its model was voided")
    rounds.run(3, MODEL_0, MODEL_2)


def test_a_revoked_session_stays_revoked_from_its_first_moment(rounds):
    world = rounds.world
    begun = world.now
    rounds.revokeSession("bob", by="alice")
    world.wait(100)
    rounds.revokeSession("bob", by="alice")

    assert rounds.read("revokedAt", "alice", "bob") == begun
    assert rounds.read("revokedAt", "carol", "bob") == 0


def test_its_domain_is_the_one_that_bodies_are_signed_for(rounds):
    _, name, version, chain_id, contract, _, _ = rounds.read("eip712Domain")
    domain = {"name": name, "version": version, "chainId": chain_id, "verifyingContract": contract}
    key = SessionKey(word(5))
    signature = sign_body(key, 31_337, rounds.world.at["Rounds"], word(6))

    body = {"Body": [{"name": "digest", "type": "bytes32"}]}
    assert recover_typed(domain, body, "Body", {"digest": word(6)}, signature) == key.address
