"""The places that a word names among the reports loaded: 海南 is a province, a prefecture and a district of a city."""

import re

from assistant.understanding.offices import is_department
from corpus.identity.normal import normalise
from corpus.library import names
from corpus.library.reports import Reports
from corpus.library.where import Where

Place = tuple[str, ...]
"""Province, city, county; () where nobody knows where an agency of the name is."""
_SOMEWHERE = Where(inside=(((),),))
"""The place is known."""
_SEATS = {
    "province": "省",
    "sheng": "省",
    "city": "市",
    "shi": "市",
    "county": "县旗",
    "xian": "县旗",
    "district": "区",
    "qu": "区",
    "prefecture": "州盟区",
}


def at(place: Place) -> Where:
    """The reports of a place and of those within it."""
    return Where(places=((place[-1],),), inside=((place[:-1],),))


def named(said: str, text: str, called: Reports, every: Reports) -> tuple[Place, ...]:
    """The places that a word of the question `text` may mean, `called` being those of `every` report that go by it.

    A province is meant before a city or a county of its name, and a city before its own county: 吉林, 长沙. Where
    several are left the word does not say which: 苏州 and 宿州 are both suzhou, and many cities have a 鼓楼区.
    """
    department = is_department(said)
    places = [place for place in called.places if department or _goes_by(said, place)]
    if places and set(called.agencies) - set(called.only(_SOMEWHERE).agencies):
        places.append(())
    if not department and all(len(place) != 1 for place in places):
        # None of the province's own departments is loaded: 海南 of its cities is still no 海南区.
        places += [place for place in _provinces(said) if every.only(at(place))]
    places = _of_seat(said, text, places)
    if len(places) < 2:
        return tuple(places)
    whole = [place for place in places if len(place) == 1]
    outer = [place for place in places if place and all(other[: len(place)] == place for other in places)]
    return tuple(whole if len(whole) == 1 else outer or places)


def stands_for(name: str, reports: Reports) -> str:
    """`place` or `kind` where a name stands for several agencies, empty where it is that of one."""
    if names.origin(reports.library, name) == "kind":
        return "kind"
    called = reports.only(Where(called=((name,),)))
    if is_department(name) or not called:
        return ""
    places = named(name, name, called, reports)
    inside = reports.only(at(places[0])) if len(places) == 1 and places[0] else called
    return "" if inside.few(1) else "place"


def _goes_by(said: str, place: Place) -> bool:
    # By its pinyin alone no department is called.
    return said.isascii() or normalise(place[-1]).startswith(said)


def _provinces(said: str) -> list[Place]:
    """Those of exactly that name."""
    if len(said) > 3:
        return []
    from corpus.identity import regions  # the gazetteer is read only where places are added up or chosen among

    return [(region.name,) for region in regions.named(said) if region.level == "province"]


def _of_seat(said: str, text: str, places: list[Place]) -> list[Place]:
    """Jilin city is no province: what stands behind a name in Latin letters says what it is the name of."""
    seat = re.search(rf"\b{re.escape(said)}[ -]({'|'.join(_SEATS)})\b", text.lower()) if said.isascii() else None
    ending = _SEATS[seat[1]] if seat else ""
    fits = [p for p in places if (len(p) == 1 if ending == "省" else bool(p) and p[-1][-1] in ending)]
    return fits or places
