"""Names by whoever can write them: the place where a language model may be plugged in.

Nothing here reaches a network: a namer is a function of the caller's. It is shown keywords and
redacted quotes, and where it fails the topic keeps the name made of its keywords.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from cxnlp.text import redact

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cxnlp.topicmodel.model import Topic

__all__ = ["Named", "Namer", "give_names"]

_LONGEST: Final = 80
"""Characters of a name: more is no name, and does not fit a table."""
_GIVEN_UP: Final = 3
"""Failures in a row after which a namer is asked no more: its service is most likely away."""


class Namer(Protocol):
    """Names a topic from what tells it from the others.

    `quotes` have been redacted (e-mail addresses, phone, card, account and order numbers); names of
    people are not found, so a namer that sends them elsewhere needs leave to do so.
    """

    def __call__(self, keywords: Sequence[str], quotes: Sequence[str]) -> str:
        """A short name, one line of at most 80 characters.

        Args:
            keywords: up to ten, best first.
            quotes: up to three typical pieces of comments, redacted.
        """
        ...


@dataclass(frozen=True)
class Named:
    """Topics after they were named.

    Attributes:
        topics: in the order given; all names differ.
        notice: what a person should know; None where every answer could be used.
    """

    topics: tuple[Topic, ...]
    notice: str | None = None


def give_names(
    topics: Sequence[Topic],
    quotes: Mapping[int, Sequence[str]],
    namer: Namer,
    *,
    kept: Collection[int] = (),
    retired: Collection[str] = (),
) -> Named:
    """Ask a namer for the name of each topic.

    An answer that is no short line of text, or an error of the namer, leaves the topic its name. A
    namer that fails three times in a row is not asked again. What the error says is not passed on,
    because it may hold a comment's text.

    Args:
        topics: the topics, named by their keywords.
        quotes: redacted quotes by the topic's number.
        namer: asked once for each topic that is not kept.
        kept: numbers of topics that keep their names, because an earlier run gave them.
        retired: names of topics that are no longer found, which no other topic gets.

    >>> from cxnlp.topicmodel.model import Topic
    >>> topic = Topic(0, "late, tram", ("late", "tram"))
    >>> give_names([topic], {}, lambda keywords, quotes: "Trams that come late").topics[0].name
    'Trams that come late'
    """
    taken = {topic.name for topic in topics if topic.number in kept} | set(retired)
    asked = [topic for topic in topics if topic.number not in kept]
    given: dict[int, str] = {}
    troubles: list[str] = []
    in_a_row = 0
    for topic in asked:
        if in_a_row == _GIVEN_UP:
            break
        found, trouble = _ask(namer, topic, quotes.get(topic.number, ()))
        in_a_row = in_a_row + 1 if trouble else 0
        if trouble:
            troubles.append(trouble)
        else:
            given[topic.number] = found
    named: list[Topic] = []
    for topic in topics:
        name = topic.name
        if topic.number not in kept:
            name = _free(given.get(topic.number, topic.name), taken)
            taken.add(name)
        named.append(replace(topic, name=name))
    return Named(tuple(named), _notice(len(asked), len(given), troubles))


def _ask(namer: Namer, topic: Topic, quotes: Sequence[str]) -> tuple[str, str]:
    """The name, or what went wrong instead."""
    try:
        answer: object = namer(topic.keywords, tuple(quotes))
    except Exception as error:  # noqa: BLE001 - whatever a foreign function may raise
        return "", type(error).__name__
    if not isinstance(answer, str):
        return "", f"an answer of type {type(answer).__name__}"
    line = "".join(" " if unicodedata.category(one).startswith("C") else one for one in answer)
    line = redact(" ".join(line.split()))
    if not line or len(line) > _LONGEST:
        return "", f"an answer of {len(line)} characters"
    return line, ""


def _free(name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _notice(asked: int, given: int, troubles: Sequence[str]) -> str | None:
    if given == asked:
        return None
    kinds = ", ".join(sorted(set(troubles)))
    return (
        f"The namer gave no name to {asked - given} of {asked} topics ({kinds}): their names are "
        "made of their keywords."
    )
