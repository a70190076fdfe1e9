"""What a facilitator does by reading: puts similar ideas together, at most so many, and gives each group a name."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from server.demo.sample import Board

AT_MOST = 8
"""Ideas of one cluster."""
NAME = 40

# Too common to say what an idea is about; whatever most ideas of a board share is left out beside them.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """alors ainsi apres aussi autre autres avant avec avoir beaucoup cela celle celles celui ceux chaque chez comme
    comment contre dans depuis des deux doit doivent donc dont elle elles encore entre etre faire faut fois
    from have into including leur leurs mais meme mieux moins mettre nous notre nombre parce pas peut plus
    plusieurs pour pouvoir quand que quel quelle quelles quels qui quoi sans sera seront sont sous sur tous tout toute
    toutes tres trop une uniquement vers vous votre that than their them then there these they this those upon which
    while will with within would your""",
    )
)


class Group(Struct, frozen=True):
    """`rows`: places in the board's list of ideas."""

    theme: str
    name: str
    rows: list[int]


def groups(board: Board) -> list[Group]:
    """Every idea in one group under its theme. The same board always gives the same groups."""
    about = [_about(row.text) for row in board.rows]
    common = Counter(word for words in about for word in words)
    made: list[Group] = []
    for theme in board.themes:
        rows = [n for n, row in enumerate(board.rows) if row.theme == theme]
        for named, chunk in _chunks(board, rows, about):
            name = named or _name([board.rows[n].text for n in chunk], [about[n] for n in chunk], common)
            made.append(Group(theme, name, chunk))
    return _told_apart(made)


def _chunks(board: Board, rows: list[int], about: list[frozenset[str]]) -> list[tuple[str, list[int]]]:
    """By the name somebody gave, then by likeness, in parts of nearly one size."""
    chunks = []
    for named in dict.fromkeys(board.rows[n].cluster for n in rows):
        left = [n for n in rows if board.rows[n].cluster == named]
        parts = -(-len(left) // AT_MOST)
        for part in range(parts, 0, -1):
            chunk = _alike(left, about, -(-len(left) // part))
            left = [n for n in left if n not in chunk]
            chunks.append((named, chunk))
    return chunks


def _alike(rows: list[int], about: list[frozenset[str]], size: int) -> list[int]:
    """The first idea, then again and again the one that shares most words with those already there."""
    chunk, left = [rows[0]], rows[1:]
    words = Counter(about[rows[0]])
    while len(chunk) < size:
        best = max(left, key=lambda n: (sum(words[word] for word in about[n]) / (len(about[n]) + 3), -n))
        chunk.append(best)
        left.remove(best)
        words.update(about[best])
    return sorted(chunk)


def _name(texts: list[str], about: list[frozenset[str]], common: Counter[str]) -> str:
    """The words that these ideas share and the others do not, as they are written: « Congé, parents, crèche »."""
    mine = Counter(word for words in about for word in words)
    ranked = sorted(mine, key=lambda word: (-(mine[word] ** 2) / common[word], -mine[word], word))
    written = {_plain(word): word for text in reversed(texts) for word in _words(text)}
    chosen = [written[word].lower() for word in ranked[:3]]
    name = ", ".join(chosen)
    return (name[:1].upper() + name[1:])[:NAME].rstrip(", ") or _short(texts[0])


def _told_apart(made: list[Group]) -> list[Group]:
    seen: Counter[str] = Counter()
    apart = []
    for group in made:
        seen[group.name] += 1
        name = group.name if seen[group.name] == 1 else f"{group.name} ({seen[group.name]})"
        apart.append(Group(group.theme, name, group.rows))
    return apart


def _about(text: str) -> frozenset[str]:
    return frozenset(word for word in map(_plain, _words(text)) if len(word) > 3 and word not in _EMPTY)


def _words(text: str) -> Iterable[str]:
    return re.findall(r"[^\W\d_]+", text)


def _plain(word: str) -> str:
    """Without accents, capitals or the s of a plural."""
    plain = unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()
    return plain.rstrip("s") if len(plain) > 4 else plain


def _short(text: str) -> str:
    return text.split("\n")[0][:NAME].strip() or "?"
