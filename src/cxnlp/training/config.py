"""The configuration of training: one TOML file says what a model is made from."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from cxnlp.config import Settings
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.models.static import StaticSettings
from cxnlp.training.network.recipe import AspectSettings, TransformerTraining

__all__ = [
    "AnnotationSettings",
    "CalibrationSettings",
    "CascadeTraining",
    "DataSettings",
    "LinearSettings",
    "NormaliserSettings",
    "RatedSettings",
    "SoftSettings",
    "TrainingSettings",
]

_FOLDERS: Final = (
    ("normaliser", "tokenizer"),
    ("soft", "model"),
    ("transformer", "backbone"),
    ("cascade", "cheap"),
    ("cascade", "expensive"),
)
"""The keys that hold a name or a folder."""


class DataSettings(Settings):
    """The tables of texts with levels, and their columns."""

    train: str | None = None
    """Table to learn from (CSV, TSV, JSONL or Parquet), from the configuration's folder on."""
    test: str | None = None
    """Table to report on; never learned from."""
    text: str = "text"
    """Column of the texts."""
    level: str = "level"
    """Column of the levels: names, numbers 1 to 6, or 0 for no evidence."""
    source: str | None = None
    """Column that tells where a text is from; folds and slices follow it."""
    enriched: str | None = None
    """Column that is true for rows that were picked for their level: not used to calibrate."""
    levels: dict[str, int] = Field(default_factory=dict)
    """What other values of the level column mean, as numbers 0 to 6, such as `"5 stars" = 5`."""
    levels_by_number: bool = True
    """Whether a number that `levels` does not name is a level; false where numbers are stars."""
    least_per_level: int = Field(default=2, ge=1)
    """A level with fewer texts than this is refused."""


class RatedSettings(Settings):
    """A table of texts with ratings, from which polarity is learned before the levels."""

    file: str
    """The table, from the configuration's folder on."""
    rating: str
    """Column of the ratings: numbers, or text in which `positive` and `negative` are counted."""
    worst: float = -1.0
    """The rating that stands for -1."""
    best: float = 1.0
    """The rating that stands for 1."""
    words: bool = False
    """Whether the rating is the balance of the words `positive`, `neutral` and `negative`."""
    text: str = "text"
    """Column of the texts."""
    leave_out: dict[str, str] = Field(default_factory=dict)
    """Rows with this value in this column are left out."""


class SoftSettings(Settings):
    """Soft labels of another model for unlabelled texts (distillation, Hinton et al. 2015)."""

    model: str | None = None
    """The model to ask: a shipped one's name, or a folder from the configuration's folder on."""
    file: str | None = None
    """Or a Parquet table of its answers: `key` (SHA-256 of the text as written), `p1` to `p6` and
    `p_none`."""
    texts: tuple[str, ...] = Field(min_length=1)
    """Tables with a column `text`: the texts to ask about, or to look the keys up in."""

    @model_validator(mode="after")
    def _one_teacher(self) -> Self:
        if (self.model is None) == (self.file is None):
            message = "must name either a model or a file"
            raise ValueError(message)
        return self


class AnnotationSettings(Settings):
    """Levels and aspects that were added to texts of other tables, by the text's digest."""

    file: str
    """Table with `key` (SHA-256 of the text as written), `level`, `dimensions`, `touchpoints` and
    `stages`."""
    texts: tuple[str, ...] = Field(min_length=1)
    """Tables with a column `text`, in which the keys are looked up."""


class NormaliserSettings(Settings):
    """Which words a normaliser knows: slips are mended and names become one name."""

    seen: int = Field(default=3, ge=1)
    """Texts that write a word in lower case before it is held for a word, and no name."""
    often: int = Field(default=10, ge=1)
    """Texts that write it so before slips are mended to it."""
    tokenizer: str | None = None
    """A backbone whose tokenizer's whole words are no slips, such as `minilm`."""
    lexicon: bool = False
    """Whether the words of VADER's lexicon are held for words that are seen: neither slips, nor
    names where they have a capital."""


