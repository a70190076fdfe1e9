"""What is projected."""

import re

from msgspec import structs
from playwright.sync_api import expect

from tests.place import STEPS
from tests.web.paperwork import on_paper
from tests.web.phones import round_of
from tests.web.town import CLUSTERS, LONG, Scene, Town
from workshops.agenda import CloseStep
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.door import CloseMeeting
from workshops.screen import FreezeScreen, Spotlight
from workshops.timebox import PauseTimebox


def screen(town: Town) -> Scene:
    workshop = town.workshop()
    visitor, page, _ = town.seated(workshop, "screen")
    yield "screen-nostep", page
    town.place.open(workshop, "welcome")
    page.wait_for_selector(".left")
    yield "screen-talk", page
    visitor.context.set_offline(True)
    expect(page.locator(".foot")).to_contain_text(re.compile("connection|connexion"))
    yield "screen-offline", page
    town.place.do(workshop, CloseMeeting())
    yield "screen-meeting-closed", town.seated(workshop, "screen")[1]
    yield "screen-gather", town.seated(town.written()[0], "screen")[1]
    private = town.written("everyone")[0]
    _, page, _ = town.seated(private, "screen")
    yield "screen-private", page
    town.place.do(private, CloseStep("gather"))
    expect(page.get_by_role("timer")).to_have_count(0)
    yield "screen-between", page
    yield "screen-clusters", town.seated(town.sorted()[0], "screen")[1]
    workshop, _ = town.voting()
    _, page, _ = town.seated(workshop, "screen")
    yield "screen-vote", page
    town.close_round(workshop)
    expect(page.locator(".stage")).to_contain_text(re.compile("The vote is closed|Le vote est fermé"))
    yield "screen-vote-closed", page
    town.reveal(workshop)
    page.wait_for_selector(".rank")
    yield "screen-results", page


def screen_lights(town: Town) -> Scene:
    """One thing alone, and held still."""
    workshop, clusters = town.voting()
    town.place.do(workshop, MakeCluster("long", "ideas-", LONG, None))
    town.close_round(workshop)
    town.reveal(workshop)
    themes = [key for key in town.place.seen(workshop) if key.startswith("theme:")]
    idea = next(key for key in town.place.seen(workshop) if key.startswith("idea:"))
    page = town.stage(workshop)
    keys = [("agenda", "agenda:this"), ("door", "door:this"), ("idea", idea), ("cluster", f"cluster:{clusters[0]}")]
    keys += [("cluster-long", "cluster:long"), ("theme", themes[0]), ("step", "step:gather")]
    keys += [("tally", f"tally:{round_of(town.place, workshop)}")]
    for name, key in keys:
        before = page.locator(".stage").inner_html()
        town.place.do(workshop, Spotlight(key))
        if name != "tally":
            expect(page.locator(".stage")).not_to_have_js_property("innerHTML", before)
        yield f"screen-spot-{name}", page
    written, ideas = town.written()
    page = town.stage(written)
    town.place.do(written, PauseTimebox("gather"))
    expect(page.locator(".top")).to_contain_text(town.say("paused"))
    yield "screen-paused", page
    town.place.do(written, FreezeScreen())
    town.place.do(written, Spotlight(f"idea:{ideas[0]}"))
    yield "screen-frozen", page


def screen_totals(town: Town) -> Scene:
    vote = structs.replace(STEPS[3], totals="shown", electorate="frozen")
    workshop = town.place.create([*STEPS[:3], vote], themes=["Médiation", "École", "Sobriété"])
    town.place.open(workshop, "gather")
    people = [town.place.join(workshop, name) for name in ("Zoé", "Théo", "Inès")]
    on_paper(town.place, workshop, "Mme Le Goff")
    themes = [key.partition(":")[2] for key in town.place.seen(workshop) if key.startswith("theme:")]
    for n, name in enumerate(CLUSTERS):
        town.place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", name, [*themes, None][n]))
    town.place.open(workshop, "voting")
    page = town.stage(workshop)
    yield "screen-totals-none", page
    for n, who in enumerate(people):
        for on, dots in ((n, 3), (0, 2 if n else 3)):
            town.place.do(workshop, SetDots(round_of(town.place, workshop), f"cluster-{on}", dots), who.seat)
    expect(page.locator(".stage")).to_contain_text("3")
    yield "screen-totals", page
    town.close_round(workshop)
    town.reveal(workshop)
    page.wait_for_selector(".rank")
    yield "screen-results-few", page


def screen_many(town: Town) -> Scene:
    workshop, ideas = town.crowded()
    town.place.open(workshop, "gather")
    page = town.stage(workshop)
    yield "screen-gather-500", page
    town.place.open(workshop, "arrange")
    yield "screen-clusters-500", page
    for name, key in (("cluster", "cluster:cluster-0"), ("idea", f"idea:{ideas[59]}")):
        town.place.do(workshop, Spotlight(key))
        yield f"screen-spot-{name}-500", page
    theme = next(key for key in town.place.seen(workshop) if key.startswith("theme:"))
    town.place.do(workshop, Spotlight(theme))
    yield "screen-spot-theme-500", page
    private = town.workshop("everyone")
    town.place.open(private, "gather")
    people = [town.place.join(private, f"Personne {n + 1}") for n in range(5)]
    for n in range(500):
        town.place.post(private, people[n % 5], f"Idée {n}")
    yield "screen-private-500", town.stage(private)
