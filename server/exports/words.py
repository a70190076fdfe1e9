"""What the exports themselves say, in one language; people's own words stay as they are."""

from server.exports.report import Proposal, Report
from server.exports.rounds import Mark, Round
from server.i18n import Speech


class Words:
    """One language's sentences about a report. `at`: when it is made, in ms since 1970."""

    def __init__(self, speech: Speech, at: int) -> None:
        self.speech = speech
        self.at = at

    def say(self, text: str, **values: object) -> str:
        return self.speech.say(text, **values)

    def count(self, one: str, many: str, n: int) -> str:
        return self.speech.count(one, many, n)

    def ordinal(self, n: int) -> tuple[str, str]:
        """The digits and what is raised behind them: 1er, 2e; 1st, 2nd, 11th."""
        if self.speech.language == "fr":
            return self.speech.number(n), "er" if n == 1 else "e"
        last = 0 if n % 100 in (11, 12, 13) else n % 10
        return self.speech.number(n), {1: "st", 2: "nd", 3: "rd"}.get(last, "th")

    def version(self) -> str:
        _ = self.say
        return _("Draft proposals, version of {date}", date=self.speech.day(self.at))

    def facts(self, report: Report) -> list[str]:
        """A line each: when, who, how much, what each round came to, what is not here."""
        _, ngettext = self.say, self.count
        themes = len([chapter for chapter in report.chapters if chapter.hue])
        counts = [
            ngettext("{n} participant", "{n} participants", report.people),
            ngettext("{n} idea", "{n} ideas", len(report.ideas)),
            ngettext("{n} cluster", "{n} clusters", len(report.proposals)),
            ngettext("{n} theme", "{n} themes", themes),
        ]
        lines = [self._days(report.days)] if report.days else []
        if report.organiser:
            lines.append(_("Run by {organiser}", organiser=report.organiser))
        lines.append(", ".join(counts[0 if report.people else 1 :]))
        lines += [self._round(each) for each in report.rounds]
        waiting = sum(board.waiting for board in report.boards)
        if waiting:
            lines.append(
                ngettext(
                    "{n} idea has not been shown to the room yet, and is not here",
                    "{n} ideas have not been shown to the room yet, and are not here",
                    waiting,
                )
            )
        return lines

    def mark(self, mark: Mark) -> str:
        """What stands under the dots. The ordinal is said apart, as its end is raised."""
        _, ngettext = self.say, self.count
        voters = ngettext("{n} person", "{n} people", mark.voters)
        if not mark.voters and mark.tied:  # not known
            return _("equal, of {of}, round {round}", of=mark.of, round=mark.round)
        if not mark.voters:
            return _("of {of}, round {round}", of=mark.of, round=mark.round)
        if mark.tied:
            return _("equal, of {of}, round {round}, {voters}", of=mark.of, round=mark.round, voters=voters)
        return _("of {of}, round {round}, {voters}", of=mark.of, round=mark.round, voters=voters)

    def spread(self, mark: Mark) -> str:
        """How many people stuck how many dots there; empty where that tells nothing more."""
        _, ngettext = self.say, self.count
        if len(mark.spread) < 2:
            return ""
        many = [(ngettext("{n} person", "{n} people", n), self.dots(k)) for k, n in enumerate(mark.spread, 1) if n]
        return ", ".join(_("{people}: {dots}", people=people, dots=dots) for people, dots in many)

    def was(self, proposal: Proposal) -> str:
        _ = self.say
        return _("Merged into it: {names}", names=", ".join(proposal.was)) if proposal.was else ""

    def fates(self, proposal: Proposal) -> list[str]:
        """What became of a proposal, a line each: what was merged into it, and its result in each round."""
        marks = [
            f"{self.dots(mark.dots)}, {''.join(self.ordinal(mark.rank))} {self.mark(mark)}" for mark in proposal.marks
        ]
        return [line for line in (self.was(proposal), *marks) if line]

    def short(self, mark: Mark | None) -> str:
        """In a table of results: its dots and its rank."""
        _ = self.say
        if mark is None:
            return ""
        rank = "".join(self.ordinal(mark.rank))
        if mark.tied:
            return _("{dots}, {rank} equal", dots=self.dots(mark.dots), rank=rank)
        return _("{dots}, {rank}", dots=self.dots(mark.dots), rank=rank)

    def no_mark(self, proposal: Proposal) -> str:
        _ = self.say
        return _("No dot") if proposal.voted else _("Not voted on yet")

    def why_no_mark(self, proposal: Proposal) -> str:
        _ = self.say
        return _("Nobody stuck a dot here.") if proposal.voted else _("No revealed round was about it.")

    def dots(self, n: int) -> str:
        ngettext = self.count
        return ngettext("{n} dot", "{n} dots", n)

    def ideas(self, n: int) -> str:
        ngettext = self.count
        return ngettext("{n} idea", "{n} ideas", n)

    def canvas(self) -> list[tuple[str, int]]:
        """What a proposal must say in the end, and how many lines there are to write it on paper."""
        _ = self.say
        return [
            (_("What we propose"), 3),
            (_("Why"), 2),
            (_("For whom"), 2),
            (_("Who should act"), 2),
            (_("When, and with what means"), 2),
            (_("How we will know"), 2),
            (_("Where we disagree"), 2),
        ]

    def _days(self, days: tuple[int, int]) -> str:
        _ = self.say
        first, last = self.speech.day(days[0]), self.speech.day(days[1])
        if first == last:
            return _("Workshop of {date}", date=first)
        return _("Workshop from {first} to {last}", first=first, last=last)

    def _round(self, each: Round) -> str:
        _, ngettext = self.say, self.count
        if not each.revealed:
            return _(
                "Round {round}, “{title}”: not revealed, its dots are not here", round=each.number, title=each.title
            )
        return _(
            "Round {round}, “{title}”: {dots}, {voters}",
            round=each.number,
            title=each.title,
            dots=self.dots(each.dots),
            voters=ngettext("{n} person voted", "{n} people voted", each.voters),
        )
