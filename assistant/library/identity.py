"""Whose report it is: where an agency stands, of what level it is, how people call it."""

from corpus.library.store import Identity, Told

_HEAD = 500
"""Letters that say who reports."""


def identity_of(agency: str, text: str, told: Told | None = None) -> Identity:
    """Where an agency is and how people call it; what a person told goes before what the text says."""
    from corpus.identity.agencies import borne_out, kind_of, level_of, names_of, place_of

    told = told or Told()
    agency = told.agency or agency
    place, place_from = (told.place, "person") if told.place else place_of(agency, text[:_HEAD])
    names = {name.text: name.origin for name in names_of(agency, place)}
    if told.place and told.place[-1] not in agency:
        # A name without its place: now that a person told it, people may say both together.
        agency = told.place[-1] + agency
        names = {name.text: name.origin for name in names_of(agency, place)} | names
    said = tuple(names.items())
    return Identity(place, place_from, level_of(agency), said, kind_of(agency), borne_out(agency, said, text))
