"""The peers: one small class each, the ordinary way to use what it is named for. nianbao is one of them.

All of them are given the text of the files as nianbao's own readers decode it, tables as rows of cells, so that none
loses a question to an encoding or to a tag; where one cuts the text itself, each piece carries its report's title.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Protocol

from index.encoder import DEFAULT as MODEL
from index.terms import terms

MOST = 5
"""How many results are asked for."""
LENGTH = 500
"""Characters of a piece, as far as lines allow it."""
WORKER = str(Path(__file__).with_name("peers_worker.py"))
NIANBAO = (sys.executable, "-c", "from assistant.start import main; main()")


@dataclass(frozen=True, slots=True)
class Found:
    """One result."""

    report: str
    """The name of its file without the ending."""
    text: str
    """The piece found; of a figure its value alone."""


class Peer(Protocol):
    """Something that finds answers in files."""

    name: ClassVar[str]
    packages: ClassVar[tuple[str, ...]]
    """The distributions it stands for, whose versions are told."""
    folder: Path
    """Where it keeps what it builds."""

    def __init__(self, folder: Path) -> None:
        """Opens nothing yet."""

    def build(self, files: Sequence[Path]) -> None:
        """Make of the files whatever it keeps."""

    def ask(self, text: str) -> list[Found]:
        """At most MOST results, best first; the first call opens what `build` kept."""

    def cold(self, text: str) -> tuple[str, ...]:
        """The command that starts it for one question."""


def text_of(file: Path) -> str:
    """The text of a file, decoded."""
    from corpus.read import read

    return "\n".join(line.text for line in read(file).lines if line.text.strip())


def pieces(text: str) -> Iterator[str]:
    """A text cut at line ends into pieces of LENGTH characters, the first line before each."""
    title, *lines = text.split("\n")
    piece = title
    for part in (line[n : n + LENGTH] for line in lines for n in range(0, len(line), LENGTH)):
        if len(piece) + len(part) > len(title) + LENGTH:
            yield piece
            piece = title
        piece += "\n" + part
    yield piece


def cut(files: Sequence[Path]) -> list[tuple[str, str]]:
    """Report and text of every piece of some files."""
    return [(file.stem, piece) for file in files for piece in pieces(text_of(file))]


class _InPython:
    """What those have in common that a few lines of Python start; some keep the pieces in a file of their own."""

    name: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, made: Sequence[tuple[str, str]]) -> None:
        (self.folder / "pieces.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")

    @cached_property
    def kept(self) -> list[Found]:
        return [Found(*one) for one in json.loads((self.folder / "pieces.json").read_text(encoding="utf-8"))]

    def cold(self, text: str) -> tuple[str, ...]:
        return (sys.executable, WORKER, "once", self.name, str(self.folder), text)


class Nianbao:
    """Its own chat: a figure, else the passages quoted, else nothing."""

    name: ClassVar[str] = "nianbao"
    packages: ClassVar[tuple[str, ...]] = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, files: Sequence[Path]) -> None:
        from assistant.library import build, finding

        build.init(self.folder, empty=True)
        with build.open_library(self.folder, writable=True) as library:
            build.add(library, files)
            finding.open_search(library, self.folder)

    @cached_property
    def _chat(self) -> Any:
        from assistant.chat import Chat

        return Chat.open(self.folder)

    def ask(self, text: str) -> list[Found]:
        self._chat.restart()
        answer = self._chat.ask(text)
        if answer.value is not None and answer.figures:
            return [Found(answer.figures[0].report, str(answer.value))]
        return [Found(hit.passage.report, hit.passage.text) for hit in answer.passages[:MOST]]

    def cold(self, text: str) -> tuple[str, ...]:
        return (*NIANBAO, "--home", str(self.folder), "ask", text)


class NianbaoSearch(Nianbao):
    """Its search of the prose alone, without the assistant before it: it knows no figures."""

    name: ClassVar[str] = "nianbao search"

    @cached_property
    def _search(self) -> Any:
        from assistant.library import build, finding

        return finding.open_search(build.open_library(self.folder), self.folder)

    def ask(self, text: str) -> list[Found]:
        return [Found(hit.passage.report, hit.passage.text) for hit in self._search.find(text, limit=MOST)]

    def cold(self, text: str) -> tuple[str, ...]:
        return (*NIANBAO, "--home", str(self.folder), "search", text)


class Ripgrep:
    """Every line with a bigram or word of the question; the file with the most of them, and in it the line."""

    name: ClassVar[str] = "ripgrep"
    packages: ClassVar[tuple[str, ...]] = ("rg",)
    _around: ClassVar[int] = 5

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, files: Sequence[Path]) -> None:
        for file in files:
            (self.folder / file.stem).write_text(text_of(file), encoding="utf-8")

    def ask(self, text: str) -> list[Found]:
        sought = _sought(text)
        run = subprocess.run(self.cold(text), capture_output=True, encoding="utf-8", check=False)
        in_files: dict[str, set[str]] = {}
        best: dict[str, tuple[int, int]] = {}
        for path, number, line in (found.split(":", 2) for found in run.stdout.splitlines()):
            there = {term for term in sought if term in line.lower()}
            in_files.setdefault(path, set()).update(there)
            best[path] = max(best.get(path, (0, 0)), (len(there), -int(number)))
        ranked = sorted(in_files, key=lambda path: (-len(in_files[path]), -best[path][0], path))[:MOST]
        return [Found(Path(path).name, self._near(Path(path), -best[path][1])) for path in ranked]

    def _near(self, path: Path, number: int) -> str:
        lines = path.read_text(encoding="utf-8").split("\n")
        return "\n".join(lines[max(0, number - 1 - self._around) : number + self._around])

    def cold(self, text: str) -> tuple[str, ...]:
        rg = shutil.which("rg") or "rg"
        patterns = [part for term in _sought(text) for part in ("-e", term)]
        return (rg, "--fixed-strings", "--ignore-case", "--line-number", "--no-heading", *patterns, str(self.folder))


def _sought(text: str) -> list[str]:
    return [term for term in dict.fromkeys(terms(text)) if len(term) > 1]


class Bm25s(_InPython):
    """bm25s with its own tokenizer, which parts words at blanks."""

    name: ClassVar[str] = "bm25s"
    packages: ClassVar[tuple[str, ...]] = ("bm25s",)

    def tokens(self, texts: Sequence[str]) -> Any:
        import bm25s

        return bm25s.tokenize(list(texts), return_ids=False, show_progress=False)

    def build(self, files: Sequence[Path]) -> None:
        import bm25s

        made = cut(files)
        retriever = bm25s.BM25()
        retriever.index(self.tokens([text for _, text in made]), show_progress=False)
        retriever.save(self.folder / "bm25s")
        self.keep(made)

    @cached_property
    def _retriever(self) -> Any:
        import bm25s

        return bm25s.BM25.load(self.folder / "bm25s")

    def ask(self, text: str) -> list[Found]:
        asked = self.tokens([text])
        places, scores = self._retriever.retrieve(asked, k=min(MOST, len(self.kept)), show_progress=False)
        return [self.kept[place] for place, score in zip(places[0], scores[0], strict=True) if score > 0]


class Bm25sBigrams(Bm25s):
    """bm25s over nianbao's own terms: bigrams of Chinese, words, numbers."""

    name: ClassVar[str] = "bm25s, our bigrams"

    def tokens(self, texts: Sequence[str]) -> Any:
        return [terms(text) for text in texts]


