"""Which claims become one update, and of which tier it is, whatever events and clusters are found."""

from datetime import date

from briefings.composition.condense import Unit
from briefings.composition.units import plan_units
from briefings.events.event import Event
from briefings.extraction.analyse import analyse
from briefings.extraction.extract import Lead
from briefings.model import Tier
from briefings.story import load_story
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


def read_lead(id_: str, day: int, text: str) -> Lead:
    (lead,) = analyse(make_article(id_, text=text, published_on=date(2022, 3, day)), STORY).leads
    return lead


VISIT = read_lead("a", 7, "زارت رئيسة البلدية الجسر القديم وتفقدت أعمال الترميم فيه.")
LINE = read_lead("b", 7, "اعتبرت رئيسة البلدية تخريب الجسر القديم عدوانا على المدينة.")
NEWS = read_lead("c", 9, "أعلنت رئيسة البلدية إيقاف 23 موظفا ردا على تخريب الجسر القديم.")
LEADS = {lead.article: (lead,) for lead in (VISIT, LINE, NEWS)}


def plan(*events: Event, together: tuple[Lead, ...]) -> list[Unit]:
    """Plan the units of these events; the claims of some leads are one cluster."""
    cluster = tuple(lead.main for lead in together)
    clusters = {lead.main: cluster if lead in together else (lead.main,) for lead in (VISIT, LINE, NEWS)}
    return plan_units(events, clusters, LEADS)


def test_what_was_a_line_beneath_other_news_hides_no_news_of_a_later_day() -> None:
    visit = Event([VISIT])
    units = plan(visit, Event([LINE], adds_to=visit, says_more=True), Event([NEWS]), together=(LINE, NEWS))
    assert [(unit.claims, unit.tier, unit.part_of) for unit in units] == [
        ((VISIT.main,), Tier.NEWS, None),
        ((NEWS.main,), Tier.NEWS, None),
        ((LINE.main,), Tier.NEWS, VISIT.main),
    ]


def test_what_was_a_detail_before_is_a_source_of_the_news() -> None:
    units = plan(Event([VISIT]), Event([NEWS]), together=(LINE, NEWS))
    assert [(unit.claims, unit.tier) for unit in units] == [
        ((VISIT.main,), Tier.NEWS),
        ((LINE.main, NEWS.main), Tier.NEWS),
    ]


def test_what_repeats_an_event_of_a_day_before_adds_a_source_to_it() -> None:
    first = Event([LINE])
    units = plan(first, Event([NEWS], repeats=first), together=(LINE, NEWS))
    assert [(unit.claims, unit.tier) for unit in units if LINE.main in unit.claims] == [
        ((LINE.main, NEWS.main), Tier.NEWS)
    ]


def test_what_says_the_same_again_is_no_line_beneath_it() -> None:
    visit = Event([VISIT])
    units = plan(visit, Event([LINE], adds_to=visit), together=(LINE,))
    assert [(unit.claims, unit.tier, unit.part_of) for unit in units][:2] == [
        ((VISIT.main,), Tier.NEWS, None),
        ((LINE.main,), Tier.DETAIL, VISIT.main),
    ]
