"""Personalising: what is chosen, by which candles, how it is judged, and that the test has no say in it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Cancelled, PeerBroke, YouCanFix
from core.features.dataset import LabelSpec, Normaliser, Pool
from core.model.forecast_scores import Interval
from core.model.personal import personalise, split
from core.model.personal_report import FIGURES, Figures, PersonalPlan
from core.model.spec import FAST_HEADS, ModelSpec, TrainingConfig
from core.model.training import Run, train
from core.model.weights import calm_weights, delta, initial_weights
from tests.core.model.conftest import FEATURES, market

HOUR, WINDOW, COUNT = 3600, 6, 4400
LABELS = LabelSpec(6, 24)
SPEC = ModelSpec(FEATURES, window=WINDOW, hidden=4, architecture="logistic")
CONFIG = TrainingConfig(epochs=3, windows_per_epoch=1024, batch=64, learning_rate=5e-3)
PLAN = PersonalPlan(mus=(0.0, 0.05), learning_rate=5e-3)


def make_pool(seed=1, signal=1.0, count=COUNT, horizons=1):
    values, up, baseline, log_variance = market(count, seed, signal)
    further = (
        np.stack([1 - up] * (horizons - 1), axis=1) if horizons > 1 else np.zeros((count, 0), np.float32)
    )
    ends = np.arange(WINDOW - 1, count)
    return Pool(
        values=values.astype(np.float64),
        valid=np.ones(count, dtype=bool),
        bounds=(0, count),
        names=("BTC/USDT",),
        window=WINDOW,
        purge_seconds=(WINDOW + LABELS.reach) * HOUR,
        ends=ends,
        up=up[ends],
        log_variance=log_variance[ends],
        baseline_log_variance=baseline[ends],
        further_up=further[ends],
        end_at=ends * HOUR,
    )


def run(pool, start=None, spec=SPEC, plan=PLAN, config=CONFIG, tell=lambda _stage, _fraction: None):
    return personalise(pool, LABELS, spec, start or initial_weights(spec, 0), config, plan, tell)


@pytest.fixture(scope="module")
def pool():
    return make_pool()


@pytest.fixture(scope="module")
def learned(pool):
    """A market with something to learn, from a start that knows nothing."""
    return run(pool)


def test_the_parts_lie_in_time_a_purge_and_an_embargo_apart(pool):
    fold = split(pool, LABELS, replace(PLAN, embargo_candles=10))
    apart = pool.purge_seconds + 10 * HOUR
    assert pool.end_at[fold.validation].min() - pool.end_at[fold.training].max() >= apart
    assert pool.end_at[fold.test].min() - pool.end_at[fold.validation].max() >= apart
    assert len(fold.test) / len(pool.ends) == pytest.approx(0.2, abs=0.01)


def test_a_start_that_knows_nothing_is_left_behind_and_the_test_confirms_it(learned):
    weights, report = learned
    assert report.chosen == report.recommended == "personal"
    assert report.personal_validation_loss < report.global_validation_loss
    assert (report.mu, report.epoch) in [(one.mu, one.epoch) for one in report.attempts]
    assert report.personal_validation_loss == min(one.validation_loss for one in report.attempts)
    assert weights != initial_weights(SPEC, 0)
    assert report.personal_test.auc.low > 0.6
    assert report.personal_test.risk_r2.value > report.global_test.risk_r2.value


def test_figures_and_differences_are_those_of_the_models_on_the_test(pool, learned):
    weights, report = learned
    fold = split(pool, LABELS, PLAN)
    tested = replace(pool.dataset(fold.training, fold.validation), validation=fold.test)
    losses = Run(tested, SPEC, weights, CONFIG).losses
    assert report.personal_test.loss.value == pytest.approx(losses.loss, abs=1e-6)
    assert report.personal_test.log_loss.value == pytest.approx(losses.direction_log_loss, abs=1e-6)
    assert report.personal_test.auc.value == pytest.approx(losses.auc, abs=1e-9)
    for name in FIGURES:
        mine, common, alone = (
            getattr(getattr(report, f"{one}_test"), name) for one in ("personal", "global", "local")
        )
        assert getattr(report.less_global, name).value == pytest.approx(mine.value - common.value)
        assert getattr(report.less_local, name).value == pytest.approx(mine.value - alone.value)
        assert mine.low <= mine.value <= mine.high


def test_a_model_of_two_horizons_is_judged_by_their_mean_and_traded_by_the_first(learned):
    """The second horizon rises where the first falls: what is learned of one is learned of the other."""
    spec = replace(SPEC, horizons=2)
    pool = make_pool(horizons=2)
    weights, report = run(pool, spec=spec)
    fold = split(pool, LABELS, PLAN)
    tested = replace(pool.dataset(fold.training, fold.validation), validation=fold.test)
    losses = Run(tested, spec, weights, CONFIG).losses
    assert report.personal_test.loss.value == pytest.approx(losses.loss, abs=1e-6)
    assert report.personal_test.log_loss.value == pytest.approx(losses.log_losses[0], abs=1e-6)
    assert report.personal_test.auc.value == pytest.approx(learned[1].personal_test.auc.value, abs=0.1)


def test_training_alone_is_a_training_from_scratch_on_the_same_windows(pool, learned):
    fold = split(pool, LABELS, PLAN)
    dataset = pool.dataset(fold.training, fold.validation)
    config = replace(CONFIG, head_rate=FAST_HEADS[SPEC.architecture])
    _, alone = train(dataset, SPEC, calm_weights(SPEC, CONFIG.seed), config, lambda _report: None)
    report = learned[1]
    assert (report.local_epoch, report.local_validation_loss) == (alone.best_epoch, alone.best.loss)


def test_where_nothing_beats_the_global_model_it_stays_and_is_recommended(pool, learned):
    """From a model that is tuned to the very windows, with steps too long to find a better one."""
    start, wild = learned[0], replace(PLAN, mus=(0.0, 1e-4), learning_rate=1.0)
    weights, report = run(pool, start, plan=wild, config=replace(CONFIG, epochs=1))
    assert report.mu is None
    assert (report.epoch, report.chosen, report.recommended) == (0, "global", "global")
    assert weights == start
    assert report.personal_validation_loss == report.global_validation_loss
    assert min(one.validation_loss for one in report.attempts) > report.global_validation_loss
    assert report.less_global == Figures(*(Interval(0.0, 0.0, 0.0) for _ in FIGURES))


def test_validation_alone_recommends_nothing(learned):
    report = learned[1]
    unclear = replace(report.less_global, loss=Interval(-0.01, -0.02, 0.001))
    doubtful = replace(report, less_global=unclear)
    assert (doubtful.chosen, doubtful.recommended) == ("personal", "global")


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_other_test_candles_change_no_choice(seed):
    """Labels and features of the test as one likes: weights, mu, epochs and validation stay to the bit."""
    pool = make_pool()
    fold, rng = split(pool, LABELS, PLAN), np.random.default_rng(seed)
    first = pool.ends[fold.test].min() - WINDOW + 1
    values = pool.values.copy()
    values[first:] = rng.standard_normal(values[first:].shape) * 9
    columns = {}
    for name in ("up", "log_variance", "baseline_log_variance"):
        columns[name] = getattr(pool, name).copy()
        columns[name][fold.test] = rng.permutation(columns[name][fold.test])
    other = replace(pool, values=values, **columns)
    (weights, report), (again, changed) = run(pool), run(other)
    assert again == weights
    judged = ("global_test", "local_test", "personal_test", "less_global", "less_local")
    assert replace(changed, **{name: getattr(report, name) for name in judged}) == report
    assert changed != report


def test_of_a_head_only_model_the_rest_stays_and_the_local_one_is_whole(pool):
    spec = replace(SPEC, trained="head")
    start = initial_weights(spec, 0)
    weights, report = run(pool, start, spec)
    assert delta(weights, start, spec).any()
    assert report.local_validation_loss == run(pool)[1].local_validation_loss


def test_equal_losses_are_won_by_the_stronger_pull(pool):
    """Pulls too weak to change a bit give equal losses."""
    _, report = run(pool, plan=replace(PLAN, mus=(0.0, 1e-30, 1e-35)))
    assert len({one.validation_loss for one in report.attempts}) == 1
    assert report.mu == 1e-30


def test_it_can_be_cancelled_and_tells_how_far_it_is(pool):
    told = []

    def tell(stage, fraction):
        told.append((stage, fraction))
        if fraction > 0.5:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        run(pool, tell=tell)
    assert [fraction for _, fraction in told] == sorted(fraction for _, fraction in told)
    assert {stage for stage, _ in told} == {"fine-tuning, mu 0", "fine-tuning, mu 0.05"}


def test_a_test_too_short_for_an_interval_is_said_before_anything_is_trained():
    with pytest.raises(YouCanFix, match="too few for an interval"):
        run(make_pool(count=1500), tell=lambda *_: pytest.fail("it trained"))


def test_another_model_is_refused(pool):
    with pytest.raises(PeerBroke, match="does not fit"):
        run(pool, initial_weights(replace(SPEC, architecture="gru"), 0))


@pytest.mark.parametrize(
    "changes",
    [{"mus": ()}, {"mus": (0.1, 0.1)}, {"mus": (-1.0,)}, {"test_share": 0.9}, {"embargo_candles": -1}],
)
def test_a_plan_that_cannot_be_is_refused(changes):
    with pytest.raises(YouCanFix):
        replace(PLAN, **changes)


def test_the_normaliser_knows_the_training_part_alone(pool):
    fold = split(pool, LABELS, PLAN)
    dataset = pool.dataset(fold.training, fold.validation)
    rows = pool.values[: pool.ends[fold.training].max() + 1]
    assert dataset.normaliser.mean == pytest.approx(Normaliser.fit(rows).mean)
