"""Text as the library keeps it: deflated, with the words of the form known beforehand. Pure."""

import json
import zlib
from functools import cache

from corpus import form

# `json.dumps` makes one for each call that asks for anything but its defaults.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: object) -> str:
    """Compact JSON, Chinese as it is."""
    return _ENCODER.encode(value)


def pack(text: str) -> bytes:
    """The text in few bytes, the same for the same text."""
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS, zdict=words())
    return deflater.compress(text.encode("utf-8", "surrogatepass")) + deflater.flush()


def unpack(packed: bytes) -> str:
    """What `pack` was given. Raises ValueError where the bytes are not from there."""
    try:
        text = zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=words()).decompress(packed)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    return text.decode("utf-8", "surrogatepass")


@cache
def words() -> bytes:
    """What most reports print, in the shape in which it is kept. Part of the format."""
    rows = [
        f'[{n},["{_ordinal(row)}{row.label.rpartition("/")[2]}"],1'
        for edition in form.EDITIONS
        for table in form.TABLES
        for n, row in enumerate(form.rows(edition, table))
    ]
    odd = ',{"0":{"s":"blank","r":"","p":"requests_applicants","n":["value_lost"]},"1":{"n":["sign_not_printed"]}},1],'
    said = "".join((*form.SECTIONS, *form.APPLICANTS, "政府信息公开工作年度报告不予公开无法提供不予处理本年度办理结果"))
    return (said + odd + "],".join(rows)).encode()


def _ordinal(row: form.Row) -> str:
    """As it is usually printed before the label: `（一）`, `1.`."""
    last = row.item[-1]
    if row.table != form.REQUESTS:
        return ""
    return f"{last}." if last.isdigit() else row.item[1:] if last == "）" else f"{last}、"
