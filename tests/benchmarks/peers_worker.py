"""One peer in a process of its own, so that its imports, time and memory are counted for it alone.

python peers_worker.py build NAME FOLDER    files as JSON on standard input; prints seconds, memory
python peers_worker.py ask NAME FOLDER      questions as JSON; prints milliseconds and results of each, memory
python peers_worker.py once NAME FOLDER QUESTION    a cold start
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any

from peers_each import PEERS, Peer


def memory() -> float:
    """Peak MB of this process, or of the largest that it started."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage tells of itself begins with the size of the process that started this one.
        lines = status.read_text(encoding="ascii").splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    else:
        own = getrusage(RUSAGE_SELF).ru_maxrss
    return max(own, getrusage(RUSAGE_CHILDREN).ru_maxrss) / 1024


def built(peer: Peer, files: list[str]) -> dict[str, Any]:
    """Build; seconds from before the imports it needs."""
    started = time.perf_counter()
    peer.build([Path(file) for file in files])
    return {"seconds": time.perf_counter() - started, "memory": memory()}


def answered(peer: Peer, questions: dict[str, list[str]]) -> dict[str, Any]:
    """Ask every question, once the first of each kind has been asked uncounted."""
    for of_kind in questions.values():
        peer.ask(of_kind[0])
    results: dict[str, list[dict[str, Any]]] = {kind: [] for kind in questions}
    for kind, of_kind in questions.items():
        for text in of_kind:
            started = time.perf_counter()
            found = peer.ask(text)
            spent = (time.perf_counter() - started) * 1000
            results[kind].append({"ms": spent, "found": [asdict(one) for one in found]})
    return {"results": results, "memory": memory()}


def main() -> None:
    """Do what is said and print what came of it, JSON as the last line."""
    what, name, folder = sys.argv[1:4]
    peer = PEERS[name](Path(folder))
    if what == "build":
        print(json.dumps(built(peer, json.load(sys.stdin))))
    elif what == "ask":
        print(json.dumps(answered(peer, json.load(sys.stdin))))
    else:
        print(*(found.text for found in peer.ask(sys.argv[4])[:1]))


if __name__ == "__main__":
    main()
