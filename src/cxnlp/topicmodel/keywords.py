"""Readable names, made of keywords and no language model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["WORD", "name_topic", "stop_words", "unlike"]

WORD: Final = r"(?u)\b[^\W\d_](?:[\w'\u2019]*\w)\b"
"""Words of two letters and more that begin with a letter; apostrophes stay inside."""

_SPEAKING: Final = frozenset(
    [
        "amount",
        "bill",
        "bottom",
        "call",
        "computer",
        "cry",
        "describe",
        "detail",
        "empty",
        "fill",
        "find",
        "fire",
        "found",
        "front",
        "full",
        "interest",
        "mill",
        "move",
        "name",
        "part",
        "show",
        "side",
        "sincere",
        "system",
        "thick",
        "thin",
        "top",
        "serious",
    ]
)
"""In scikit-learn's list of stop words, yet just what customers write about."""

_SILENT: Final = (
    "ain't",
    "aren't",
    "can't",
    "couldn't",
    "didn't",
    "doesn't",
    "don't",
    "dont",
    "didnt",
    "hadn't",
    "hasn't",
    "haven't",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "im",
    "ive",
    "isn't",
    "it's",
    "its",
    "let's",
    "nothing",
    "really",
    "said",
    "say",
    "says",
    "she's",
    "he's",
    "that's",
    "there's",
    "they're",
    "they've",
    "they'd",
    "wasn't",
    "we'd",
    "we'll",
    "we're",
    "we've",
    "weren't",
    "what's",
    "won't",
    "wouldn't",
    "you'd",
    "you'll",
    "you're",
    "you've",
    "got",
    "get",
    "gets",
    "getting",
    "just",
    "like",
    "also",
    "would",
    "could",
    "did",
    "does",
    "do",
    "done",
    "going",
    "went",
    "want",
    "wanted",
    "know",
    "think",
    "thing",
    "things",
    "lot",
    "bit",
    "quite",
    "ok",
    "okay",
    "yes",
    "no",
)


def stop_words() -> list[str]:
    """Words that name no topic, with curly and straight apostrophes, sorted.

    >>> words = stop_words()
    >>> "the" in words, "bill" in words
    (True, False)
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = (set(ENGLISH_STOP_WORDS) - _SPEAKING) | set(_SILENT)
    return sorted(words | {word.replace("'", "\u2019") for word in words})


def unlike(keywords: Iterable[str], *, most: int) -> list[str]:
    """The first keywords that share no word, a plural or a tense being the same word.

    A phrase takes the place of its first word, where it follows among the keywords.

    >>> unlike(["waiting", "waiting time", "waited", "parking"], most=3)
    ['waiting time', 'parking']
    """
    given = [keyword for keyword in keywords if keyword.strip()]
    chosen: list[str] = []
    seen: set[str] = set()
    for keyword in given:
        if _stems(keyword) & seen:
            continue
        best = keyword
        if " " not in keyword:
            longer = [one for one in given[:12] if " " in one and keyword in one.split()]
            best = next((one for one in longer if not _stems(one) & seen), keyword)
        chosen.append(best)
        seen |= _stems(best)
        if len(chosen) == most:
            break
    return chosen


def name_topic(keywords: Sequence[str], taken: Iterable[str] = ()) -> str:
    """A name of up to three keywords that share no word, different from those `taken`.

    >>> name_topic(["late", "train late", "platform", "delay", "ticket"])
    'train late, platform, delay'
    """
    others = set(taken)
    for most in (3, 4, 5):
        name = ", ".join(unlike(keywords, most=most))
        if name and name not in others:
            return name
    start = ", ".join(unlike(keywords, most=3)) or "unnamed"
    number = 2
    while f"{start} ({number})" in others:
        number += 1
    return start if start not in others else f"{start} ({number})"


def _stems(keyword: str) -> set[str]:
    return {_stem(word) for word in keyword.split()}


def _stem(word: str) -> str:
    endings = ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s", "y", "e")
    for _ in range(2):  # "delays" loses its s and then, as "delay" does, its y
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004 - "us" stays
                word = word.removesuffix(ending)
                break
    return word