class LinearSettings(Settings):
    """How a linear model is fitted."""

    strength: float = Field(default=8.0, gt=0)
    """How closely the heads follow the texts: C of the logistic regression."""
    polarity_strength: float = Field(default=1.0, gt=0)
    """How closely polarity follows the ratings: 1 / alpha of the ridge regression."""
    soft_strength: float = Field(default=1.0, gt=0)
    """How closely signals follow soft labels: 1 / alpha of the ridge regressions."""
    signal_weight: float = Field(default=1.0, ge=0)
    """How large polarity and soft labels stand beside the n-grams, whose vector has length 1."""
    balance: float = Field(default=1.0, ge=0, le=1)
    """0: levels count as they come; 1: every level counts the same."""
    copies: bool = False
    """Whether copies of the texts, misspelt and lengthened, are learned from beside them, at the
    weight of one text together. Takes 2.5 times as long."""
    relevance: float = Field(default=0.0, ge=0, lt=1)
    """From this quantile on an n-gram counts in full for the length of a text, below it by what
    soft labels make of it; 0: all count in full."""


class CascadeTraining(Settings):
    """How a cascade of two models that stand is fitted."""

    cheap: str = "levels-fast"
    """Folder or name of the model that reads every text."""
    expensive: str = "levels-accurate"
    """Folder or name of the model that reads what the cheap one is unsure of."""
    budget: float = Field(default=0.3, ge=0, le=1)
    """Share of the calibration rows that may be passed on, at most."""
    tolerated_loss: float | None = Field(default=None, ge=0)
    """Quadratic kappa that may be lost against passing on all; none: the whole budget is used."""
    short: int = Field(default=0, ge=0)
    """Words up to which every text is passed on, and the expensive member tells its evidence: for
    texts shorter than those that the cheap one has learned from."""
    aspects: AspectSettings | None = None
    """Where the texts' aspects stand; none: the cascade does not tell aspects."""


class CalibrationSettings(Settings):
    """How scores become probabilities."""

    folds: int = Field(default=5, ge=2, le=20)
    """Parts for out-of-fold scores."""
    coverage: float = Field(default=0.9, gt=0, lt=1)
    """Share of intervals that hold the true level."""
    levels: Literal["lines", "slope"] = "lines"
    """One line for each step between levels, or one slope for all of them."""
    interval_balance: float = Field(default=0.0, ge=0, le=1)
    """0: rows count alike for the interval; 1: every level counts the same."""
    evidence_threshold: float = Field(default=0.5, ge=0, le=1)
    """Below this probability of evidence a comment has the status `no_evidence`."""


class TrainingSettings(Settings):
    """A training run."""

    name: str = Field(default="levels", pattern=r"^[a-z0-9][a-z0-9-]*$")
    """The model's name."""
    kind: Literal["linear", "static", "transformer", "cascade"] = "linear"
    """The kind of model."""
    seed: int = Field(default=7, ge=0)
    """Seed of every random choice."""
    languages: tuple[str, ...] = ("en",)
    """ISO 639-1 codes of the languages of the texts."""
    licences: str = ""
    """What the card says about the data's origin and licences."""
    data: DataSettings = DataSettings()
    """Texts with levels."""
    annotated: AnnotationSettings | None = None
    """More texts with levels; they count as picked for their level."""
    rated: tuple[RatedSettings, ...] = ()
    """Texts with ratings."""
    soft: SoftSettings | None = None
    """Texts with soft labels."""
    normaliser: NormaliserSettings | None = None
    """What texts are normalised by before they are scored; None: they are read as they are."""
    features: FeatureSettings = FeatureSettings()
    """Which n-grams."""
    linear: LinearSettings = LinearSettings()
    """How a linear model is fitted."""
    static: StaticSettings = StaticSettings()
    """How a static model reads texts; the backbone's tokenizer is taken."""
    transformer: TransformerTraining = TransformerTraining()
    """How a transformer is made."""
    cascade: CascadeTraining = CascadeTraining()
    """How a cascade is fitted."""
    calibration: CalibrationSettings = CalibrationSettings()
    """How scores become probabilities."""

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """Read a TOML file; other models' folders are told from its own folder on, if they are.

        Raises:
            ConfigurationError: the file is missing, is no TOML, or holds an unknown key or a value
                out of range; the message gives the key's path.
        """
        settings, home = super().read(path), Path(path).parent
        for part, key in _FOLDERS:
            block = getattr(settings, part)
            name = getattr(block, key, None)
            if name and (home / name).is_dir():
                told = block.model_copy(update={key: str(home / name)})
                settings = settings.model_copy(update={part: told})
        return settings
