"""What can stop a command. Each error is one line in each language and names the remedy.

NianbaoError
├── Unreadable        a file cannot be read: permissions, not text, too large, a kind that is not read
├── NotAReport        a file was read and is no such report
├── Unwritable        a file that was asked for cannot be written
├── LibraryError      the library cannot be used
│   ├── LibraryDamaged    its file is not a library, or is damaged
│   ├── LibraryNewer      written by a newer nianbao
│   ├── LibraryOld        written by an older nianbao; rebuilt when it is opened for writing
│   ├── LibraryBusy       another process writes and did not finish in time
│   └── HomeUnwritable    the home cannot be written
├── ModelMissing      the embedding model is not on this machine
├── Stopped           whoever asked wants no answer any more
└── Usage             the command was called wrongly: no such report, two that fit, an empty question
"""


class NianbaoError(Exception):
    """One line that says what is wrong and what to do, in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[type["NianbaoError"], tuple[str, str]]:
        """It travels between processes with both of its lines."""
        return type(self), (self.zh, self.en)

    def text(self, language: str) -> str:
        """The line in `zh` or `en`."""
        return self.zh if language == "zh" else self.en


class Unreadable(NianbaoError):
    """A file cannot be read."""


class NotAReport(NianbaoError):
    """A file was read and is no such report."""


class Unwritable(NianbaoError):
    """A file that was asked for cannot be written."""


class LibraryError(NianbaoError):
    """The library cannot be used."""


class LibraryDamaged(LibraryError):
    """The library's file is not a library, or is damaged."""


class LibraryNewer(LibraryError):
    """The library was written by a newer version."""


class LibraryOld(LibraryError):
    """The library was written by an older version and must be rebuilt."""


class LibraryBusy(LibraryError):
    """Another process writes to the library and did not finish in time."""


class HomeUnwritable(LibraryError):
    """The home folder cannot be written."""


class ModelMissing(NianbaoError):
    """The embedding model is not on this machine."""


class Stopped(NianbaoError):
    """Whoever asked wants no answer any more."""

    def __init__(self, zh: str = "已停下。", en: str = "stopped.") -> None:
        super().__init__(zh, en)


class Usage(NianbaoError):
    """The command was called wrongly."""


# What an input that nobody foresaw can make the code raise. Caught in three places: around a file that is read, around
# a line of a batch, and around the program, so that each ends in one line.
UNFORESEEN = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    ImportError,
    NameError,
    RuntimeError,
    MemoryError,
)