class FaissFlat(_InPython):
    """sentence-transformers called directly, an exact FAISS index."""

    name: ClassVar[str] = "FAISS flat"
    packages: ClassVar[tuple[str, ...]] = ("faiss-cpu", "sentence-transformers")

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(MODEL), local_files_only=True)

    def _vectors(self, texts: Sequence[str]) -> Any:
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def build(self, files: Sequence[Path]) -> None:
        import faiss

        made = cut(files)
        vectors = self._vectors([text for _, text in made])
        store = faiss.IndexFlatIP(vectors.shape[1])
        store.add(vectors)
        faiss.write_index(store, str(self.folder / "vectors"))
        self.keep(made)

    @cached_property
    def _store(self) -> Any:
        import faiss

        return faiss.read_index(str(self.folder / "vectors"))

    def ask(self, text: str) -> list[Found]:
        places = self._store.search(self._vectors([text]), min(MOST, len(self.kept)))[1][0]
        return [self.kept[place] for place in places]


class Txtai(_InPython):
    """A txtai database of embeddings with the texts in it."""

    name: ClassVar[str] = "txtai"
    packages: ClassVar[tuple[str, ...]] = ("txtai",)
    hybrid: ClassVar[bool] = False

    def build(self, files: Sequence[Path]) -> None:
        from txtai import Embeddings

        store = Embeddings(path=str(MODEL), method="sentence-transformers", content=True, hybrid=self.hybrid)
        store.index([(f"{report}/{n}", text, None) for n, (report, text) in enumerate(cut(files))])
        store.save(str(self.folder / "txtai"))

    @cached_property
    def _store(self) -> Any:
        from txtai import Embeddings

        store = Embeddings()
        store.load(str(self.folder / "txtai"))
        return store

    def ask(self, text: str) -> list[Found]:
        # Its search takes SQL too; a question is bound, so that nothing in it is read as such.
        hits = self._store.search(
            f"select id, text from txtai where similar(:asked) limit {MOST}", MOST, parameters={"asked": text}
        )
        return [Found(hit["id"].partition("/")[0], hit["text"]) for hit in hits]


