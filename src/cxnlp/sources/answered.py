"""Where an answer begins below a mail that it quotes without a mark on each line.

Nothing in such a comment tells the quoted mail from the answer, but the ticket does: the mail is
one of the comments before it. What a mail program puts below that mail (a closing, a signature) is
in no comment; where it may stand between the two, nothing is told.
"""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Earlier"]

_FIELDS: Final = re.compile(
    r"(?:[ \t]*(?:\**[^\W\d_][\w' -]{0,20}[ \u00a0]?:\**(?:[ \t][^\n]*)?)?\n)*"
)
"""Lines such as `Subject: Parcel`, and blank ones."""
_FROM: Final = re.compile(
    r"^\**(?:From|Von|De|Da|Van)[ \u00a0]?:([^\n]*)", re.MULTILINE | re.IGNORECASE
)
_CLOSING: Final = re.compile(
    r"[-\u2013\u2014_*]{2,}"
    r"|(?:(?:kind|best|warm|warmest|many|with|yours|mit freundlichen|viele|beste|liebe|herzliche"
    r"|un|cordiali|distinti|bien|met vriendelijke)\b[^.!?\n]{0,30}"
    r"|regards|sincerely|cheers|thanks|thank you|cordialement|salutations|saludos|atentamente"
    r"|atenciosamente|groet\w*|mfg|vg|lg)[,.!]?",
    re.IGNORECASE,
)
"""A line that closes a mail in the languages of `cxnlp.sources.quoting`."""
_NAME: Final = re.compile(r"[^\W\d_a-z]\w{2,}")
_SIGNED: Final = 3
"""Lines below a quoted mail in which its sender's name would be a signature."""
_FOOTER: Final = re.compile(
    r"\b(?:delivered by|a service (?:from|of)|unsubscribe|not reply|no-?reply|confidential"
    r"|disclaimer"
    r"|intended recipients?|rate the)\b",
    re.IGNORECASE,
)
"""What a help desk's own program writes below a mail."""
_FEWEST: Final = 3
"""Words of a mail that is known again: "Hi" begins many."""
_NEAR: Final = 2_000
"""Characters that are looked at for them."""
_WORD: Final = re.compile(r"\S+")


class Earlier:
    r"""The comments that a comment may quote.

    Args:
        bodies: what they say.

    >>> body = "On 2 March, Ada wrote:\n\nPlease restart it.\n\nI did, twice."
    >>> at = Earlier(["Please\nrestart it."]).end(body, body.index(":") + 1, "Ada")
    >>> body[at:]
    '\n\nI did, twice.'
    """

    def __init__(self, bodies: Iterable[str]) -> None:
        told = {words for body in bodies if len(words := tuple(body.split())) >= _FEWEST}
        self._told = sorted(told, key=len, reverse=True)

    def end(self, body: str, start: int, above: str) -> int | None:
        """Where the mail ends that is quoted from `start` on; None where that is not told.

        Args:
            body: the comment.
            start: where the line above the quotation ends.
            above: that line, which holds who sent the mail.
        """
        if not self._told:
            return None
        fields = _FIELDS.match(body, start)
        begin = fields.end() if fields else start
        sender = _FROM.search(above + body[start:begin])
        names = _NAME.findall(sender[1] if sender else above)
        for words in self._told:
            met = list(islice(_WORD.finditer(body, begin), len(words)))
            if tuple(one[0] for one in met) == words:
                end = met[-1].end()
                return end if _begins_an_answer(body[end : end + _NEAR], names) else None
        return None


def _begins_an_answer(below: str, names: Iterable[str]) -> bool:
    """Whether what stands below a mail cannot be the rest of it."""
    if below.strip() and not below[0].isspace():
        return False
    lines = [line.strip() for line in below.split("\n") if line.strip()]
    if lines and _CLOSING.fullmatch(lines[0]):
        return False
    # The line above another quotation names people, too; it ends as such lines do.
    near = "\n".join(takewhile(lambda line: line[-1] != ":", lines[:_SIGNED]))
    return not _FOOTER.search(near) and set(names).isdisjoint(_NAME.findall(near))
