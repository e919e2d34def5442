"""Words asked back: right ones pass in any case, wrong, missing and swapped ones are named."""

from app.trader.word_drill import ASKED, WordDrill

WORDS = " ".join(f"word{number}" for number in range(12))


def test_three_places_are_asked_in_order_and_drawn_anew():
    drills = [WordDrill.of(WORDS) for _ in range(40)]
    assert all(
        len(set(drill.places)) == ASKED and list(drill.places) == sorted(drill.places) for drill in drills
    )
    assert len({drill.places for drill in drills}) > 1
    assert "word1" not in repr(drills[0])


def test_what_is_wrong_is_named():
    drill = WordDrill(tuple(WORDS.split()), (0, 4, 11))
    assert drill.wrong(("word0", " WORD4 ", "word11")) == ()
    assert drill.wrong(("word4", "word0", "word11")) == (0, 4)
    assert drill.wrong(()) == (0, 4, 11)
