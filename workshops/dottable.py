"""What dots may be stuck on: clusters, ideas that the room sees, and sessions whose report says something."""

from collections.abc import Iterable

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
