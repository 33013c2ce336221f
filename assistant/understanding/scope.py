"""Which reports a question is about: names, kinds, places and years against what is loaded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.understanding import excepted, namesakes, nested, offices, portion, together
from assistant.understanding.gazetteer import is_province, parts_of, stands_once
from assistant.understanding.question import Question
from corpus.library import names
from corpus.library.reports import Reports
from corpus.library.where import Where
from corpus.report import Entry


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency or agencies that the question names by one word."""

    said: str
    origin: str
    """How the name is known: `report`, `short`, `gazetteer`, `pinyin` or `kind`."""
    agencies: tuple[str, ...]
    """Full names of the loaded agencies it fits."""
    places: tuple[namesakes.Place, ...] = ()
    """Where it fits several: the places that it may mean."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports a question covers, or why none can be named."""

    entries: Sequence[Entry]
    """By agency then year, of all mentions and years that are loaded."""
    mentions: tuple[Mention, ...] = ()
    spanning: bool = False
    """Every report that fits is meant, not one."""
    unknown: tuple[str, ...] = ()
    """Agencies or places said that are not loaded."""
    near: Sequence[Entry] = ()
    """Loaded reports nearest to what is not: inside the place named, or of the agency in other years."""
    absent_years: tuple[int, ...] = ()
    """Years asked for that none of the agencies has."""
    ambiguous: Sequence[Entry] = ()
    """Reports among which the question does not choose."""
    left: tuple[str, ...] = ()
    """Words of the question that neither slots nor agencies explain."""
    gazetteer: bool = False
    """A name or a place was supplied by the gazetteer."""
    area: tuple[str, ...] = ()
    """Places, as said, of which every report that is loaded is meant."""
    holding: tuple[str, ...] = ()
    """Those of `unknown` that are loaded, and hold another place beside which they are said."""
    open: tuple[Mention, ...] = ()
    """A name that several places have, where the reports of one place are to be taken together or chosen among."""

    @property
    def agencies(self) -> tuple[str, ...]:
        """Names of the agencies covered, in order."""
        if isinstance(self.entries, Reports):
            return self.entries.agencies
        return tuple(dict.fromkeys(entry.agency for entry in self.entries))

    @property
    def years(self) -> tuple[int, ...]:
        """Years covered, ascending."""
        if isinstance(self.entries, Reports):
            return self.entries.years
        return tuple(sorted({entry.year for entry in self.entries if entry.year is not None}))


def find(question: Question, reports: Reports) -> Scope:
    """The reports that the question covers."""
    if excepted.other_levels(question):
        question = replace(question, levels=excepted.other_levels(question), flags=question.flags - {"except"})
    if "except" in question.flags and question.names:
        left_out = excepted.agencies(question)
        if left_out:
            return _all_but(question, left_out, reports)
        # 处罚不算强制: no agency is left out, and what is meant is not known.
        question = replace(question, flags=question.flags - {"except"}, left=(*question.left, "除外"))
    question = portion.part(question, reports)
    every, reports = reports, reports.only(_of_level(question))
    question = _above(question, every, reports)
    mentions, kind = _mentions(question, reports)
    # 某省的水利厅 says which of its departments.
    question, mentions, several = (question, mentions, None) if kind else _areas(question, mentions, reports)
    mentions = tuple(_placed(mention, question, reports) for mention in mentions)
    scope, kept = _with_places(question, reports, mentions)
    named = any(len(mention.agencies) > 1 for mention in mentions) and not kind
    area = tuple(shown_as(mention) for mention in mentions if named and mention.origin != "kind")
    scope = replace(
        scope, spanning=together.spans(question) and not mentions, area=area if mentions else question.places
    )
    scope = replace(scope, open=tuple(mention for mention in mentions if len(mention.places) > 1))
    if scope.unknown:
        return scope
    if several:
        return replace(_of_all(question, scope, several), mentions=mentions)
    if mentions:
        return _of_mentions(question, scope, reports)
    return _of_all(question, scope, kept)


def shown_as(mention: Mention) -> str:
    """The place that is meant, by its own name: 吉林 is 吉林省 here, and no 吉林市."""
    place = mention.places[0] if len(mention.places) == 1 else ()
    return (
        place[-1] if place and len(mention.agencies) > 1 and not offices.is_department(mention.said) else mention.said
    )


_ENDINGS = {"县级市": "市", "区": "区", "县": "县旗"}


def _of_level(question: Question) -> Where:
    """The agency is of the level, or its county of the kind, that the question names."""
    endings = tuple(ch for kind in question.placekinds for ch in _ENDINGS.get(kind, ""))
    return Where(levels=question.levels or None, endings=endings if question.placekinds else None)


