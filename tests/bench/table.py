"""Medians of several runs, variant beside variant, as text."""

import statistics
from collections.abc import Callable, Iterator, Sequence

from tests.bench.cases import Case
from tests.bench.plan import Run, Spread
from tests.bench.weigh import File

Figure = Callable[[Run], float]


def _of(name: str, which: str) -> Figure:
    def figure(run: Run) -> float:
        found: Spread = getattr(run.figures, name)
        value: float = getattr(found, which)
        return value

    return figure


LINES: list[tuple[str, str, Figure]] = [
    ("server CPU, ms per 1,000 deliveries", ".2f", lambda run: run.cpu_ms),
    *(
        (f"command → {said}, {which}, ms", ".1f", _of(name, which))
        for name, said in (("ack", "its ack"), ("each", "every other"), ("last", "the last"))
        for which in ("p50", "p95", "p99")
    ),
    ("commands acknowledged a second", ".0f", lambda run: run.figures.acked_s),
    ("deliveries a second", ".0f", lambda run: run.figures.deliveries_s),
    ("part delivered", ".4f", lambda run: run.figures.delivered),
    ("commands a frame", ".2f", lambda run: run.figures.ops_per_frame),
    ("bytes of one idea to each other phone", ".0f", lambda run: run.figures.alone),
    ("all have joined, seconds", ".2f", lambda run: run.joining.seconds),
    ("server CPU to join, ms each", ".2f", lambda run: run.joining.cpu_s * 1000 / run.load.people),
    ("bytes to join, each", ".0f", lambda run: run.joining.bytes / run.load.people),
    ("RSS a connection, KiB", ".1f", lambda run: run.joining.kib),
    ("server, cores", ".2f", lambda run: run.cores.server),
    ("generator, cores", ".2f", lambda run: run.cores.generator),
    ("somebody else, cores", ".2f", lambda run: run.cores.others),
    ("sockets lost", ".0f", lambda run: run.lost),
]


def median(runs: Sequence[Run], figure: Figure) -> float:
    return statistics.median(figure(run) for run in runs)


def compared(cases: Sequence[Case], runs: Sequence[Run]) -> Iterator[str]:
    """One line a figure; a ratio after each variant that is compared to another. Void runs are left out."""
    counted = {case.variant: [run for run in runs if run.variant == case.variant and not run.void] for case in cases}
    load = cases[0].load
    pace = f"{load.rate:g} commands/s" if load.rate else f"{load.window} commands under way"
    yield f"{load.people} connections, {pace} from {load.senders} of them, {load.seconds:g} s"
    names = [f"{case.variant} ({len(counted[case.variant])} runs)" for case in cases]
    yield _line("", [cell for case, name in zip(cases, names, strict=True) for cell in _headings(case, name)])
    for said, form, figure in LINES:
        yield _line(said, [cell for case in cases for cell in _cells(case, counted, figure, form)])
    yield from (f"VOID: {run.variant}, run {run.turn}: {'; '.join(run.void)}" for run in runs if run.void)


def _headings(case: Case, name: str) -> list[str]:
    return [name, f"/ {case.against}"] if case.against else [name]


def _cells(case: Case, counted: dict[str, list[Run]], figure: Figure, form: str) -> list[str]:
    mine, theirs = counted[case.variant], counted.get(case.against, [])
    cells = [format(median(mine, figure), form) if mine else "–"]
    if case.against:
        base = median(theirs, figure) if theirs else 0.0
        cells.append(f"{median(mine, figure) / base:.2f}" if mine and base else "–")
    return cells


def _line(said: str, cells: Sequence[str]) -> str:
    return f"{said:<40}" + "".join(f"{cell:>22}" for cell in cells)


def weighed(files: Sequence[File]) -> Iterator[str]:
    yield f"{'':<58}{'sent':>9}{'unpacked':>10}"
    for file in sorted(files, key=lambda file: (file.kind, file.path)):
        yield f"{file.kind:<8}{file.path[:40]:<42}{file.encoding:<8}{file.sent:>9,}{file.plain:>10,}"
    total, heads = sum(file.sent for file in files), sum(file.head for file in files)
    scripts = sum(file.sent for file in files if file.kind == "script")
    yield f"first page {total:,} bytes in {len(files)} files; its JavaScript {scripts:,}; headers {heads:,} more"
