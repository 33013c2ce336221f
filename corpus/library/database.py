"""The library's file: its tables, opening and making it, transactions, and SQLite's errors as ours.

A rollback journal, not a write-ahead log: readers in other processes see the state before or after a transaction,
never half of it, the library is one file, and a folder that cannot be written can still be read. Every page carries a
checksum that SQLite's checksum extension verifies whenever the page is read: a bit that flipped is an error, never
another figure. That extension is why SQLite comes through apsw and not with Python.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import apsw

from corpus.errors import (
    HomeUnwritable,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryNewer,
    LibraryOld,
    NianbaoError,
    Stopped,
    Unreadable,
)
from corpus.library import sheets, strips

FORMAT = 6
"""Raised when the tables below change, or when the same file would be read into other figures or names than before."""
APPLICATION = 0x6E69616E
"""Marks a SQLite file as a library of ours."""
BUSY_SECONDS = 60.0
"""How long to wait for others: who writes, for an answer out of a nation's reports; the next reader, for both."""
_ASKED_EVERY = 10_000
"""Steps of SQLite, some tenths of a millisecond, after which it is asked whether to go on."""
_SUM_BYTES = 8
"""At the end of each page, for its checksum."""
PAGE_BYTES = 8192
_DAMAGE = (apsw.SQLITE_CORRUPT, apsw.SQLITE_NOTADB, apsw.SQLITE_IOERR)
_CACHE_KB = 32_000
"""Pages held in memory, as far as they are used: with SQLite's own 2 MB, storing many reports waits for the disk."""

_TALLY = """
    insert into tally values ({of}.active, coalesce({of}.year, 0), {of}.editions, {more})
        on conflict do update set reports = reports + ({more});
"""
"""How many reports there are of a year and an edition, whether or not they count; 0 for a year that is not known."""

_SCHEMA = f"""
create table state (generation integer not null);
insert into state values (0);
create table report (
    key integer primary key autoincrement, id text not null unique, path text not null unique, file text not null,
    digest text not null, encoding text not null, agency text not null, year integer, place text not null,
    place_from text not null, level text not null, told text not null, title text not null, editions text not null,
    sections text not null, problems text not null, states text not null, passages integer not null,
    active integer not null default 1, kind text not null, period text, number text not null, dated text,
    revised integer not null, named integer not null, relation text not null default '',
    counterpart text not null default '', because text not null default '',
    sheets integer not null, shelf integer not null as {sheets.SHELF_OF.format("")},
    stamp integer not null default (random()));
create index report_digest on report (digest);
create index report_of on report (agency, place, year);
create index report_at on report (place, year, active, editions, level, kind, agency);
create index report_listed on report (agency, year, id, active, place, level, kind, place_from, editions);
create index report_stamp on report (active, stamp);
create index report_sought on report (active, year, editions, level, kind, place, agency);
create index report_mixed on report (shelf) where editions = '{sheets.MIXED}';
create table tally (active integer not null, year integer not null, editions text not null,
    reports integer not null, primary key (active, year, editions)) without rowid;
create trigger report_more after insert on report begin
    {_TALLY.format(of="new", more="1")}
    {strips.struck_off("new")}
end;
create trigger report_less after delete on report begin
    {_TALLY.format(of="old", more="-1")}
    {strips.struck_off("old")}
end;
create trigger report_other after update of active, year on report
    when old.active is not new.active or old.year is not new.year begin
    {_TALLY.format(of="old", more="-1")}
    {_TALLY.format(of="new", more="1")}
    {strips.struck_off("old")}
    {strips.struck_off("new")}
end;
create table text (report integer primary key references report on delete cascade, lines blob not null);
create table printed (report integer not null references report on delete cascade, part integer not null,
    cells blob not null, primary key (report, part)) without rowid;
{"".join(sheets.tables())}
{"".join(strips.tables())}
create table count (
    key integer primary key, report integer not null references report on delete cascade, value text not null,
    unit text not null, object text not null, raw text not null, approximate integer not null,
    sentence text not null, section integer not null, cumulative integer not null, line integer, line_end integer,
    page integer);
create index count_report on count (report);
create table passage (
    key integer primary key autoincrement, report integer not null references report on delete cascade,
    section text not null, number integer not null, heading text not null, kind text not null, item integer,
    text text not null, line integer, line_end integer, page integer);
create index passage_report on passage (report, kind);
create table name (report integer not null references report on delete cascade, text text not null,
    origin text not null, normal text not null);
create index name_normal on name (normal, origin, report);
create table spelling (rest text not null, normal text not null,
    primary key (rest, normal) on conflict ignore) without rowid;
create index name_report on name (report);
create table remark (field text not null, code text not null,
    report integer not null references report on delete cascade, primary key (field, code, report)) without rowid;
create index remark_report on remark (report);
create table copy (path text primary key, file text not null,
    report integer not null references report on delete cascade) without rowid;
create index copy_report on copy (report);
create table mark (report integer not null references report on delete cascade, hash integer not null,
    primary key (report, hash)) without rowid;
create table sorted_mark (hash integer not null, report integer not null, primary key (hash, report)) without rowid;
create table unsorted (report integer primary key references report on delete cascade);
create trigger marks_go before delete on report begin
    delete from sorted_mark where report = old.key and hash in (select hash from mark where report = old.key);
end;
create table twin (report integer not null references report on delete cascade,
    other integer not null references report on delete cascade, strong integer not null,
    primary key (report, other)) without rowid;
create index twin_other on twin (other);
create table told (path text primary key, digest text not null, agency text, place text, year integer);
pragma application_id = {APPLICATION};
pragma user_version = {FORMAT};
"""


