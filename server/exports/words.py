"""What the exports themselves say, in one language; people's own words stay as they are."""

from server.exports.chain import Line, Ref
from server.exports.proceedings import Proceedings, Session, Source, Topic
from server.exports.report import Chapter, Proposal, Report
from server.exports.rounds import Mark, Result, Round
from server.i18n import Speech
from workshops.slots import SlotRecord


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

    def edition(self) -> str:
        """The same of the proceedings alone."""
        _ = self.say
        return _("Proceedings, version of {date}", date=self.speech.day(self.at))

    def facts(self, report: Report) -> list[str]:
        """A line each: when, who, how much, what each round came to, what is not here."""
        _, ngettext = self.say, self.count
        themes = len([chapter for chapter in report.chapters if chapter.hue])
        counts = [
            ngettext("{n} participant", "{n} participants", report.people),
            ngettext("{n} idea", "{n} ideas", len(report.ideas)),
            ngettext("{n} cluster", "{n} clusters", len(report.clusters)),
            ngettext("{n} theme", "{n} themes", themes),
        ]
        lines = self._occasion(report)
        lines.append(", ".join(counts[0 if report.people else 1 :]))
        if report.proceedings:
            lines.append(self._circles(report))
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

    def circles(self, report: Report) -> list[str]:
        """The facts of the proceedings alone."""
        rounds = [self._round(each) for each in report.rounds if each.about == ("report",)]
        return [*self._occasion(report), self._circles(report), *rounds]

    def _occasion(self, report: Report) -> list[str]:
        _ = self.say
        lines = [self._days(report.days)] if report.days else []
        return [*lines, _("Run by {organiser}", organiser=report.organiser)] if report.organiser else lines

    def _circles(self, report: Report) -> str:
        ngettext = self.count
        told = report.proceedings
        reports = ngettext("{n} report", "{n} reports", len(told.reports))
        return ", ".join(
            [self.sessions(len(told.sessions)), reports, *([self.unplaced(told)] if told.unplaced else [])]
        )

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

    def chapter(self, chapter: Chapter) -> str:
        _ = self.say
        return self.heading(chapter.circle.topic) if chapter.circle else chapter.name or _("Under no theme")

    def sources(self, proposal: Proposal) -> list[str]:
        """What a circle's proposal comes from, a line each: the idea, the circle and its topic, and their dots."""
        _ = self.say
        if proposal.circle is None:
            return []
        it, (idea,) = proposal.circle, proposal.ideas
        number = [_("Idea no. {n}", n=idea.number)] if idea.number else []
        marks = [_("The dots of its report: {mark}", mark=self.result(mark)) for mark in it.marks]
        facts = [self.heading(it.topic), self.place(it), self.conveners(it.topic), self.been(it)]
        return [*number, *filter(None, facts), *self.origins(it.topic), *marks]

    def result(self, mark: Mark) -> str:
        return f"{self.dots(mark.dots)}, {''.join(self.ordinal(mark.rank))} {self.mark(mark)}"

    def was(self, proposal: Proposal) -> str:
        _ = self.say
        return _("Merged into it: {names}", names=", ".join(proposal.was)) if proposal.was else ""

    def fates(self, proposal: Proposal) -> list[str]:
        """What became of a proposal, a line each: what was merged into it, and its result in each round."""
        marks = map(self.result, proposal.marks)
        return [line for line in (self.was(proposal), *map(self.led_to, proposal.topics), *marks) if line]

    def label(self, line: Result) -> str:
        """What it is called in a table of results."""
        _ = self.say
        return _("Circle {n}", n=line.number) if line.kind == "report" else line.number

    def short(self, mark: Mark | None) -> str:
        """In a table of results: its dots and its rank."""
        _ = self.say
        if mark is None:
            return ""
        rank = "".join(self.ordinal(mark.rank))
        if mark.tied:
            return _("{dots}, {rank} equal", dots=self.dots(mark.dots), rank=rank)
        return _("{dots}, {rank}", dots=self.dots(mark.dots), rank=rank)

    def no_mark(self, proposal: Proposal | Session) -> str:
        _ = self.say
        return _("No dot") if proposal.voted else _("Not voted on yet")

    def why_no_mark(self, proposal: Proposal | Session) -> str:
        _ = self.say
        return _("Nobody stuck a dot here.") if proposal.voted else _("No revealed round was about it.")

    def dots(self, n: int) -> str:
        ngettext = self.count
        return ngettext("{n} dot", "{n} dots", n)

    def ideas(self, n: int) -> str:
        ngettext = self.count
        return ngettext("{n} idea", "{n} ideas", n)

    # The open forum

    def session(self, ref: Ref | Topic) -> str:
        _ = self.say
        return _("Circle {n}", n=ref.number)

    def heading(self, topic: Topic) -> str:
        _ = self.say
        return _("Circle {n}: {title}", n=topic.number, title=topic.title) if topic.title else self.session(topic)

    def when(self, slot: SlotRecord | None) -> str:
        """On the clock of the place, with the day where it is said."""
        _ = self.say
        if slot is None:
            return ""
        hours = _("{starts} to {ends}", starts=self.speech.hour(slot.starts), ends=self.speech.hour(slot.ends))
        return _("{date}, {hours}", date=self.speech.date(slot.day), hours=hours) if slot.day else hours

    def place(self, session: Session) -> str:
        """When and where it met."""
        _ = self.say
        return ", ".join([self.when(session.slot), session.space]) if session.slot else _("on the wall no more")

    def conveners(self, topic: Topic) -> str:
        _ = self.say
        return _("Convened by {names}", names=", ".join(topic.conveners)) if topic.conveners else ""

    def been(self, session: Session) -> str:
        ngettext = self.count
        return ngettext("{n} person was there", "{n} people were there", session.been) if session.been else ""

    def born(self, source: Source) -> str:
        """What a topic was born of."""
        _ = self.say
        words = " ".join(source.text.split())
        if source.kind == "cluster":
            return _("Born of the cluster “{title}”", title=f"{source.proposal} {words}".strip())
        if not source.number:
            return _("Born of the idea “{words}”", words=words)
        return _("Born of idea no. {n}, “{words}”", n=source.number, words=words)

    def merged(self, topic: Topic) -> list[str]:
        """What went into a topic, and what it went into itself."""
        _ = self.say
        was = [_("Merged into it: {names}", names=", ".join(topic.was))] if topic.was else []
        return [*was, *([_("Merged into topic {n}", n=topic.into)] if topic.into else [])]

    def origins(self, topic: Topic) -> list[str]:
        return [*([self.born(topic.born)] if topic.born else []), *self.merged(topic)]

    def from_session(self, ref: Ref) -> str:
        """Under an idea. Who erased themselves has taken the title with them."""
        _ = self.say
        if not ref.title:
            return _("Proposed by circle {n}", n=ref.number)
        return _("Proposed by circle {n}, “{title}”", n=ref.number, title=ref.title)

    def led_to(self, ref: Ref) -> str:
        """Under an idea, or a cluster."""
        _ = self.say
        if not ref.title:
            return _("Topic {n} was born of it", n=ref.number)
        return _("Topic {n} was born of it: “{title}”", n=ref.number, title=ref.title)

    def links(self, line: Line, here: bool = False) -> list[str]:
        """What an idea comes from and what came of it; `here`: it stands under its session."""
        session = [self.from_session(line.session)] if line.session and not here else []
        return session + [self.led_to(ref) for ref in line.topics]

    def sessions(self, n: int) -> str:
        ngettext = self.count
        return ngettext("{n} circle", "{n} circles", n)

    def topics(self, n: int) -> str:
        ngettext = self.count
        return ngettext("{n} topic", "{n} topics", n)

    def unplaced(self, proceedings: Proceedings) -> str:
        ngettext = self.count
        n = len(proceedings.unplaced)
        return ngettext("{n} topic that nobody placed", "{n} topics that nobody placed", n)

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
