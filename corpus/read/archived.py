"""A page saved in one file with its images (.mht, or a .doc that is one) → Document: its HTML, read as a page."""

from email import message_from_bytes
from email.message import Message
from itertools import islice

from corpus.errors import Unreadable
from corpus.read.html import document as page
from corpus.report import Document

_MOST_PARTS = 500


def document(content: bytes, file: str, path: str, digest: str) -> Document:
    """The first page in the archive; lines are those of that page. Raises Unreadable where there is none."""
    try:
        parts = list(islice(message_from_bytes(content).walk(), _MOST_PARTS))
    except RecursionError:
        parts = []
    for part in parts:
        if part.get_content_type() == "text/html" and (html := _decoded(part)):
            return page(html, file, path, digest)
    raise Unreadable(
        f"{file} 里没有网页正文。请重新保存网页，或另存为文本（.txt）。",
        f"{file} holds no page. Save the page again, or save it as text (.txt).",
    )


def _decoded(part: Message) -> bytes:
    """The bytes of a part, whatever carried them."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
