"""Every damage seen in real reports, each a function from the lines of a report to its lines after it.

A damage that finds nothing to work on gives the lines back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from damage_layout import ALIGNED, CELL_A_LINE, DOCX, KINDS, PDF, RUN_TOGETHER, SEPARATED, TABS
from damage_lines import (
    characters_lost,
    column_names_lost,
    false_column_names,
    glued_to_next_ordinal,
    group_shifted,
    heading_repeated,
    instructions_in_headings,
    label_split,
    labels_detached,
    labels_vary,
    one_column_name_lost,
    page_break_through_row,
    page_furniture,
    spaces_inside_words,
    tail_missing,
    title_and_heading_missing,
    traditional_characters,
    vertical_fragments,
)
from damage_values import (
    cells_glued,
    digit_lost,
    repeated_cells_dropped,
    signs_as_words,
    trailing_empty_cells,
    units_in_cells,
    value_extra,
    value_lost,
    values_blank,
    values_dash,
)
from damage_whole import (
    columns_permuted,
    image_only,
    mirrors_name,
    pinyin_after_characters,
    section_numbers_restart,
    title_characters_lost,
    wrong_encoding,
)
from damage_writer import Lines

Work = Callable[[Lines, Random, str], Lines]
TEXTS = tuple(kind for kind in KINDS if kind not in (DOCX, PDF))
"""Kinds whose letters may be decoded wrongly."""
EXTRACTED = tuple(kind for kind in KINDS if kind not in (PDF, RUN_TOGETHER))
"""Kinds that lose or join cells; the ruled cells of a PDF are read where they stand."""
NOT_RUN_TOGETHER = tuple(kind for kind in KINDS if kind != RUN_TOGETHER)
"""Where digits run together, nobody can tell that one of them is gone."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A damage with the kinds of text in which it happens."""

    name: str
    work: Work
    kinds: tuple[str, ...] = KINDS
    hopeless: bool = False
    """Nothing can be known of a report that has it."""


DAMAGES = (
    Damage("page break through a row", page_break_through_row, NOT_RUN_TOGETHER),
    Damage("heading repeated", heading_repeated),
    Damage("group label shifted", group_shifted),
    Damage("label split", label_split),
    Damage("value lost", value_lost, NOT_RUN_TOGETHER),
    Damage("value extra", value_extra, NOT_RUN_TOGETHER),
    Damage("trailing empty cells", trailing_empty_cells, SEPARATED),
    Damage("tail missing", tail_missing),
    Damage("title and heading missing", title_and_heading_missing),
    Damage("cells glued", cells_glued, tuple(kind for kind in KINDS if kind != PDF)),
    Damage("glued to next ordinal", glued_to_next_ordinal, (TABS, ALIGNED, RUN_TOGETHER)),
    Damage("labels detached", labels_detached, (*SEPARATED, ALIGNED)),
    Damage("column names lost", column_names_lost, NOT_RUN_TOGETHER),
    Damage("one column name lost", one_column_name_lost),
    Damage("false column names", false_column_names, NOT_RUN_TOGETHER),
    Damage("page furniture", page_furniture),
    Damage("vertical fragments", vertical_fragments, (*SEPARATED, ALIGNED, CELL_A_LINE)),
    Damage("repeated cells dropped", repeated_cells_dropped, EXTRACTED),
    Damage("characters lost", characters_lost),
    Damage("digit lost", digit_lost),
    Damage("traditional characters", traditional_characters),
    Damage("spaces inside words", spaces_inside_words),
    Damage("instructions in headings", instructions_in_headings),
    Damage("values blank", values_blank, SEPARATED),
    Damage("values dash", values_dash),
    Damage("units in cells", units_in_cells),
    Damage("signs as words", signs_as_words),
    Damage("labels vary", labels_vary),
    Damage("columns permuted", columns_permuted),
    Damage("mirror's name", mirrors_name),
    Damage("title characters lost", title_characters_lost),
    Damage("section numbers restart", section_numbers_restart),
    Damage("pinyin after characters", pinyin_after_characters),
    Damage("wrong encoding", wrong_encoding, TEXTS, hopeless=True),
    Damage("image only", image_only, hopeless=True),
)
