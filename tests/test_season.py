"""web/season.py: the campaign that runs leads the home page, with entries of its topics."""

from __future__ import annotations

from dataclasses import replace

from bot.app import Service
from bot.model import Campaign
from tests.township import TODAY, Clock
from tests.visiting import visiting
from web.season import season


def hold(service: Service, *campaigns: Campaign) -> None:
    """Let the township have these campaigns."""
    service.desk.window.shelf = replace(service.desk.window.shelf, campaigns=campaigns)


async def test_the_campaign_of_today_leads_with_entries_of_its_topics(service: Service) -> None:
    hold(service, Campaign("反欠薪月", f"{TODAY:%m-%d}", ("wages", "marriage")))
    on = season(service.desk)
    assert on is not None and on.title == "反欠薪月" and "反欠薪月" in on.text
    topics = [service.desk.window.shelf.knowledge.entries[entry].topic for entry in on.entries]
    assert len(topics) == 3 and {*topics[:2]} == {"wages", "marriage"}


async def test_without_a_campaign_there_is_no_season(service: Service) -> None:
    hold(service, Campaign("春天", "03-01..03-31", ("wages",)))
    assert season(service.desk) is None


async def test_it_stands_on_the_home_page_and_goes_when_it_is_over(service: Service, clock: Clock) -> None:
    hold(service, Campaign("反欠薪月", f"{TODAY:%m-%d}", ("wages",)))
    async with visiting(service, clock, season=lambda: season(service.desk)) as visitor:
        home = (await visitor.go("/")).text
        assert home.index("反欠薪月") < home.index('href="/q/wages/') < home.index("您遇到什么难处")
        clock.forward(days=1)
        assert "反欠薪月" not in (await visitor.go("/")).text