def _above(question: Question, every: Reports, reports: Reports) -> Question:
    """The place of an agency above the level that is asked says where those of the level are: 某省县级."""
    if reports.where == every.where:
        return question
    places = []
    for name in question.names:
        named = Where(called=((name,),))
        there = () if reports.only(named) else namesakes.named(name, question.text, every.only(named), every)
        places += [name] if len(there) == 1 and there[0] and reports.only(namesakes.at(there[0])) else []
    names = tuple(name for name in question.names if name not in places)
    return replace(question, names=names, places=(*question.places, *places))


def _areas(
    question: Question, mentions: tuple[Mention, ...], reports: Reports
) -> tuple[Question, tuple[Mention, ...], Reports | None]:
    """A place with other agencies inside is an area, not its one department: 某省 is more than 某省水利厅.

    It chooses among reports where these are ranked, listed or added up; else a province is no report, and of a city it
    is open which: the reports among which the question does not choose.
    """
    if len(mentions) > 1 and all(mention.agencies and mention.origin != "kind" for mention in mentions):
        return *_provinces(question, mentions, reports), None
    if len(mentions) != 1 or mentions[0].origin == "kind" or not mentions[0].agencies:
        return question, mentions, None
    said, agencies = mentions[0].said, mentions[0].agencies
    area = _area(mentions[0], question, reports)
    if not area:
        return question, mentions, None
    inside = reports.only(namesakes.at(area))
    if set(inside.agencies) == set(agencies):
        return question, mentions, None
    if together.taken(question) or ("share" in question.ops and (len(agencies) > 1 or len(area) == 1)):
        return question, (replace(mentions[0], agencies=inside.agencies),), None
    if len(area) == 1:
        return replace(question, places=(*question.places, said)), (), None
    return question, mentions, inside if len(agencies) == 1 else None


def _provinces(
    question: Question, mentions: tuple[Mention, ...], reports: Reports
) -> tuple[Question, tuple[Mention, ...]]:
    """The same of several: 甲省和乙省 are not the two departments that go by their names."""
    made: list[Mention] = []
    places = [_area(mention, question, reports) for mention in mentions]
    within = [reports.only(namesakes.at(area) if area else Where(agencies=())) for area in places]
    # Beside a single agency 甲市 may be its one department, a city with several is none of them.
    cities = together.is_added(question) and not any(inside.few(1) for inside in within)
    for mention, area, inside in zip(mentions, places, within, strict=True):
        alone = len(area) > 1 == len(mention.agencies) and not cities
        if not area or alone or set(inside.agencies) == set(mention.agencies):
            made.append(mention)
        elif any(other is not mention and set(other.agencies) < set(inside.agencies) for other in mentions):
            # 甲省的乙市和丙市 says where they are; 甲省和乙市 would count the city twice.
            if re.search(rf"{re.escape(mention.said)}[省市]?的", question.normal):
                question = replace(question, places=(*question.places, mention.said))
            else:
                question = replace(question, unknown=(*question.unknown, mention.said))
        elif together.filters(question) or together.is_added(question):
            made.append(replace(mention, agencies=inside.agencies))
        elif len(area) > 1:
            made.append(mention)
        else:
            question = replace(question, places=(*question.places, mention.said))
    return question, tuple(made)


def _area(mention: Mention, question: Question, reports: Reports) -> namesakes.Place:
    """The one place that is named alone, with no department; () where there is none or it is open which."""
    if offices.is_department(mention.said):
        return ()
    called = _of_agencies((mention,), reports)
    places = mention.places or namesakes.named(mention.said, question.text, called, reports)
    return places[0] if len(places) == 1 else ()


