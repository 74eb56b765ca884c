"""Names of people that the words before them give away: titles, roles, introductions, signatures.

Beside a model of names, which misses some of these, and never instead of one: most names stand in
no such place. What both find together: docs/decisions/2026-11-22-names.md.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["mask_named"]

_WORD: Final = r"(?:[A-Z]\.|[A-Z\u00c0-\u00de](?:[\w'\u2019-]*\w)?\b)"
_NAME: Final = rf"{_WORD}(?: {_WORD}){{0,2}}"
_SMALL: Final = r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff'\u2019-]+\b"
_TITLE: Final = re.compile(
    r"\b((?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Doctor|Nurse|Midwife|Matron|Steward|Stewardess)"
    rf"\.? )({_NAME})"
)
_PLAIN_TITLE: Final = re.compile(r"\b((?:mr|mrs|dr)\.? )([a-z][a-z'-]{2,})\b")
_ROLE: Final = re.compile(
    r"\b((?:agent|advis[eo]r|driver|courier|waiter|waitress|server|barista|receptionist|nurse"
    r"|midwife|surgeon|dentist|carer|guide|steward|stewardess|porter|plumber|engineer|technician|electrician"
    r"|colleague|son|daughter|husband|wife|mum|mother|dad|father|brother|sister),? )"
    rf"({_SMALL}(?: {_SMALL}){{0,2}})"
)
_INTRODUCED: Final = re.compile(
    rf"\b([Mm]y name is |(?:lady|man|woman|girl|guy|gentleman|chap|person|someone|somebody|driver"
    rf"|agent|waiter|waitress|phone),? (?:called|named) )({_NAME})"
)
_SIGNED: Final = re.compile(
    rf"((?:\b[Rr]egards|\b[Ss]incerely|\b[Ff]aithfully|[Tt]hanks),?\s+)({_NAME})(?=\W*\Z)"
)


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


_NO_NAME: Final = _words("""
    i i've i'm i'd i'll a an and the this that these those there here my our your his her their we
    you they he she it is was were are not very all who when while where what why how if in on at to
    for of with from by but so then no yes only never always after before during also even some as
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december christmas easter
    practitioner practitioners specialist manager managers station call calls appointment
    appointments surgery service services team staff desk customer customers family
    english spanish french german polish ai uk us nhs gp ok
    great good bad poor excellent lovely terrible disappointed unhappy happy whole best kind
""")
"""Words that are no names though they stand where one might; a name with one of them stays."""


def mask_named(text: str) -> str:
    """Mask what a title, a role, an introduction or a signature says is a name.

    >>> mask_named("Dr Okafor was kind. Our waiter Luca was not. Kind regards, Petra Vance")
    'Dr [NAME] was kind. Our waiter [NAME] was not. Kind regards, [NAME]'
    >>> mask_named("The manager I spoke to, Nurse Practitioner clinics and dr appointments")
    'The manager I spoke to, Nurse Practitioner clinics and dr appointments'
    """
    for pattern in (_TITLE, _PLAIN_TITLE, _ROLE, _INTRODUCED, _SIGNED):
        text = pattern.sub(_mask, text)
    return text


def _mask(found: re.Match[str]) -> str:
    name = found[2]
    words = (word.strip(".'\u2019").replace("\u2019", "'").lower() for word in name.split())
    if any(word in _NO_NAME for word in words):
        return found[0]
    end = next((end for end in ("'s", "\u2019s") if name.endswith(end)), "")
    return f"{found[1]}[NAME]{end}"
