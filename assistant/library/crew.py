"""Worker processes that read files: one that breaks, hangs or takes all memory costs its own line and nothing else.

A worker is a fresh interpreter, so that it is the same on every system and PDFium is alone in its process. One thread
waits for each. Results come in the order of the files, as many at once as are ready.
"""

import math
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from queue import SimpleQueue
from threading import Lock
from typing import BinaryIO, TypeVar, cast

from assistant.library.contents import Job, Outcome, outcome
from assistant.library.worker import OUT_OF_MEMORY, received, send
from corpus.errors import NianbaoError, Unreadable

SECONDS = 60.0
"""For one file; a large real one takes one."""
SCAN_SECONDS = 900.0
"""For one that may be a scan, where Tesseract is installed: some seconds a page, more on a busy machine."""
MEMORY = 2_000_000_000
"""Bytes of address space for a worker, where the system keeps such a limit. A large real report takes a tenth."""
FEW = 8
"""Fewer files are read without workers, which take a moment to start,"""
SMALL = 300_000
"""unless one has more bytes, or is a PDF: those may take long, or break their reader."""
LINGER = 0.5
"""Seconds that results wait for others, to be stored together."""
MOST_AT_ONCE = 128
_AHEAD = 40
"""Files that each worker has before it: one that is slow stops no other."""
_MAY_BE_SCANS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif")
_TICK = 0.5
"""Seconds after which a wait can be interrupted on every system."""
START = "import sys; sys.path[:] = {path!r}; from assistant.library.worker import main; main({gently}, {memory})"
"""What a worker process runs."""

_File = TypeVar("_File")
Asked = Job | NianbaoError | None
"""A file to read, or why it is not to be opened; None for one of which nothing new is to be learnt."""


def workers_for(jobs: Sequence[Job], *, gently: bool = False) -> int:
    """How many processes shall read these files; 0 where they are few and small. `gently` leaves a core free."""
    if len(jobs) < FEW and all(map(_is_light, jobs)):
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(min(len(jobs), cores - gently), 1)


def _is_light(job: Job) -> bool:
    try:
        return job.path.suffix.lower() not in _MAY_BE_SCANS and job.path.stat().st_size <= SMALL
    except OSError:
        return True


def batches(
    asked: Iterator[tuple[_File, Asked]], workers: int, *, gently: bool = False
) -> Generator[list[tuple[_File, Outcome]], None, None]:
    """The outcome of each file in the order asked, those together that come within LINGER seconds.

    With 0 workers this process reads. `gently` gives the workers a lower priority.
    """
    crew = _Crew(workers, gently) if workers else _Alone()
    waiting: deque[tuple[_File, Future[Outcome]]] = deque()
    ready: list[tuple[_File, Outcome]] = []
    until = 0.0
    try:
        while True:
            waiting.extend((file, crew.read(job)) for file, job in islice(asked, crew.most - len(waiting)))
            if ready and (not waiting or len(ready) == MOST_AT_ONCE or time.monotonic() > until):
                yield ready
                ready = []
            if not waiting:
                return
            file, future = waiting[0]
            try:
                found = future.result(min(max(until - time.monotonic(), 0), _TICK) if ready else _TICK)
            except TimeoutError:
                crew.stop_late()
                continue
            waiting.popleft()
            until = until if ready else time.monotonic() + LINGER
            ready.append((file, found))
    finally:
        crew.end()


class _Alone:
    """Nobody else: each file is read when its turn comes."""

    most = 1

    def read(self, asked: Asked) -> Future[Outcome]:
        """The outcome, at once."""
        try:
            return _done(outcome(asked) if isinstance(asked, Job) else asked)
        except MemoryError:
            return _done(_too_large())

    def stop_late(self) -> None:
        """Nobody to stop."""

    def end(self) -> None:
        """Nothing to stop."""