class TxtaiHybrid(Txtai):
    """The same with its own BM25 beside the vectors."""

    name: ClassVar[str] = "txtai, hybrid"
    hybrid: ClassVar[bool] = True


class LangChain(_InPython):
    """A LangChain pipeline: its recursive splitter, its embeddings, its FAISS store, its retriever."""

    name: ClassVar[str] = "LangChain"
    packages: ClassVar[tuple[str, ...]] = ("langchain-core", "langchain-community", "langchain-huggingface")

    @cached_property
    def _model(self) -> Any:
        from langchain_huggingface import HuggingFaceEmbeddings

        return HuggingFaceEmbeddings(model_name=str(MODEL), model_kwargs={"local_files_only": True})

    def build(self, files: Sequence[Path]) -> None:
        from langchain_community.vectorstores import FAISS
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=LENGTH, chunk_overlap=LENGTH // 10)
        documents = []
        for file in files:
            text = text_of(file)
            title = text.partition("\n")[0]
            titled = (f"{title}\n{piece}" for piece in splitter.split_text(text))
            documents += [Document(piece, metadata={"report": file.stem}) for piece in titled]
        FAISS.from_documents(documents, self._model).save_local(str(self.folder))

    @cached_property
    def _retriever(self) -> Any:
        from langchain_community.vectorstores import FAISS

        # It keeps the texts as a pickle, and opens one only where told that it is ours.
        store = FAISS.load_local(str(self.folder), self._model, allow_dangerous_deserialization=True)
        return store.as_retriever(search_kwargs={"k": MOST})

    def ask(self, text: str) -> list[Found]:
        return [Found(document.metadata["report"], document.page_content) for document in self._retriever.invoke(text)]


class SharedWords(_InPython):
    """The piece that shares the most terms with the question; needs no package, for the tests of the bench."""

    name: ClassVar[str] = "shared words"
    packages: ClassVar[tuple[str, ...]] = ()

    def build(self, files: Sequence[Path]) -> None:
        self.keep(cut(files))

    @cached_property
    def _terms(self) -> list[set[str]]:
        return [set(terms(piece.text)) for piece in self.kept]

    def ask(self, text: str) -> list[Found]:
        asked = set(terms(text))
        return [self.kept[n] for n in sorted(range(len(self.kept)), key=lambda n: -len(asked & self._terms[n]))[:MOST]]


_EVERY: tuple[type[Peer], ...] = (
    Nianbao, NianbaoSearch, Ripgrep, Bm25s, Bm25sBigrams, FaissFlat, Txtai, TxtaiHybrid, LangChain, SharedWords,
)  # fmt: skip
PEERS = {peer.name: peer for peer in _EVERY}
