"""The ideas as a table for a spreadsheet, one a line: UTF-8 with its mark, and no cell that it would compute."""

import csv
import io

from server.exports.report import Line, Proposal, Report

# Fixed in every language, like the fields of the JSON: what reads a table finds its columns by name.
COLUMNS = (
    *("number", "idea", "board", "theme", "cluster", "proposal"),
    *("dots", "voters", "idea_dots", "idea_voters", "author", "merged", "session", "topics"),
)
"""`dots` and `voters` are those of the cluster an idea is in, in the last round that dotted it; `idea_dots` and
`idea_voters`, those on itself. `merged`: what was merged into its cluster.
`proposal`: the number of the draft that it is in, or is by itself, where a circle proposes it.
`session`: the number of the one whose report proposes it. `topics`: those that were born of it, as 3+7.

Behind them, for each revealed round and what it was about: `cluster_round_1_dots`, `…_voters`, `…_rank` (equal counts
share one) and `…_spread`: how many people stuck 1, 2, 3… dots, as 4+2+1."""
KINDS = ("cluster", "idea")
OF_ROUND = ("dots", "voters", "rank", "spread")

# Excel and LibreOffice take a cell that begins so for a formula, full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(report: Report) -> bytes:
    """A line each, in the order in which they were numbered."""
    titles = {board.id: board.title for board in report.boards}
    order = {board: n for n, board in enumerate(titles)}
    rows: list[tuple[Line, str, Proposal | None]] = [(idea, "", None) for idea in report.loose]
    for chapter in report.chapters:
        for filed in chapter.proposals:
            rows += [(idea, chapter.name, filed) for idea in filed.ideas]
    rows.sort(key=lambda row: (order[row[0].board], row[0].number == 0, row[0].number))
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    rounds = [(each.number, kind) for each in report.rounds if each.revealed for kind in each.about if kind in KINDS]
    table.writerow([*COLUMNS, *(f"{kind}_round_{n}_{what}" for n, kind in rounds for what in OF_ROUND)])
    for idea, theme, proposal in rows:
        cluster = proposal if proposal and not proposal.circle else None
        place = (cluster.title if cluster else "", proposal.number if proposal else "")
        words = [safe(word) for word in (idea.text, titles[idea.board], theme, *place)]
        dots = [*_dots(cluster), *_dots(idea)]
        merged = " + ".join(cluster.was) if cluster else ""
        links = [idea.session.number if idea.session else "", "+".join(str(ref.number) for ref in idea.topics)]
        side_by_side = [cell for n, kind in rounds for cell in _of_round(n, cluster if kind == "cluster" else idea)]
        table.writerow([idea.number or "", *words, *dots, safe(idea.author), safe(merged), *links, *side_by_side])
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """The words as they are, behind an apostrophe where a spreadsheet would take them for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _dots(voted: Line | Proposal | None) -> tuple[int | str, int | str]:
    """Of the last round that dotted it: rounds have budgets of their own, so their dots do not add up."""
    if voted is None or not voted.voted:
        return "", ""
    return (voted.marks[-1].dots, voted.marks[-1].voters) if voted.marks else (0, 0)


def _of_round(number: int, voted: Line | Proposal | None) -> list[int | str]:
    mark = next((mark for mark in voted.marks if mark.round == number), None) if voted else None
    if mark is None:
        return [""] * len(OF_ROUND)
    return [mark.dots, mark.voters or "", mark.rank, "+".join(map(str, mark.spread))]