class _Crew:
    """Worker processes, each with a thread that waits for it."""

    def __init__(self, workers: int, gently: bool) -> None:
        self.most = workers * _AHEAD
        self.workers = [_Worker(gently) for _ in range(workers)]
        self.idle = SimpleQueue[_Worker]()
        for worker in self.workers:
            self.idle.put(worker)
        self.threads = ThreadPoolExecutor(workers, "reader")

    def read(self, asked: Asked) -> Future[Outcome]:
        """The outcome to come."""
        return self.threads.submit(self._by_one, asked) if isinstance(asked, Job) else _done(asked)

    def _by_one(self, job: Job) -> Outcome:
        worker = self.idle.get()
        try:
            return worker.outcome(job)
        finally:
            self.idle.put(worker)

    def stop_late(self) -> None:
        """Stop the processes that have been at a file for too long."""
        for worker in self.workers:
            worker.stop_if_late()

    def end(self) -> None:
        """Stop the processes, whatever they are at."""
        for worker in self.workers:
            worker.stop()
        self.threads.shutdown(cancel_futures=True)
        for worker in self.workers:
            worker.close()


class _Worker:
    """One process, started when it is first needed and again after it died."""

    def __init__(self, gently: bool) -> None:
        self.gently = gently
        self.process: subprocess.Popen[bytes] | None = None
        self.stopped = False
        self.until = math.inf
        """When it is late with the file that it is at."""
        self.late = False
        self.deciding = Lock()

    def outcome(self, job: Job) -> Outcome:
        """What a file holds, or why the process did not live to tell."""
        try:
            process = self._running()
        except OSError as error:
            return _no_process(error)
        return self._answer(process, job)

    def _answer(self, process: subprocess.Popen[bytes], job: Job) -> Outcome:
        """What a process makes of a file in the time it has."""
        seconds = _seconds(job)
        self.late, self.until = False, time.monotonic() + seconds
        try:
            send(cast(BinaryIO, process.stdin), job)
            found: Outcome = received(cast(BinaryIO, process.stdout))
        except (OSError, EOFError):
            code = process.wait()
            return _too_slow(seconds) if self.late else _too_large() if code == OUT_OF_MEMORY else _died(code)
        finally:
            with self.deciding:
                self.until = math.inf
        if self.late:
            process.wait()  # It was ready at the last moment; the next file is for another process.
        return found

    def stop_if_late(self) -> None:
        """End the process where it has had the time it has for a file."""
        with self.deciding:
            if self.process and time.monotonic() > self.until:
                self.late = True
                self.process.kill()

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            self.process = _started(self.gently)
            if self.stopped:
                self.process.kill()
        return self.process

    def stop(self) -> None:
        """End the process at once; another one that is just being started ends too."""
        self.stopped = True
        if self.process:
            self.process.kill()

    def close(self) -> None:
        """Forget an ended process."""
        if self.process:
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                # What is left unsaid to a dead process does not matter.
                with suppress(OSError):
                    cast(BinaryIO, stream).close()


def _started(gently: bool) -> subprocess.Popen[bytes]:
    lower: int = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if gently else 0
    return subprocess.Popen(
        [sys.executable, "-P", "-c", START.format(path=sys.path, gently=gently, memory=MEMORY)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("NIANBAO_DEBUG") else subprocess.DEVNULL,
        creationflags=lower,
    )


def _seconds(job: Job) -> float:
    """How long a file may take."""
    return SCAN_SECONDS if job.path.suffix.lower() in _MAY_BE_SCANS and shutil.which("tesseract") else SECONDS


def _done(found: Outcome) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_result(found)
    return future


_REMEDY = ("请把报告正文另存为文本（.txt）。", "Save the report itself as text (.txt).")


def _too_slow(seconds: float) -> Unreadable:
    return Unreadable(
        f"读了 {seconds:g} 秒还没有读完，已停止。{_REMEDY[0]}",
        f"reading it took longer than {seconds:g} seconds and was stopped. {_REMEDY[1]}",
    )


def _too_large() -> Unreadable:
    return Unreadable(
        f"读它要用的内存超过 {MEMORY // 10**6} MB。{_REMEDY[0]}",
        f"reading it takes more than {MEMORY // 10**6} MB of memory. {_REMEDY[1]}",
    )


def _died(code: int) -> Unreadable:
    return Unreadable(
        f"读它的进程意外结束（{code}）。请再加一次；若还是这样，请把报告正文另存为文本（.txt）。",
        f"the process that read it ended unexpectedly ({code}). Add it again; if that happens again, save the report "
        "itself as text (.txt).",
    )


def _no_process(error: OSError) -> Unreadable:
    why = error.strerror or type(error).__name__
    return Unreadable(
        f"开不了读文件的进程：{why}。请关掉一些程序后再加。",
        f"no process could be started to read it: {why}. Close other programs and add it again.",
    )
