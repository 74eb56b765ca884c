"""Our sum is that of py3langid, taken in a fixed order."""

from __future__ import annotations

import pytest

from cxnlp.text.statistical import LANGUAGES, load_statistical

TEXTS = [
    "Das Personal war sehr freundlich, aber wir mussten lange warten.",
    "Le personnel était très aimable et la chambre propre",
    "Спасибо вам большое за помощь",
    "Personal Personal Personal Personal",
    "料理はとても美味しかったです",
    "TODO ESTUVO MUY BIEN GRACIAS",
]


def test_probabilities_are_those_of_py3langid() -> None:
    """But for a language that is written in two scripts: it adds both up, we take the last."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    original = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    original.set_languages(sorted(LANGUAGES.intersection(original.labels)))
    identifier = load_statistical()
    single = [code for code in identifier.languages if identifier.codes.count(code) == 1]
    assert len(single) > 60
    for text in TEXTS:
        (chances,) = identifier.probabilities([text])
        found = dict(zip(identifier.languages, chances.tolist(), strict=True))
        expected = dict(original.rank(text.lower() if text.isupper() else text))
        for code in single:
            assert found[code] == pytest.approx(expected[code], abs=2e-4), (text, code)


def test_what_holds_nothing_that_the_model_knows_has_no_probability_at_all() -> None:
    chances = load_statistical().probabilities(["", "Das Personal war nett.", "\x01\x02"])
    assert chances.sum(axis=1).tolist() == pytest.approx([0, 1, 0], abs=0.05)
    assert not chances[[0, 2]].any()


def test_more_texts_than_are_weighed_at_once_are_told_as_each_is() -> None:
    identifier = load_statistical()
    few = identifier.probabilities(TEXTS)
    many = identifier.probabilities(TEXTS * 350)
    assert many.shape == (2100, len(identifier.languages))
    for place in (0, 1023, 1024, 1025, 2047, 2048, 2099):
        assert many[place].tobytes() == few[place % len(TEXTS)].tobytes()


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    identifier = load_statistical()
    german, french = TEXTS[0] + " ", TEXTS[1] + " "
    long = (german * 40)[:2000]
    both = identifier.probabilities([long, long + french * 200])
    assert both[0].tobytes() == both[1].tobytes()
