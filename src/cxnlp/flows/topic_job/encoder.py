"""The encoder of a topics job: one that stands, or one that is fitted to the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.encoders import StaticEncoder, open_encoder
from cxnlp.topicmodel import (
    MAPPED,
    MAPPING,
    KeptEncoder,
    MappedEncoder,
    VectorCache,
    mapping_bytes,
    read_mapping,
    read_vectors,
    same_encoder,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cxnlp.encoders import Encoder
    from cxnlp.topicmodel import TopicModel

__all__ = ["TopicEncoder", "beside_model", "topic_encoder"]

_TEACHER: Final = "minilm"
_BASE: Final = "static"


@dataclass(frozen=True)
class TopicEncoder:
    """What turns a run's texts into vectors.

    Attributes:
        identity: what the topics depend on.
        standing: the encoder; None where a mapping is to be fitted to the run.
        teacher: the sentence transformer of that mapping.
        base: its static encoder.
        notice: what a person should know about the choice.
    """

    identity: str
    standing: Encoder | None
    teacher: Encoder | None = field(default=None, repr=False)
    base: Encoder | None = field(default=None, repr=False)
    notice: str | None = None

    @property
    def keeper(self) -> Encoder:
        """The encoder whose vectors are worth keeping: the slow one."""
        found = self.teacher or self.standing
        if found is None:
            raise AssertionError("an encoder stands, or is fitted with a teacher")
        return found

    @property
    def slow(self) -> bool:
        """Whether its vectors are worth keeping: the static encoder is as quick as any file."""
        return not isinstance(self.keeper, (StaticEncoder, MappedEncoder))

    def reader(self, folders: Iterable[Path], cache: str | Path | None) -> KeptEncoder:
        """The keeper, asked only for what is not at hand.

        Args:
            folders: topics folders whose vectors are taken.
            cache: a folder with vectors of all earlier jobs, to which new ones are added.

        Raises:
            UsageError: `cache` is no folder.
        """
        store = VectorCache(Path(cache), self.keeper) if cache and self.slow else None
        return KeptEncoder(self.keeper, read_vectors(folders, self.keeper), store)


def topic_encoder(
    name: str | None, earlier: TopicModel | None = None, registry: str | Path | None = None
) -> TopicEncoder:
    """Choose an encoder: the one named, else the registry's, else the default.

    Args:
        name: as for `cxnlp.encoders.open_encoder`, or `mapped`: MiniLM reads a fifth of the texts,
            the others are mapped. A registry's mapping is taken over as it is.
        earlier: the topics of the registry.
        registry: its topics folder.

    Raises:
        ModelError: there is no such encoder, it is damaged, or not the registry's.
        MissingDependencyError: it needs the extra `topics`.
    """
    name = name or (earlier.encoder_name if earlier else None)
    if name != MAPPED:
        opened = open_encoder(name)
        chosen = TopicEncoder(opened.encoder.identity, opened.encoder, notice=opened.notice)
    elif registry is not None and (Path(registry) / "model" / MAPPING).is_file():
        base = open_encoder(_BASE).encoder
        mapping = read_mapping(Path(registry) / "model", base)
        chosen = TopicEncoder(mapping.identity, mapping, base=base)
    else:
        base, teacher = open_encoder(_BASE).encoder, open_encoder(_TEACHER).encoder
        identity = f"{MAPPED} from {teacher.identity} upon {base.identity}"
        chosen = TopicEncoder(identity, None, teacher, base)
    if earlier is not None and registry is not None:
        same_encoder(earlier, chosen.standing or chosen.keeper, Path(registry) / "model")
    return chosen


def beside_model(encoder: Encoder) -> dict[str, bytes]:
    """The files that lie with the topics because their encoder was fitted to them."""
    return {MAPPING: mapping_bytes(encoder)} if isinstance(encoder, MappedEncoder) else {}
