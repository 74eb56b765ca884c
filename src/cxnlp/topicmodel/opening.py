"""Topics opened again, to assign new comments by the rule of the day they were found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cxnlp.encoders import open_encoder
from cxnlp.topicmodel.assigning import Assigner
from cxnlp.topicmodel.folder import read_model, same_encoder
from cxnlp.topicmodel.mapping import MAPPED
from cxnlp.topicmodel.mapping_file import read_mapping

if TYPE_CHECKING:
    from cxnlp.encoders import Encoder

__all__ = ["open_topics"]


def open_topics(topics: str | Path) -> Assigner:
    """Open a topics folder with the encoder that its topics were found with.

    Args:
        topics: a folder that `cxnlp topics` wrote.

    Returns:
        What assigns cleaned comments: `open_topics("topics").assign(["Late again."])`.

    Raises:
        ModelError: the topics or their encoder are missing, damaged or of another format.
        MissingDependencyError: the encoder needs the extra `topics`.
    """
    folder = Path(topics) / "model"
    model = read_model(folder)
    encoder: Encoder
    if model.encoder_name == MAPPED:
        encoder = read_mapping(folder, open_encoder("static").encoder)
    else:
        encoder = open_encoder(model.encoder_name).encoder
    same_encoder(model, encoder, folder)
    return Assigner(model, encoder)
