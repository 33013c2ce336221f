"""The evaluation of the search measures what it says."""

import json
from pathlib import Path

import pytest

import evaluate_search as trial
from evaluate_search import Query, measures

PASSAGES = [
    {"id": "a", "agency": "某甲市教育局", "year": 2020, "section": "一、总体情况", "text": "举办培训班三期。"},
    {"id": "b", "agency": "某甲市教育局", "year": 2021, "section": "一、总体情况", "text": "通过微信发布信息。"},
    {"id": "c", "agency": "某乙县财政局", "year": 2021, "section": "一、总体情况", "text": "举办培训班一期。"},
]
QUERIES = [
    {"id": "q", "type": "para", "query": "某甲市教育局2020年上过课吗", "relevant": {"a": 2}, "split": "dev"},
    {"id": "r", "type": "en", "query": "training of 某乙县财政局", "relevant": {"c": 2, "b": 1}, "split": "test"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, records in (("passages", PASSAGES), ("queries", QUERIES)):
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_a_perfect_ranking_scores_one_and_a_useless_one_nothing() -> None:
    query = Query("q", "para", "", {1: 2, 2: 1}, "dev")
    assert list(measures(query, [1, 2, 3])) == [1, 1, 1, 1]
    assert list(measures(query, [7, 8, 9])) == [0, 0, 0, 0]


def test_a_hit_further_down_counts_less() -> None:
    ndcg, first, five, reciprocal = measures(Query("q", "para", "", {1: 2}, "dev"), [9, 8, 1])
    assert ndcg == pytest.approx(0.5)
    assert (first, five) == (0, 1)
    assert reciprocal == pytest.approx(1 / 3)


def test_agency_and_year_narrow_the_search_and_leave_the_question(folder: Path) -> None:
    asked = trial.read(folder)
    known = trial.names(asked)
    text, keys = trial.narrowed(asked, known, asked.queries[0].text)
    assert keys == (1,)
    assert "教育局" not in text and "2020" not in text and "上过课" in text
    assert trial.narrowed(asked, known, "谁办过培训班")[1] == (1, 2, 3)


def test_a_gain_that_is_always_there_is_no_chance() -> None:
    assert trial.chance([1.0] * 20, [0.5] * 20) == 0
    assert trial.chance([0.5] * 20, [0.5] * 20) == 1


def test_an_interval_holds_its_mean() -> None:
    mean, low, high = trial.interval([0.0, 1.0, 1.0, 0.0, 1.0])
    assert mean == pytest.approx(0.6)
    assert low < mean < high


def test_the_tables_hold_every_way_to_rank(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate_search.py", str(folder)])
    trial.main()
    printed = capsys.readouterr().out
    assert "2 questions, filtered" in printed and "2 questions, unfiltered" in printed
    assert all(printed.count(f"| {name} |") == 2 for name in ("BM25", "LSA", "model", "rank fusion", "hybrid"))


def test_what_is_required_is_said_to_hold_or_not() -> None:
    good, bad = [(1.0, 1, 1, 1)] * 30, [(0.5, 0, 0, 0)] * 30
    kinds = ["en", "kw"] * 15
    won = trial.required({"hybrid": good, "BM25": bad, "model": bad}, kinds, 0.9)
    lost = trial.required({"hybrid": bad, "BM25": bad, "model": good}, kinds, 0.9)
    assert len(won) == len(lost) == 5
    assert all(line.startswith("- pass") for line in won)
    assert all(line.startswith("- FAIL") for line in lost)


def test_questions_through_the_assistant_are_counted_by_whether_it_should_answer() -> None:
    asked = [
        Query("a", "para", "龙口2020年行政处罚多少件", {1: 1}, "dev"),
        Query("b", "none", "龙口2020年种了多少棵树", {}, "dev"),
    ]
    answered, declined, _ = trial.through_the_assistant(asked)[-3:]
    assert answered.startswith("- pass: 1 with an answer: declined 0.0%")
    assert declined.startswith("- pass: 1 without an answer: declined 100.0%")


def test_a_folder_without_questions_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate_search.py", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"queries\.jsonl"):
        trial.main()


def test_every_question_of_ours_is_answered_by_a_passage_unless_it_says_so() -> None:
    own = trial.bundled()
    assert [query.id for query in own.queries if bool(query.relevant) == (query.kind == "none")] == []
    assert len(own.queries) >= 150
    assert sum(query.kind == "none" for query in own.queries) >= 40
    assert {query.kind for query in own.queries} == {"para", "kw", "en", "mix", "none"}


def test_our_questions_name_the_report_that_is_searched() -> None:
    own = trial.bundled()
    known = trial.names(own)
    lost = [q.text for q in own.queries if not set(q.relevant) <= set(trial.narrowed(own, known, q.text)[1])]
    assert lost == []
