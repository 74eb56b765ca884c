"""The model card says what a reader has to know before using a model."""

from __future__ import annotations

from cxnlp.models import DataRecord, Manifest, shipped_models
from cxnlp.models.card import CardTable, write_card


def test_a_card_names_data_figures_failures_and_misuse() -> None:
    manifest = Manifest(
        kind="linear",
        name="mine",
        data=(DataRecord(name="mine.csv", use="levels", rows=1234, digest="0"),),
    )
    figures = CardTable("On `mine.csv`:", ("measure", "model"), (("kappa", "0.5 [0.4, 0.6]"),))
    card = write_card(manifest, [figures], licences="Our own survey.")
    for words in ("# mine", "mine.csv | levels | 1,234", "Our own survey.", "0.5 [0.4, 0.6]"):
        assert words in card
    for heading in ("Levels", "Known failures", "What it must not be used for"):
        assert f"## {heading}" in card


def test_a_model_without_a_test_says_so() -> None:
    assert "worth is not known" in write_card(Manifest(kind="linear", name="mine"))


def test_the_shipped_card_says_who_labelled_and_how_sure_the_figures_are() -> None:
    card = (shipped_models()["levels-fast"] / "CARD.md").read_text()
    assert "language-model annotators" in card
    assert "quadratic weighted kappa | 0." in card
    assert "Sarcasm" in card
