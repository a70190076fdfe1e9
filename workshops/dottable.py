"""What dots may be stuck on: clusters, ideas that the room sees, and sessions whose report says something."""

from collections.abc import Iterable
from typing import cast

from workshops.agenda import StepState
from workshops.clusters import Clusters
from workshops.ideas import Ideas
from workshops.reporting import Reporting
from workshops.rounds import Rules


class Dottable:
    """Of each item whether it is there, what stands for it, and its place among the others."""

    def __init__(self, ideas: Ideas, clusters: Clusters, reporting: Reporting) -> None:
        self.ideas = ideas
        self.clusters = clusters
        self.reporting = reporting

    def there(self, rules: Rules, item: str) -> bool:
        if rules.on == "reports":
            return self.reporting.in_room(item)
        if rules.on != "ideas" and self.clusters.on_board(self.stands_for(item), rules.board):
            return True
        return rules.on != "clusters" and self.ideas.in_room(item, rules.board)

    def takes(self, step: StepState, item: str) -> bool:
        """Where clusters can be dotted too, an idea in one takes no more dots: those on it stay, and count."""
        rules = cast("Rules", step.about)
        return self.there(rules, item) and not (rules.on == "both" and self.clusters.is_placed(item, step.n))

    def every(self) -> Iterable[str]:
        return [*self.clusters.clusters, *self.ideas.ideas, *self.reporting.placed]

    def is_hidden(self, item: str) -> bool:
        found = self.ideas.ideas.get(item) or self.reporting.circles.topics.topics.get(item)
        return found is not None and found.hidden is not None

    def stands_for(self, item: str) -> str:
        return self.clusters.stands_for(item)

    def theme(self, item: str) -> str:
        return self.clusters.theme_of(self.stands_for(item))

    def themes(self) -> Iterable[str]:
        return self.clusters.themes

    def order(self, item: str) -> tuple[float, ...]:
        """Clusters by theme and place, ideas by their numbers, sessions by slot and space."""
        if item in self.clusters.clusters:
            return 0, *self.clusters.board_order(item)
        if item in self.ideas.ideas:
            return 1, self.ideas.ideas[item].n
        return 2, *self.reporting.circles.order(item)

    def shifted(self) -> Iterable[str]:
        return [*self.clusters.shifted, *self.reporting.shifted]
