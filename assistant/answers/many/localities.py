"""Of which province, city and county a place is: () where it is of none."""

_ENDINGS = ("县", "旗", "林区")


def _province(place: tuple[str, ...]) -> tuple[str, ...]:
    return place[:1]


def _city(place: tuple[str, ...]) -> tuple[str, ...]:
    """() of what is in no city: a province's own agency, or a county right below a province."""
    if place[0].endswith("市"):
        # Its districts have no city between them and it.
        return place[:1]
    return () if len(place) < 2 or _is_county(place[1]) else place[:2]


def _county(place: tuple[str, ...]) -> tuple[str, ...]:
    """() of what is in no county: an agency of a city or a province."""
    if len(place) == 2 and (place[0].endswith("市") or _is_county(place[1])):
        return place
    return place if len(place) > 2 else ()


def _is_county(below: str) -> bool:
    """What stands right below a province is mostly a city; 济源市 and 石河子市 are not."""
    from corpus.identity.regions import named

    levels = {region.level for region in named(below) if region.name == below}
    return "county" in levels if levels else below.endswith(_ENDINGS)


NAMED = {"province": _province, "city": _city, "county": _county}
"""`Question.groups` → the part of a place by which reports are put together."""