def in_memory() -> apsw.Connection:
    """An empty library in memory."""
    connection = _connect("file::memory:")
    connection.execute(_SCHEMA)
    return connection


def in_new_file(path: Path) -> apsw.Connection:
    """An empty library in a file that does not exist yet."""
    with errors(path):
        connection = _connect(f"{path.absolute().as_uri()}?mode=rwc")
        connection.execute(f"pragma page_size = {PAGE_BYTES}")
        connection.reserve_bytes("main", _SUM_BYTES)
        connection.execute(f"begin; {_SCHEMA} commit;")
    return connection


def in_file(path: Path, *, any_format: bool = False) -> apsw.Connection:
    """An existing library. Raises LibraryDamaged, LibraryNewer and, unless `any_format`, LibraryOld."""
    with errors(path):
        connection = _connect(f"{path.absolute().as_uri()}?mode=rw")
        try:
            _require_format(connection, path, any_format)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: apsw.Connection, path: Path | None) -> Iterator[None]:
    """All of it or nothing. A change raises the library's generation; within another transaction, that one does."""
    if connection.in_transaction:
        with _part(connection, path):
            yield
        return
    with errors(path):
        # What a part of it may have to take back is a page for nearly every row: in memory, not in a file.
        connection.execute("pragma temp_store = memory")
        connection.execute("begin immediate")
        try:
            before = connection.total_changes()
            yield
            if connection.total_changes() > before:
                # The clock tells two libraries apart that follow each other under one name.
                now = time.time_ns() // 1000
                connection.execute("update state set generation = max(generation + 1, ?)", (now,))
            connection.execute("commit")
        finally:
            if connection.in_transaction:
                connection.execute("rollback")


@contextmanager
def moment(connection: apsw.Connection, path: Path | None, stopped: Callable[[], bool] | None = None) -> Iterator[None]:
    """What is read within is of one moment, that of the first read; within a transaction, of that one.

    Another process that changes the library meanwhile waits for the end, BUSY_SECONDS at most: nothing long within.
    `stopped` is asked all the while; once it says so, what reads raises Stopped.
    """
    if connection.in_transaction:
        yield
        return
    with errors(path):
        connection.execute("begin")
    connection.set_progress_handler(stopped, _ASKED_EVERY)
    try:
        yield
    finally:
        connection.set_progress_handler(None)
        with errors(path):
            if connection.in_transaction:
                connection.execute("rollback")


@contextmanager
def apart(connection: apsw.Connection, path: Path | None) -> Iterator[None]:
    """Something long within a moment: others may write meanwhile, and what is read after it is of another moment."""
    held = connection.in_transaction
    with errors(path):
        if held:
            connection.execute("rollback")
    try:
        yield
    finally:
        with errors(path):
            if held:
                connection.execute("begin")


@contextmanager
def _part(connection: apsw.Connection, path: Path | None) -> Iterator[None]:
    """A part of a transaction: where it fails, nothing of it stays, and what was done before does."""
    with errors(path):
        connection.execute("savepoint part")
        try:
            yield
        except BaseException:
            # A full disk ends the whole transaction, and its parts with it.
            if connection.in_transaction:
                connection.execute("rollback to part")
            raise
        finally:
            if connection.in_transaction:
                connection.execute("release part")


