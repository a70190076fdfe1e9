"""Draft proposals and proceedings as Markdown that pandoc, a forge or a note pad opens; people's words can never become
markup."""

import re
from collections.abc import Iterable

from server.exports.proceedings import Part, Proceedings, Session, Topic
from server.exports.report import Chapter, Line, Proposal, Report
from server.exports.rounds import Mark
from server.exports.words import Words

# What opens something wherever it stands, in CommonMark, in GitHub's or in pandoc's Markdown (math, notes, citations,
# attributes, super- and subscript, quotes that pandoc would turn round).
_ANYWHERE = re.compile(r'[\\`*_\[\]<>{}$~^|@#"]')
# Two or three of these become one typographic sign; an entity becomes its character; an address becomes a link.
_RUNS = re.compile(r"--+|\.\.+|&(?=#?\w+;)|:(?=//|\w+:)|(?<=www)\.", re.IGNORECASE)
# An apostrophe inside a word stays one; at its edge it would open or close a quotation.
_QUOTES = re.compile(r"(?<!\w)'|'(?!\w)")
# What opens a block at the start of a line: lists of every kind, headings, rules, quotes, definitions, titles.
_OPENING = re.compile(r"[-+=:%]|\(?(\d+|[a-z]|[ivxlcdm]+)(?=[.)](\s|$))", re.IGNORECASE)


def write(report: Report, words: Words) -> bytes:
    _ = words.say
    lines = [f"# {escape(report.title)}", "", escape(words.version()), ""]
    lines += [f"- {escape(fact)}" for fact in words.facts(report)]
    lines += _results(report, words)
    for chapter in report.chapters:
        lines += ["", f"## {escape(words.chapter(chapter))}"]
        lines += _chapter(chapter, report, words)
    if report.loose:
        lines += ["", f"## {_('Ideas in no cluster')}", "", _("Nobody has put them in a cluster yet."), ""]
        lines += [_idea(idea, words, report.board_title(idea.board)) for idea in report.loose]
    if report.proceedings:
        lines += ["", f"## {_('Proceedings')}", *_proceedings(report.proceedings, words, "###")]
    return ("\n".join(lines) + "\n").encode()


def write_proceedings(report: Report, words: Words) -> bytes:
    """They alone."""
    lines = [f"# {escape(report.title)}", "", escape(words.edition()), ""]
    lines += [f"- {escape(fact)}" for fact in words.circles(report)]
    return ("\n".join([*lines, *_proceedings(report.proceedings, words, "##")]) + "\n").encode()


def escape(words: str) -> str:
    """One line or several of someone's words, as text and nothing else; a line end stays a line end."""
    lines = [_escape_line(line.strip()) for line in words.split("\n")]
    # A backslash keeps the line end it stands before; an empty line would end the list item that the words are in.
    return "\\\n".join(line or "&nbsp;" for line in lines)


def _escape_line(line: str) -> str:
    line = _ANYWHERE.sub(r"\\\g<0>", line)
    line = _QUOTES.sub(r"\\'", line)
    line = _RUNS.sub(lambda run: "".join(f"\\{char}" for char in run[0]), line)
    opening = _OPENING.match(line)
    if opening is None:
        return line
    mark = opening.end() if opening[1] else 0
    return f"{line[:mark]}\\{line[mark:]}"


def _results(report: Report, words: Words) -> list[str]:
    """All rounds side by side, a line for everything that got a dot."""
    _ = words.say
    if not report.results:
        return []
    rounds = [each for each in report.rounds if each.revealed]
    heads = ["", *(_("Round {n}, {title}", n=each.number, title=escape(each.title)) for each in rounds)]
    lines = ["", f"## {_('Results, round by round')}", "", _row(heads), _row(["---"] * len(heads))]
    for each in report.results:
        name = f"{words.label(each)} {escape(' '.join(each.title.split()))}".strip()
        lines.append(_row([name, *map(words.short, each.marks)]))
    return lines


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _chapter(chapter: Chapter, report: Report, words: Words) -> list[str]:
    _ = words.say
    if not chapter.proposals:
        return ["", _("Nothing is filed under this theme.")]
    return [line for proposal in chapter.proposals for line in _proposal(proposal, report, words)]


