"""The proposals as the table that Decidim imports (a component's menu: Import, Proposals), one a line.

Decidim reads columns parted by semicolons (`Decidim::Admin::Import::Readers::CSV`), wants `title/LOCALE` and
`body/LOCALE` in its own default language (`Decidim::Proposals::Import::ProposalsVerifier`), takes for granted that no
column is there twice, leaves `id` aside and every column it does not know (`…::Import::ProposalCreator`); seen in
https://github.com/decidim/decidim, under decidim-admin/lib/decidim/admin/import and the same of decidim-proposals.
What it imports belongs to the organisation, so it shows the body as HTML (`render_proposal_body`): words are escaped.

So the file has no mark of UTF-8 before its first column, and no apostrophe is put before a title that looks like a
formula, for Decidim would keep it: an invisible word joiner is, which keeps a spreadsheet from computing it too.
"""

import csv
import io
from collections.abc import Iterator
from html import escape

from server.exports.csv_ideas import FORMULA
from server.exports.report import Line, Proposal, Report
from server.exports.words import Words

JOINER = "\u2060"


def write(report: Report, words: Words) -> bytes:
    """`theme`, `dots` and `voters` are for whoever assigns taxonomies and compares: Decidim leaves them aside."""
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    language = words.speech.language
    table.writerow(["id", f"title/{language}", f"body/{language}", "theme", "dots", "voters"])
    for chapter in report.chapters:
        for proposal in chapter.proposals:
            mark = proposal.marks[-1] if proposal.marks else None
            dots = [mark.dots, mark.voters or ""] if mark else [0 if proposal.voted else "", ""]
            body = "".join(_body(proposal, report, words))
            theme = words.chapter(chapter) if chapter.circle else chapter.name
            table.writerow([proposal.number, safe(proposal.title), body, safe(theme), *dots])
    return out.getvalue().encode()


def safe(cell: str) -> str:
    return f"{JOINER}{cell}" if cell.startswith(FORMULA) else cell


def _body(proposal: Proposal, report: Report, words: Words) -> Iterator[str]:
    """HTML of the few tags that Decidim's own editor makes."""
    _ = words.say
    board = report.board_title(proposal.board)
    if proposal.whole:
        yield f"<p>{_html(proposal.whole)}</p>"
    if board and not proposal.circle:
        yield f"<p>{_html(board)}</p>"
    if proposal.circle:
        yield f"<p><strong>{_html(_('Where this proposal comes from'))}</strong></p><ul>"
        yield from (f"<li>{_html(source)}</li>" for source in words.sources(proposal))
        yield "</ul>"
    elif proposal.ideas:
        yield f"<p><strong>{_html(_('Where this proposal comes from'))}</strong></p><ul>"
        yield from (f"<li>{_idea(idea, words)}</li>" for idea in proposal.ideas)
        yield "</ul>"
    for line in words.fates(proposal):
        yield f"<p>{_html(line)}</p>"


def _idea(idea: Line, words: Words) -> str:
    number = f"{_html(words.say('no. {n}', n=idea.number))} " if idea.number else ""
    author = f" ({_html(idea.author)})" if idea.author else ""
    links = "".join(f" ({_html(link)})" for link in words.links(idea))
    return f"{number}{_html(idea.text)}{author}{links}"


def _html(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