def require_writable(connection: apsw.Connection, path: Path | None) -> None:
    """Raise HomeUnwritable or LibraryBusy now rather than after a long piece of work."""
    with errors(path):
        connection.execute("begin immediate")
        try:
            connection.execute("update state set generation = generation")
        finally:
            if connection.in_transaction:
                connection.execute("rollback")


@contextmanager
def errors(path: Path | None) -> Iterator[None]:
    """SQLite's errors as ours, each with its remedy."""
    try:
        yield
    except apsw.Error as error:
        raise _as_ours(error, path) from error
    except UnicodeDecodeError as error:
        raise damaged(path) from error


def _as_ours(error: apsw.Error, path: Path | None) -> NianbaoError:
    code = getattr(error, "result", apsw.SQLITE_MISUSE)
    if code in (apsw.SQLITE_BUSY, apsw.SQLITE_LOCKED):
        return LibraryBusy(
            f"另一个 nianbao 正在读写库：{path}。请等它结束后再试。",
            f"another nianbao is at work in the library: {path}. Try again when it has finished.",
        )
    if code in (apsw.SQLITE_READONLY, apsw.SQLITE_CANTOPEN, apsw.SQLITE_PERM, apsw.SQLITE_FULL):
        return unwritable(path)
    if code == apsw.SQLITE_INTERRUPT:
        return Stopped()
    if code == apsw.SQLITE_TOOBIG:
        return Unreadable(
            "文件太大，放不进库。请拆成单份报告。", "too large for the library. Split it into single reports."
        )
    if code in _DAMAGE:
        return damaged(path)
    return LibraryError(
        f"库出错（{error}）：{path}。运行 nianbao doctor 查看，并请把此行报告给开发者。",
        f"the library failed ({error}): {path}. Run `nianbao doctor`, and please report this line.",
    )


def unwritable(path: Path | None) -> HomeUnwritable:
    """The folder of the library cannot be written."""
    return HomeUnwritable(
        f"库不能写入：{path}。请检查权限与磁盘空间，或用 --home 指定另一个文件夹。",
        f"the library cannot be written: {path}. Check permissions and disk space, or name another folder with --home.",
    )


def damaged(path: Path | None) -> LibraryDamaged:
    """The library's file cannot be understood."""
    return LibraryDamaged(
        f"库文件已损坏，或不是库文件：{path}。运行 nianbao doctor --repair 从原文件重建，或把它移走。",
        f"the library is damaged, or is none: {path}. Run `nianbao doctor --repair` to make it anew from the files it "
        "knew, or move it away.",
    )


def _connect(uri: str) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(uri, flags, vfs=_with_checksums())
    connection.set_busy_timeout(int(BUSY_SECONDS * 1000))
    connection.execute("pragma foreign_keys = on")
    # A transaction ends when its journal is gone, and that lasts only once the folder is synced too.
    connection.execute("pragma synchronous = extra")
    connection.execute(f"pragma cache_size = -{_CACHE_KB}")
    return connection


@cache
def _with_checksums() -> str:
    """SQLite's way to files that keeps a checksum in every page; it stays for as long as the process."""
    # apsw.sqlite_extra finds it too, but imports for longer than a look-up takes; a test holds both to one file.
    folder = Path(apsw.__file__).with_name("sqlite_extra_binaries")
    for extension in folder.glob("cksumvfs.*"):
        first = apsw.Connection(":memory:")
        first.enable_load_extension(True)
        first.load_extension(str(extension))
        first.close()
        return "cksmvfs"
    raise LibraryError(
        "缺少 SQLite 的校验扩展：请用 pip install --only-binary apsw --force-reinstall apsw 重新安装。",
        "SQLite's checksum extension is missing. Run `pip install --only-binary apsw --force-reinstall apsw`.",
    )


def _require_format(connection: apsw.Connection, path: Path, any_format: bool) -> None:
    if connection.pragma("application_id") != APPLICATION:
        raise damaged(path)
    written = connection.pragma("user_version")
    if written > FORMAT:
        raise LibraryNewer(
            f"库文件由更新版本的 nianbao 写成：{path}。请升级 nianbao，或用 --home 指定另一个文件夹。",
            f"the library was written by a newer nianbao: {path}. Upgrade nianbao, or name another folder with --home.",
        )
    if written < FORMAT and not any_format:
        raise LibraryOld(
            f"库文件由旧版 nianbao 写成：{path}。下一条用到它的命令会重建它。",
            f"the library was written by an older nianbao: {path}. The next command that uses it rebuilds it.",
        )