def _all_but(question: Question, said: tuple[str, ...], reports: Reports) -> Scope:
    """Every report but those of the agencies left out: 除了甲，谁最多."""
    without = replace(question, names=said, flags=question.flags - {"except"}, years=())
    rest = reports.only(Where(without=find(without, reports).agencies))
    others = tuple(name for name in question.names if name not in said)
    kept = replace(question, names=others, flags=question.flags - {"except"})
    if others:
        return find(kept, rest)
    return replace(find(kept, rest), spanning=True, ambiguous=())


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that the question says, and the reports it fits."""

    said: str
    origin: str
    reports: Reports
    places: tuple[namesakes.Place, ...] = ()
    """As in `Mention`."""

    def mention(self, agencies: tuple[str, ...] | None = None) -> Mention:
        """Of those agencies, else of all that the name fits."""
        return Mention(self.said, self.origin, self.reports.agencies if agencies is None else agencies, self.places)


def _mentions(question: Question, reports: Reports) -> tuple[tuple[Mention, ...], bool]:
    """The agencies named, and whether a kind of department beside a place narrows the place."""
    said = [(name, names.origin(reports.library, name)) for name in question.names]
    found = [_Named(name, origin, reports.only(Where(called=((name,),)))) for name, origin in said if origin]
    found = [_placed_by_name(named, question, reports) for named in _within(found, question.normal)]
    kinds = tuple(named.said for named in found if named.origin == "kind")
    places = [named for named in found if named.origin != "kind"]
    if not (kinds and places):
        return tuple(_without_parts([named.mention() for named in found])), False
    if beside := _beside(question, places, kinds, reports):
        return tuple(_without_parts(beside)), False
    mentions = []
    for named in places:
        own = named.reports.only(Where(called=(kinds,)))
        every = any(re.search(rf"{re.escape(named.said)}{_EVERY}{kind}", question.normal) for kind in kinds)
        # education bureaus in Henan are more than the province's own.
        every = every or any(kind.isascii() and f"{kind}s" in question.normal for kind in kinds)
        every = every or bool(_WHICH_OF.search(question.normal))
        agencies = own.agencies
        if every or (not own and together.spans(_as_of_one(question, named.said, kinds))):
            # 某省的公安局谁最多: none of the province itself, but of its counties. 某市公安局 alone is no county's.
            inside = reports.only(Where(called=(kinds,), inside=(named.reports.places,)))
            agencies = tuple(dict.fromkeys((*agencies, *inside.agencies)))
        mentions.append(named.mention(agencies))
    return tuple(_without_parts(mentions)), True


def _placed_by_name(named: _Named, question: Question, reports: Reports) -> _Named:
    """The name with the places that it may mean, and only the reports of the one that it does mean."""
    if named.origin == "kind" or not (together.taken(question) or "share" in question.ops) or named.reports.few(1):
        return named
    places = namesakes.named(named.said, question.text, named.reports, reports)
    there = named.reports.only(namesakes.at(places[0])) if len(places) == 1 and places[0] else None
    return replace(named, reports=there or named.reports, places=places)


def _beside(question: Question, places: list[_Named], kinds: tuple[str, ...], reports: Reports) -> list[Mention]:
    """Departments said by their kind after one of a place are those of that place: 某县教育局和财政局.

    None where the words before them name no department of another kind.
    """
    (*_, last), text = places, question.normal
    after = [kind for kind in kinds if text.find(kind) > text.find(last.said)]
    if len(after) < len(kinds) or not offices.is_department(last.said) or last.reports.only(Where(called=(kinds,))):
        return []
    there = {place for place in last.reports.places if place}
    of_place = reports.only(Where(places=(tuple(place[-1] for place in there),)))
    found = [named.mention() for named in places]
    for kind in kinds:
        fits = (entry.agency for entry in of_place.only(Where(called=((kind,),))) if entry.place in there)
        found.append(Mention(kind, "report", tuple(dict.fromkeys(fits))))
    return found


_EVERY = "[省市县区州盟]?[的内里下]?(?:各[级个地]*|所有的?|全部的?|每[个家]|下属的?|下辖的?|哪(?:些|几[家个]))"
_WHICH_OF = re.compile("谁|哪几?家|多少家|几家|which (?:of|one|ones|agency|agencies|bureaus?)")
_OF_ONE = frozenset("sum mean median trend".split())


def _as_of_one(question: Question, place: str, kinds: Sequence[str]) -> Question:
    """某市民政局一共: in one word it is one agency, whose cells or years are added, not those of its counties."""
    in_a_word = any(place + kind in question.normal for kind in kinds)
    return replace(question, ops=question.ops - _OF_ONE) if in_a_word else question


def _within(found: list[_Named], text: str) -> list[_Named]:
    """A place said right before one inside it says where that is: 昆明市官渡区 is one place, not two."""
    kept: list[_Named] = []
    for named in found:
        if kept and named.origin != "kind" and kept[-1].said + named.said in text:
            inside = named.reports.only(Where(inside=(kept[-1].reports.places,)))
            if inside:
                kept[-1] = replace(named, reports=inside)
                continue
        kept.append(named)
    return kept


def _without_parts(mentions: list[Mention]) -> list[Mention]:
    """Two words for the same agencies are one mention."""
    kept: list[Mention] = []
    for mention in mentions:
        if not any(mention.agencies == other.agencies for other in kept):
            kept.append(mention)
    return kept


def _with_places(question: Question, reports: Reports, mentions: tuple[Mention, ...]) -> tuple[Scope, Reports]:
    """The scope as far as words left over name places or agencies that are not loaded by that name, and its reports."""
    named = _of_agencies(mentions, reports)
    unknown = [mention.said for mention in mentions if not mention.agencies]
    other = [word for word in question.left if offices.is_another(word, question, [m.agencies for m in mentions])]
    other = [word for word in other if not _former(word, named)]
    unknown += [*question.unknown, *other]
    left = [word for word in question.left if word not in other and not (mentions and _former(word, named))]
    left = [word for word in left if not offices.is_of_its_name(word, question, [m.agencies for m in mentions])]
    inside: tuple[str, ...] = ()
    holding = [word for word in question.unknown if word in question.names]
    for place in question.places:
        there = (named if mentions else reports).only(Where(places=(parts_of(place),)))
        above = question.levels or question.placekinds or question.groups or is_province(place)
        added = _adds(question, there) and stands_once(place, there.places)
        holding += [place] if there and nested.joined(place, [m.said for m in mentions], question) else []
        fits = mentions or added or (above and (together.filters(question) or _adds(question, there)))
        if not (there and fits) or place in holding:
            unknown.append(place)
        if not mentions or not there:
            inside += parts_of(place)
    of_places = reports.only(Where(places=(inside,))) if question.places and (inside or not mentions) else None
    gazetteer = any(mention.origin == "gazetteer" for mention in mentions)
    gazetteer = gazetteer or (bool(mentions) and any(_former(word, named) for word in question.left))
    gazetteer = gazetteer or bool(of_places is not None and "gazetteer" in of_places.origins)
    gazetteer = gazetteer or bool(question.placekinds)
    near = of_places or named
    kept = of_places if of_places is not None and not mentions and not unknown else reports
    scope = Scope(kept, mentions, False, tuple(unknown), near, (), (), tuple(left), gazetteer)
    return replace(scope, holding=tuple(holding)), kept


def _placed(mention: Mention, question: Question, reports: Reports) -> Mention:
    """Of the agencies that a name fits those in the places named with it.

    The 财政局 of a province is none of its cities', unless several are meant: then there is no such agency.
    """
    if not question.places:
        return mention
    named = _of_agencies((mention,), reports)
    parts = tuple(part for place in question.places for part in parts_of(place))
    there = named.only(Where(places=(parts,)))
    # 某省那个区的卫健局 says that it is not the province's own.
    if mention.origin == "kind" and there and not (together.spans(question) or question.placekinds):
        return replace(mention, agencies=tuple(dict.fromkeys(e.agency for e in there if e.place[-1] in parts)))
    places = tuple(place for place in mention.places if set(place) & set(parts))
    return replace(mention, agencies=there.agencies, places=places) if there else mention


def _former(word: str, named: Reports) -> bool:
    """An earlier name of the department that is named by its place: 卫生局 of a 卫生健康局."""
    if word.isascii() or not offices.is_agency(word) or not named:
        return False
    from corpus.identity.agencies import kind_of

    kind = kind_of(word)
    return bool(kind) and kind not in ("人民政府", "乡镇", "街道") and named.kinds == (kind,)


def _adds(question: Question, there: Reports) -> bool:
    """The sum of a province is that of its loaded reports; the figure of one agency is no sum of its province."""
    return together.is_added(question) and len(there.agencies) > 1


def _of_agencies(mentions: tuple[Mention, ...], reports: Reports) -> Reports:
    return reports.only(Where(agencies=tuple(dict.fromkeys(a for mention in mentions for a in mention.agencies))))


def _of_mentions(question: Question, scope: Scope, reports: Reports) -> Scope:
    near = _of_agencies(scope.mentions, reports)
    entries = near.only(_of_years(question))
    wide: list[Reports] = []
    if not together.spans(question) and not question.households:
        several = [mention for mention in scope.mentions if len(mention.agencies) > 1]
        fits = [_of_agencies((mention,), reports).only(_of_years(question)) for mention in several]
        wide = [found for found in fits if not found.few(1)]
    ambiguous = wide[0] if len(wide) == 1 else tuple(entry for found in wide for entry in found)
    absent = tuple(year for year in question.years if year not in entries.years)
    return replace(scope, entries=entries, absent_years=absent, ambiguous=ambiguous, near=near)


def _of_years(question: Question) -> Where:
    return Where(years=question.years or None)


def _of_all(question: Question, scope: Scope, reports: Reports) -> Scope:
    fits = reports.only(_of_years(question))
    absent = tuple(year for year in question.years if year not in fits.years)
    ambiguous = () if scope.spanning or fits.few(1) else fits
    return replace(scope, entries=fits, absent_years=absent, ambiguous=ambiguous)
