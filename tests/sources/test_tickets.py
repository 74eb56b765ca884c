"""Ticket exports: one row a ticket, the customer's own words apart from the agents'."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cxnlp.errors import InputDataError
from cxnlp.flows.label import label
from cxnlp.sources import open_source, shaped

if TYPE_CHECKING:
    from pathlib import Path

TICKETS: list[dict[str, Any]] = [
    {
        "id": 901,
        "subject": "Parcel",
        "description": "Where is my parcel?",
        "created_at": "2026-02-01T08:00:00Z",
        "status": "closed",
        "requester_id": 11,
        "assignee_id": 70,
        "group_id": 5,
        "via": {"channel": "email"},
        "satisfaction_rating": {"score": "bad"},
        "metric_set": {"full_resolution_time_in_minutes": {"calendar": 90}},
        "comments": [
            {"author_id": 11, "body": "Where is my parcel?", "public": True},
            {"author_id": 70, "body": "We are looking into it, sorry!", "public": True},
            {"author_id": 70, "body": "He is a rude one.", "public": False},
            {
                "author_id": 11,
                "body": "Nine days now. Nobody called.\r\n\r\nOn Mon, 2 Feb 2026, Help Desk wrote:"
                "\r\n> We are looking into it, sorry!",
                "public": True,
            },
        ],
    },
    {
        "id": 902,
        "description": "Lovely help from your chat team.",
        "created_at": "2026-02-03T09:30:00Z",
        "status": "open",
        "requester_id": 12,
        "via": {"channel": "web"},
        "comments": [],
    },
]


def _rows(path: Path) -> list[dict[str, Any]]:
    source = open_source(path)
    return [row for chunk in source.chunks(100) for row in chunk.table.to_pylist()]


@pytest.mark.parametrize("form", ["lines", "array", "document", "pretty document"])
def test_every_form_of_the_export_gives_the_same_rows(tmp_path: Path, form: str) -> None:
    path = tmp_path / "tickets.json"
    written = {
        "lines": "\n".join(map(json.dumps, TICKETS)),
        "array": json.dumps(TICKETS),
        "document": json.dumps({"count": 2, "tickets": TICKETS}),
        "pretty document": json.dumps({"tickets": TICKETS, "next_page": None}, indent=2),
    }
    path.write_text(written[form], encoding="utf-8")
    first, second = _rows(path)
    assert first["text"] == "Where is my parcel?\n\nNine days now. Nobody called."
    assert first["agent_text"] == "We are looking into it, sorry!"
    assert first["id"] == "901"
    assert first["csat"] == "0"
    assert first["resolved"] == "true"
    assert first["resolution_hours"] == "1.5000"
    assert first["channel"] == "email"
    assert second["text"] == "Lovely help from your chat team."
    assert second["agent_text"] is None
    assert second["resolved"] == "false"


def test_a_note_that_was_not_public_is_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "tickets.jsonl"
    path.write_text("\n".join(map(json.dumps, TICKETS)))
    assert "rude" not in str(_rows(path))


def test_roles_tell_the_customer_where_no_requester_does(tmp_path: Path) -> None:
    ticket = {
        "id": 1,
        "via": {"channel": "chat"},
        "comments": [
            {"author_id": 3, "body": "Hello, how can I help?"},
            {"author_id": 4, "body": "My card was charged twice."},
        ],
    }
    users = [{"id": 3, "role": "agent"}, {"id": 4, "role": "end-user"}]
    path = tmp_path / "tickets.json"
    path.write_text(json.dumps({"tickets": [ticket], "users": users}))
    (row,) = _rows(path)
    assert row["text"] == "My card was charged twice."
    assert row["agent_text"] == "Hello, how can I help?"


@pytest.mark.parametrize("comments", [{}, {"comments": []}], ids=["none", "an empty list"])
def test_a_description_that_somebody_else_wrote_is_not_the_customers(
    tmp_path: Path, comments: dict[str, Any]
) -> None:
    ticket = {"id": 1, "description": "Called, sounded angry.", "requester_id": 11, **comments}
    path = tmp_path / "tickets.jsonl"
    path.write_text(
        "\n".join(json.dumps({**ticket, "submitter_id": submitter}) for submitter in (70, 11))
    )
    by_agent, by_customer = _rows(path)
    assert (by_agent["text"], by_agent["agent_text"]) == (None, "Called, sounded angry.")
    assert (by_customer["text"], by_customer["agent_text"]) == ("Called, sounded angry.", None)


@pytest.mark.parametrize("form", ["lines", "array", "pretty document"])
def test_comments_may_lie_beside_their_ticket(tmp_path: Path, form: str) -> None:
    ticket = {name: value for name, value in TICKETS[0].items() if name != "comments"}
    record = {"ticket": ticket, "comments": TICKETS[0]["comments"]}
    path = tmp_path / "tickets.json"
    path.write_text(
        {
            "lines": f"{json.dumps(record)}\n{json.dumps(record)}",
            "array": json.dumps([record, record]),
            "pretty document": json.dumps(record, indent=2),
        }[form]
    )
    row = _rows(path)[0]
    assert row["id"] == "901"
    assert row["text"] == "Where is my parcel?\n\nNine days now. Nobody called."
    assert row["agent_text"] == "We are looking into it, sorry!"


def test_a_broken_line_costs_its_own_row(tmp_path: Path) -> None:
    path = tmp_path / "tickets.jsonl"
    path.write_text(f"{json.dumps(TICKETS[0])}\n{{broken\n{json.dumps(TICKETS[1])}\n[1]\n")
    result = label(path, tmp_path / "run")
    assert result.labels["id"].to_pylist() == ["901", "902"]
    assert result.rejected["reason"].to_pylist() == ["malformed_row"] * 2
    assert result.labels["csat"].to_pylist() == [0.0, None]
    assert result.manifest.columns["text"] == "text"


def test_other_json_is_read_as_before(tmp_path: Path) -> None:
    path = tmp_path / "plain.jsonl"
    path.write_text('{"id": 1, "description": "Fine."}\n')
    assert open_source(path).columns == ("id", "description")


def test_blank_lines_and_comments_without_words_are_passed_over(tmp_path: Path) -> None:
    said = {"author_id": 11, "body": "Nine days now.", "public": True}
    empty = [{"author_id": 11, "body": words, "public": True} for words in ("", None)]
    ticket = {"id": 1, "requester_id": 11, "comments": [*empty, said]}
    path = tmp_path / "tickets.jsonl"
    path.write_text(f"{json.dumps(ticket)}\n\n  \n{json.dumps({**ticket, 'id': 2})}\n\n")
    rows = _rows(path)
    assert [row["id"] for row in rows] == ["1", "2"]
    assert {row["text"] for row in rows} == {"Nine days now."}


def test_a_document_larger_than_can_be_held_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tickets.json"
    path.write_text(json.dumps({"tickets": TICKETS}, indent=2))
    assert len(_rows(path)) == 2
    monkeypatch.setattr(shaped, "_LARGEST_DOCUMENT", 100)
    with pytest.raises(InputDataError, match="one object a line"):
        open_source(path)


CHAT = (
    "Chat started: 2026-03-02 10:04 AM UTC\n\n"
    "(10:04:31 AM) Petra Vance: My order never came.\nIt is nine days late: nine!\n"
    "(10:05:02 AM) *** Ada joined the chat ***\n"
    "(10:05:09 AM) Ada: Sorry about that, Petra.\n"
    "(10:06:40 AM) petra vance: Nobody answers the phone either.\n"
)


def _chat(tmp_path: Path, **more: object) -> dict[str, Any]:
    ticket = {
        "id": 1,
        "requester_id": 11,
        "via": {"channel": "chat"},
        "comments": [{"author_id": 70, "body": CHAT, "public": True}],
        **more,
    }
    path = tmp_path / "tickets.json"
    path.write_text(json.dumps(ticket))
    result = label(path, model="levels-fast")
    return {
        "texts": result.labels["text"].to_pylist(),
        "reasons": result.rejected["reason"].to_pylist(),
        "details": result.rejected["detail"].to_pylist(),
    }


@pytest.mark.parametrize("form", ["comment", "description"])
def test_of_a_chat_the_customers_lines_are_the_text(tmp_path: Path, form: str) -> None:
    more: dict[str, object] = {"requester": {"id": 11, "name": "Petra Vance"}}
    if form == "description":
        more |= {"comments": [], "description": CHAT}
    found = _chat(tmp_path, **more)
    (text,) = found["texts"]
    assert text.startswith("My order never came.\nIt is nine days late: nine!")
    assert "Nobody answers the phone either." in text
    assert "Sorry about that" not in text
    assert "joined the chat" not in text
    assert "Chat started" not in text


def test_a_visitor_is_the_customer_without_a_name(tmp_path: Path) -> None:
    (text,) = _chat(tmp_path, description=CHAT.replace("Ada:", "Visitor 20311:"), comments=[])[
        "texts"
    ]
    assert text == "Sorry about that, Petra."


def test_a_chat_that_does_not_tell_who_is_who_is_rejected_and_says_so(tmp_path: Path) -> None:
    found = _chat(tmp_path)
    assert (found["texts"], found["reasons"]) == ([], ["malformed_row"])
    assert found["details"] == ["a chat in which nothing tells the customer's lines"]


def test_a_chat_without_a_line_of_the_requesters_is_not_guessed_at(tmp_path: Path) -> None:
    found = _chat(tmp_path, requester={"id": 11, "name": "Somebody Else"})
    assert (found["texts"], found["reasons"]) == ([], ["malformed_row"])


def test_one_line_with_a_time_is_no_chat(tmp_path: Path) -> None:
    comments = [{"author_id": 11, "body": "(10:30) Tom: said he would call.", "public": True}]
    assert _chat(tmp_path, comments=comments)["texts"] == ["(10:30) Tom: said he would call."]


def test_the_transcript_of_a_message_conversation_names_its_customer_above(tmp_path: Path) -> None:
    spoken = "(09:26:08) {0}: My order never came.\n(09:26:31) Shop Bot: Sorry, {0}!\n"
    for name, marks in (
        ("Web User 69acac60736ff9437913e342", "()"),
        ("Petra Vance", "()"),
        ("Web User 69ac", "[]"),
    ):
        spoken = spoken.replace("(", marks[0]).replace(")", marks[1])
        body = f"Conversation with {name}\n\n" + spoken.format(name)
        assert _chat(tmp_path, comments=[{"author_id": 70, "body": body}])["texts"] == [
            "My order never came."
        ]


def test_the_line_above_a_conversation_alone_is_nobodys_words(tmp_path: Path) -> None:
    title = {"author_id": 11, "body": "Conversation with Web User 69acac60736ff9437913e342"}
    said = {"author_id": 11, "body": "My order never came."}
    assert _chat(tmp_path, comments=[title, said])["texts"] == ["My order never came."]
    assert _chat(tmp_path, comments=[title])["reasons"] == ["empty"]
    untold = {**title, "body": f"{title['body']}\n\nMy order never came.\nSorry!"}
    assert _chat(tmp_path, comments=[untold])["details"] == [
        "a chat in which nothing tells the customer's lines"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Conversation with your agent was awful",
        "Conversation with your agent\n\nHe was rude: he hung up.",
        "Conversation with Support\nIt took an hour.",
    ],
)
def test_a_customer_who_tells_of_a_conversation_is_the_customer(tmp_path: Path, body: str) -> None:
    assert _chat(tmp_path, comments=[{"author_id": 11, "body": body}])["texts"] == [
        body.replace("\n\n", "\n")
    ]


def test_a_comment_that_is_html_only_is_read_from_it(tmp_path: Path) -> None:
    html = (
        "<div class='zd-comment'><p>Still&nbsp;broken &amp; late.</p><style>p {color: red}</style>"
        "<ul><li>No call</li><li>No mail</li></ul>On Mon, 2 Feb 2026, Help Desk wrote:"
        "<blockquote>Please restart it.</blockquote></div>"
    )
    comments = [
        {"author_id": 11, "html_body": html},
        {"author_id": 70, "html_body": "<p>Sorry.</p>", "body": "Sorry!"},
        {"author_id": 11, "html_body": "<br>"},
    ]
    path = tmp_path / "tickets.jsonl"
    path.write_text(json.dumps({"id": 1, "requester_id": 11, "comments": comments}))
    (row,) = _rows(path)
    assert row["text"] == "Still\u00a0broken & late.\nNo call\nNo mail"
    assert row["agent_text"] == "Sorry!"


def test_a_customer_who_is_copied_in_is_heard_too(tmp_path: Path) -> None:
    ticket = {
        "id": 1,
        "requester_id": 11,
        "comments": [
            {"author_id": 11, "body": "Our room was cold."},
            {"author_id": 12, "body": "And the breakfast, too."},
            {"author_id": 13, "body": "I was there as well.", "author": {"role": "end-user"}},
            {"author_id": 70, "body": "We are sorry."},
            {"author_id": 99, "body": "Nobody knows who I am."},
        ],
    }
    users = [
        {"id": 11, "role": "end-user"},
        {"id": 12, "role": "end-user"},
        {"id": 70, "role": "agent"},
    ]
    path = tmp_path / "tickets.json"
    path.write_text(json.dumps({"tickets": [ticket], "users": users}))
    (row,) = _rows(path)
    assert row["text"] == "Our room was cold.\n\nAnd the breakfast, too.\n\nI was there as well."
    assert row["agent_text"] == "We are sorry.\n\nNobody knows who I am."


@pytest.mark.parametrize("public", [False, "false", "False", "no", 0, 1, None, "", [], {}])
def test_only_what_is_said_to_be_public_is_read(tmp_path: Path, public: object) -> None:
    comments = [
        {"author_id": 11, "body": "Nine days now.", "public": "true"},
        {"author_id": 11, "body": "He is a rude one.", "public": public},
    ]
    path = tmp_path / "tickets.jsonl"
    path.write_text(json.dumps({"id": 1, "requester_id": 11, "comments": comments}))
    assert [row["text"] for row in _rows(path)] == ["Nine days now."]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "Still<div>broken.</div><div class='x yahoo_quoted'><p>No.</p></div>Yes.",
            "Still\nbroken.\nYes.",
        ),
        (
            "Still broken.<div class='protonmail_quote'>No.<blockquote>So.</blockquote><br></div>",
            "Still broken.",
        ),
        ('<div class="yahoo_quoted"><p>It came broken.</p></div>', "It came broken."),
    ],
    ids=["Yahoo", "Proton", "sent on with nothing above"],
)
def test_what_a_mail_program_marks_as_quoted_is_not_the_customers(
    tmp_path: Path, html: str, text: str
) -> None:
    path = tmp_path / "tickets.jsonl"
    comments = [{"author_id": 11, "html_body": html}]
    path.write_text(json.dumps({"id": 1, "requester_id": 11, "comments": comments}))
    assert [row["text"] for row in _rows(path)] == [text]


LAYOUTS = [
    "2026-11-20 10:00:01 {0}: It never came.\n2026-11-20 10:00:09 Support Sam: Sorry!",
    "20/11/2026, 10:00 - {0}: It never came.\n20/11/2026, 10:01 - Support Sam: Sorry!",
    "10:00 - {0}: It never came.\n10:01 - Support Sam: Sorry!",
    "{0}: It never came.\nSupport Sam: Sorry!",
    "{0} 10:00 AM\nIt never came.\n\nSupport Sam 10:01 AM\nSorry!",
    "{0}, 10:00 AM\nIt never came.\nSupport Sam, 10:01 AM\nSorry!",
    "{0} (10:00): It never came.\nSupport Sam (10:01): Sorry!",
    "Conversation\n{0}: It never came.\nsupport: Sorry!\nÉmile: So am I!",
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("author", [11, 70])
def test_chats_of_other_layouts_are_taken_apart_or_rejected(
    tmp_path: Path, layout: str, author: int
) -> None:
    body = layout.format("Maria Lopez")
    named: dict[str, Any] = {"requester": {"id": 11, "name": "Maria Lopez"}}
    about = [
        named | {"via": {"channel": "chat"}},
        named | {"via": {"channel": "native_messaging"}},
        named | {"via": {"channel": "email"}},
        {"via": {"channel": "chat"}, "heading": "Conversation with Maria Lopez\n\n"},
        {"via": {"channel": "chat"}},
    ]
    tickets = [
        {
            "id": at,
            "requester_id": 11,
            "comments": [{"author_id": author, "body": one.pop("heading", "") + body}],
            **one,
        }
        for at, one in enumerate(about)
    ]
    path = tmp_path / "tickets.jsonl"
    path.write_text("\n".join(map(json.dumps, tickets)))
    (chunk,) = open_source(path).chunks(100)
    *told, untold = chunk.table["text"].to_pylist()
    assert told == ["It never came."] * 4
    assert untold is None
    # What an agent writes with labels is no reason to leave the ticket out.
    assert bool(chunk.faults) == (author == 11 or ("10:0" in layout))
    assert chunk.table["id"].to_pylist() == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "body",
    [
        "10:00 - Called: nobody there.\n10:30 - Called: nobody there.",
        "Train: late.\nBus: later.",
        "Closed 10:00\nstill closed\nOpen 12:00\ngone",
    ],
)
def test_a_mail_with_labels_or_times_is_the_customers(tmp_path: Path, body: str) -> None:
    comments = [{"author_id": 11, "body": body}]
    named = {"id": 11, "name": "Maria Lopez"}
    found = _chat(tmp_path, via={"channel": "email"}, comments=comments, requester=named)
    assert found["texts"] == [body]


def test_a_form_that_a_customer_fills_in_is_no_chat(tmp_path: Path) -> None:
    body = "Name: Petra Vance\nOrder: none\nQuestion: Is it open?"
    assert _chat(tmp_path, comments=[{"author_id": 11, "body": body}])["texts"] == [body]


def test_a_chat_that_is_rejected_keeps_its_tickets_id(tmp_path: Path) -> None:
    ticket = {"id": 4711, "requester_id": 11, "comments": [{"author_id": 70, "body": CHAT}]}
    path = tmp_path / "tickets.jsonl"
    path.write_text(json.dumps(ticket))
    rejected = label(path, model="levels-fast").rejected
    assert rejected["id"].to_pylist() == ["4711"]


_QUOTED = "On Mon, 2 Mar 2026 at 10:12, Help Desk <help@shop.example> wrote:\n\n"


@pytest.mark.parametrize(
    ("second", "text"),
    [
        ({"body": f"{_QUOTED}Did it break?\nWhen?\n\nOn the way."}, "It broke.\n\nOn the way."),
        ({"body": f"{_QUOTED}Some other mail.\nWhen?\n\nOn the way."}, "It broke."),
        (
            {
                "plain_body": f"{_QUOTED}Some other mail.\nWhen?\n\nOn the way.",
                "html_body": f"{_QUOTED}<blockquote>Some other mail.<br>When?</blockquote>"
                "<p>On the way.</p>",
            },
            "It broke.\n\nOn the way.",
        ),
    ],
    ids=["a comment before", "a mail that the ticket lacks", "marked in HTML"],
)
def test_an_answer_below_what_it_quotes_is_told_by_the_ticket_or_left_out(
    tmp_path: Path, second: dict[str, str], text: str
) -> None:
    comments = [
        {"author_id": 11, "body": "It broke."},
        {"author_id": 70, "body": "Did it break? When?"},
        {"author_id": 11, **second},
    ]
    path = tmp_path / "tickets.jsonl"
    path.write_text(json.dumps({"id": 1, "requester_id": 11, "comments": comments}))
    (chunk,) = open_source(path).chunks(100)
    assert chunk.table["text"].to_pylist() == [text]
    assert not chunk.faults


def test_a_ticket_of_nothing_but_unclear_answers_is_rejected(tmp_path: Path) -> None:
    comments = [{"author_id": 11, "body": f"{_QUOTED}Some other mail.\nWhen?\n\nOn the way."}]
    path = tmp_path / "tickets.jsonl"
    path.write_text(json.dumps({"id": 1, "requester_id": 11, "comments": comments}))
    (chunk,) = open_source(path).chunks(100)
    (fault,) = chunk.faults.values()
    assert fault.detail == "a mail in which nothing tells an answer from what it quotes"


def _told(tmp_path: Path, body: str, channel: str, author: int = 11) -> list[str | None]:
    """The customer's and others' words of a ticket of one comment; nothing if it is rejected."""
    about = {"requester": {"id": 11, "name": "Maria Lopez"}, "via": {"channel": channel}}
    ticket = {"id": 1, "requester_id": 11, "comments": [{"author_id": author, "body": body}]}
    path = tmp_path / "tickets.jsonl"
    path.write_text(json.dumps(ticket | about))
    (chunk,) = open_source(path).chunks(100)
    (row,) = chunk.table.to_pylist()
    return [] if chunk.faults else [row["text"], row["agent_text"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Customer", "Agent Sara"),
        ("CUSTOMER", "Support"),
        ("customer 7", "Sara (agent)"),
        ("Kunde", "Berater"),
        ("Client", "Conseill\u00e8re"),
        ("Me", "Agent"),
        ("Guest", "Live Agent Sara Poe"),
        ("Maria Lopez", "Agent Sara"),
        ("Customer", "Customer Service"),
    ],
)
@pytest.mark.parametrize("channel", ["chat", "email", "web"])
def test_a_chat_whose_lines_begin_with_what_speakers_are_called_is_taken_apart(
    tmp_path: Path, first: str, second: str, channel: str
) -> None:
    body = (
        f"{second}: Hello!\n{first}: It never came.\nIt is nine days late.\n\n"
        f"{second}: Sorry, we look into it.\n{first}: Thanks."
    )
    below = body.replace(": ", ":\n")
    assert _told(tmp_path, below, channel) == _told(tmp_path, body, channel)
    assert _told(tmp_path, body, channel) == [
        "It never came.\nIt is nine days late.\n\nThanks.",
        "Hello!\n\nSorry, we look into it.",
    ]


@pytest.mark.parametrize("channel", ["chat", "email"])
@pytest.mark.parametrize(
    "body",
    [
        "Agent Sara: Hello!\nJo: It never came.",
        "Agent: Hello!\nJo: It never came.\nAgent: Sorry!",
        "Jo: It never came.\nChatbot: Sorry!\nJo: Again.",
    ],
)
def test_a_chat_with_an_agent_in_which_nobody_is_the_customer_is_rejected_a_mail_is_kept(
    tmp_path: Path, channel: str, body: str
) -> None:
    """People complain of agents and services a line each, too."""
    assert _told(tmp_path, body, channel) == ([] if channel == "chat" else [body, None])


@pytest.mark.parametrize(
    "body",
    [
        "Customer: Maria Lopez\nOrder: 12\nIssue: it never came",
        "Customer: Maria Lopez\nResult: it never came",
        "Service: slow\nStaff: friendly\nFood: cold",
        "Support: slow\nAgent: rude\nApp: fine",
        "Customer Service: slow\nRoom Service: good",
        "Agent Sara: a star. She called back at once.",
        "Pros: quick\nCons: dear",
        "Guest: 2 adults\nOperator: Arriva\nThe bus did not come and we stood in the rain.",
        "Customer: Maria Lopez\nAgent: Sara\nThe agent was rude and hung up on me twice.",
        "Customer service: terrible\nCustomer: me, annoyed\nDelivery: late",
        "Me: waited two hours\nDriver: never came\nMe: very angry",
        "Agent: Sara was rude\nAgent: Tom was nice\nWait: long",
        "Support: no answer\nRoom: dirty\nSupport: still no answer",
        "10:00 Me: I waited.\n12:00 Driver: He never came.",
    ],
)
def test_a_form_or_a_list_of_what_was_good_and_bad_is_the_customers(
    tmp_path: Path, body: str
) -> None:
    assert _told(tmp_path, body, "email") == [body, None]


def test_what_an_agent_notes_of_a_customer_is_not_the_customers(tmp_path: Path) -> None:
    body = "Customer: wants a refund.\nAgent: called back."
    assert _told(tmp_path, body, "email", author=70) == [None, body]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "**Agent Sara:** Hello!\n**Customer:** It broke.\n**Agent Sara:** Oh.",
            ["It broke.", "Hello!\n\nOh."],
        ),
        (
            "*Sara*: Hello!\n*Agent*: Hm.\n*Maria Lopez*: It broke.\n*Sara*: Oh.",
            ["It broke.", "Hello!\n\nHm.\n\nOh."],
        ),
        (
            "- Customer: Hello!\n- Agent: Hello!\n- Customer: It broke.",
            ["Hello!\n\nIt broke.", "Hello!"],
        ),
        (
            "I am cross. Look at this:\nAgent Sara: No.\nMe: It broke.\nAgent Sara: Bad luck.",
            ["I am cross. Look at this:\n\nIt broke.", "No.\n\nBad luck."],
        ),
    ],
)
def test_a_chat_that_a_customer_sends_on_is_taken_apart(
    tmp_path: Path, body: str, words: list[str]
) -> None:
    assert _told(tmp_path, body, "email") == words


@pytest.mark.parametrize(
    "body",
    [
        "<Sara> Hello!\n<Maria> It broke.",
        "Agent Sara - Hello!\nCustomer - It broke.",
        "Agent Sara\nHello!\n\nCustomer\nIt broke.",
        "Sara says: Hello!\nYou say: It broke.",
    ],
)
def test_a_chat_of_a_layout_that_is_not_known_is_rejected(tmp_path: Path, body: str) -> None:
    assert _told(tmp_path, body, "chat") == []
    assert _told(tmp_path, body, "email") == [body, None]


@pytest.mark.parametrize(
    "body",
    [
        "Agent was rude\nCustomer service is slow\nYou are great\nYou rock",
        "<3 the app\nCustomer of nine years\nHe said: no",
    ],
)
def test_what_a_customer_says_of_agents_by_chat_is_the_customers(tmp_path: Path, body: str) -> None:
    assert _told(tmp_path, body, "chat") == [body, None]
