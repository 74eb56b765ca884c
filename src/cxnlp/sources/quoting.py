"""What a mail says itself, told from the mail that it answers or sends on.

What mail programs write above a quotation was looked up in the issues of the parsers that GitHub,
Mailgun and Crisp keep; the lines themselves are told here by what they have in common.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cxnlp.sources.answered import Earlier

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["own_words"]

_ADDRESS: Final = r"<[^<>\s]{1,80}@[^<>\s]{1,80}>"
_WHEN: Final = r"(?:\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b)"
_ANSWERED: Final = re.compile(
    r"^(?:"
    r"On\b(?=[^\n]*\d)[^\n]{4,120}\n?[^\n]{0,80}\bwrote:\s*"
    r"|(?:Am|Le|El|Il|Op|Em)\b(?=[^\n]*\d)[^\n]{4,120}\n?[^\n]{0,80}"
    r"\b(?:schrieb|a [e\u00e9]crit|escribi[o\u00f3]|ha scritto|schreef|escreveu)\b[^\n]{0,120}:\s*"
    rf"|(?=[^\n]{{0,200}}?{_WHEN})[^\n>]{{0,120}}{_ADDRESS}[^\n]{{0,80}}:\s*"
    r")$",
    re.MULTILINE | re.IGNORECASE,
)
"""The line above a quotation: English, German, French, Spanish, Italian, Dutch and Portuguese
programs' words with a date, because sentences begin so; in any language, a time and an address.
"""

_HEADING: Final = r"[ \u00a0]?:\**[ \t]"
_SENT_ON: Final = re.compile(
    r"^(?:"
    r"##- Please type your reply above this line.*"
    r"|-{2,} ?(?:Original Message|(?:Begin )?Forwarded message|Urspr\u00fcngliche Nachricht"
    r"|Weitergeleitete Nachricht|Message (?:d'origine|transf\u00e9r\u00e9)|Mensaje (?:original"
    r"|reenviado)|Messaggio (?:originale|inoltrato)|Oorspronkelijk bericht|Mensagem (?:original"
    r"|encaminhada)) ?-{2,}.*"
    r"|(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)"
    r"|D\u00e9but du message r\u00e9exp\u00e9di\u00e9|Inicio del mensaje reenviado"
    r"|Inizio messaggio inoltrato|Begin doorgestuurd bericht"
    r"|In\u00edcio da mensagem (?:reencaminhada|encaminhada))[ \u00a0]?:[ \t]*"
    r"|_{10,}"
    rf"|\**(?:From|Von|De|Da|Van){_HEADING}(?:[^\n]{{0,120}}@[^\n]{{0,80}}|[^\n]{{1,160}}"
    r"(?=(?:\n[^\n]{0,200}){0,6}\n\**(?:Sent|Subject|Gesendet|Betreff|Envoy\u00e9|Objet|Object"
    rf"|Enviado|Enviada|Asunto|Assunto|Inviato|Oggetto|Verzonden|Onderwerp){_HEADING}))"
    r")$",
    re.MULTILINE | re.IGNORECASE,
)
"""Lines below which a mail repeats another whole: of a sender's line only what has an address, or a
subject or sending time below it, because journeys are told so, too ("From: Leeds").
"""

_QUOTE_LINE: Final = re.compile(r"^[ \t]*>.*$\n?", re.MULTILINE)
_MARKED: Final = re.compile(r"\s*>")


def own_words(body: str, earlier: Collection[str] = ()) -> str | None:
    r"""What a comment says itself, without the mail that it quotes; empty where it only quotes.

    Where nothing stands above an answered mail, the answers may stand between its lines or below
    them. A mail that is sent on with nothing above it is all that its sender said.

    Args:
        body: the comment.
        earlier: the comments before it, of which it may quote one without a mark on each line.

    Returns:
        None where an answer may stand below a mail that it quotes so, and nothing tells the two
        apart.

    >>> own_words("Still broken.\n\nOn Mon, 2 Mar 2026, Support wrote:\n> Please restart it.")
    'Still broken.'
    >>> own_words("On Mon, 2 Mar 2026, Support wrote:\n> Please restart it.\nI did, twice.")
    'I did, twice.'
    >>> below = "Le 2 mars, Support a \u00e9crit :\n\nIl faut redémarrer.\n\nDéjà fait."
    >>> own_words(below) is None
    True
    >>> own_words(below, ["Il faut redémarrer."])
    'Déjà fait.'
    """
    body = body.replace("\r\n", "\n")
    told: Earlier | None = None
    at = 0
    answered, sent_on = _ANSWERED.search(body), _SENT_ON.search(body)
    while True:
        if answered and answered.start() < at:
            answered = _ANSWERED.search(body, at)
        if sent_on and sent_on.start() < at:
            sent_on = _SENT_ON.search(body, at)
        mark = min(filter(None, (answered, sent_on)), key=re.Match.start, default=None)
        end = mark.start() if mark else len(body)
        above = _QUOTE_LINE.sub("", body[at:end]).strip()
        if above or mark is None:
            return above
        told = told or Earlier(earlier)
        below = told.end(body, mark.end(), mark[0])
        if below is not None:
            at = below
        elif mark is sent_on:
            return "" if at else body.strip()
        elif "\n" not in body[mark.end() :].strip():
            return ""  # an answer would stand on a line of its own
        elif not _MARKED.match(body, mark.end()):
            return None
        else:
            at = mark.end()