def _proposal(proposal: Proposal, report: Report, words: Words) -> list[str]:
    _ = words.say
    board = report.board_title(proposal.board)
    lines = ["", f"### {proposal.number}. {escape(proposal.title)}"]
    lines += ["", escape(proposal.whole)] if proposal.whole else []
    for heading, _lines in words.canvas():
        lines += ["", f"#### {heading}", "", "…"]
    lines += ["", f"#### {_('Where this proposal comes from')}", ""]
    if proposal.circle:
        lines += [f"- {escape(source)}" for source in words.sources(proposal)]
    else:
        lines += [f"- {escape(board)}"] if board else []
        lines.append(f"- {words.ideas(len(proposal.ideas))}")
        lines += [f"    {_idea(idea, words)}" for idea in proposal.ideas]
    lines += [f"- {escape(words.was(proposal))}"] if proposal.was else []
    lines += [f"- {escape(words.led_to(ref))}" for ref in proposal.topics]
    lines += [f"- {_mark(mark, words)}" for mark in proposal.marks] or [f"- **{words.no_mark(proposal)}**"]
    return lines


def _proceedings(proceedings: Proceedings, words: Words, heading: str) -> list[str]:
    """`heading`: the signs of the level at which a session's title stands."""
    _ = words.say
    lines = [line for session in proceedings.sessions for line in _session(session, words, heading)]
    if proceedings.unplaced:
        lines += ["", f"{heading} {_('Topics that nobody placed')}", ""]
        lines += [_unplaced(topic, words) for topic in proceedings.unplaced]
    return lines


def _session(session: Session, words: Words, heading: str) -> list[str]:
    _ = words.say
    topic = session.topic
    lines = ["", f"{heading} {escape(words.heading(topic))}", ""]
    lines += [escape(topic.words), ""] if topic.words else []
    facts = [words.place(session), words.conveners(topic), words.been(session), *words.origins(topic)]
    lines += [f"- {escape(fact)}" for fact in facts if fact]
    lines += [f"- {_mark(mark, words)}" for mark in session.marks]
    if session.voted and not session.marks:
        lines.append(f"- **{words.no_mark(session)}**")
    if not session.parts:
        lines += ["", _("No report.")]
    return lines + [line for part in session.parts for line in _part(part, words, heading)]


def _part(part: Part, words: Words, heading: str) -> list[str]:
    said = [escape(part.text)] if part.text else [_idea(idea, words, here=True) for idea in part.ideas]
    return ["", f"{heading}# {escape(part.title)}", "", *said]


def _unplaced(topic: Topic, words: Words) -> str:
    number = words.say("no. {n}", n=topic.number)
    behind = [f"({escape(fact)})" for fact in (words.conveners(topic), *words.origins(topic)) if fact]
    said = f": {escape(topic.words)}".replace("\n", "\n  ") if topic.words else ""
    return f"- {' '.join([f'**{number}**', f'{escape(topic.title)}{said}', *behind])}"


def _idea(idea: Line, words: Words, board: str = "", *, here: bool = False) -> str:
    """One item of a list. `board`: told where the list holds ideas of several; `here`: it stands under its session."""
    _ = words.say
    text = escape(idea.text).replace("\n", "\n      ")
    number = _("no. {n}", n=idea.number) if idea.number else ""
    behind = [f"({escape(board)})"] if board else []
    behind += [f"({escape(idea.author)})"] if idea.author else []
    behind += [f"({escape(link)})" for link in words.links(idea, here)]
    behind += [f"({_mark(mark, words)})" for mark in idea.marks]
    return f"- {' '.join([f'**{number}**' if number else '', text, *behind]).strip()}"


def _mark(mark: Mark, words: Words) -> str:
    spread = f" ({words.spread(mark)})" if words.spread(mark) else ""
    return f"{words.result(mark)}{spread}"
