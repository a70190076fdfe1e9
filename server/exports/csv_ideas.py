"""The ideas as a table for a spreadsheet, one a line: UTF-8 with its mark, and no cell that it would compute."""

import csv
import io

from server.exports.report import Line, Proposal, Report

# Fixed in every language, like the fields of the JSON: what reads a table finds its columns by name.
COLUMNS = (
    *("number", "idea", "board", "theme", "cluster", "proposal"),
    *("dots", "voters", "idea_dots", "idea_voters", "author"),
)
"""`dots` and `voters` are those of the cluster an idea is in; `idea_dots` and `idea_voters`, those on itself."""

# Excel and LibreOffice take a cell that begins so for a formula, full-width forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


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
    table.writerow(COLUMNS)
    for idea, theme, proposal in rows:
        place = ("", "") if proposal is None else (proposal.title, proposal.number)
        words = [safe(word) for word in (idea.text, titles[idea.board], theme, *place)]
        dots = [*_dots(proposal), *_dots(idea)]
        table.writerow([idea.number or "", *words, *dots, safe(idea.author)])
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """The words as they are, behind an apostrophe where a spreadsheet would take them for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _dots(voted: Line | Proposal | None) -> tuple[int | str, int | str]:
    """Of the last round that dotted it: rounds have budgets of their own, so their dots do not add up."""
    if voted is None or not voted.voted:
        return "", ""
    return (voted.marks[-1].dots, voted.marks[-1].voters) if voted.marks else (0, 0)
