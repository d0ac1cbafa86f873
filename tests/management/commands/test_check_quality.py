"""``check_quality`` as it is called from outside: lines in, lines and an exit status out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.quality.sample import SAMPLE

ROOT = Path(__file__).parents[3]
LINE = json.dumps({"Response": SAMPLE}, ensure_ascii=False)
KEYS = {
    "rule", "field", "also", "severity", "message", "suggestion", "suggestions", "evidence",
}  # fmt: skip


def run(*arguments, text=""):
    return subprocess.run(
        [sys.executable, "manage.py", "check_quality", "--today", "2026-11-22", *arguments],
        cwd=ROOT,
        input=text.encode("utf-8", "surrogatepass"),
        capture_output=True,
        check=False,
    )


def lines(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_prints_the_findings_of_a_file(tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text(f"{LINE}\n\n{LINE}\n", encoding="utf-8")
    done = run(str(file))
    assert done.returncode == 0
    first, second = lines(done)  # the blank line is passed over
    assert first == second
    assert all(set(finding) == KEYS for finding in first)
    by_rule = {finding["rule"]: finding for finding in first}
    assert by_rule["type.unknown"]["suggestion"] == "2종보통"
    assert by_rule["sex.missing_derivable"]["suggestions"][0]["value"] == "남"
    assert set(by_rule["text.label"]["message"]) == {"ko", "en"}
    assert "2종보통" in done.stdout.decode()


def test_bad_lines_are_answered_and_end_in_1():
    bad = [
        "nonsense",
        "[]",
        '{"Response": []}',
        '{"Response": {"Error": {"Code": "A.B"}}}',
        "[" * 9999,
    ]
    done = run(text="\n".join([*bad, LINE]))
    assert done.returncode == 1
    answers = lines(done)
    assert [set(answer) for answer in answers[:5]] == [{"error"}] * 5
    assert "A.B" in answers[3]["error"]
    assert isinstance(answers[5], list)


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text(f"{LINE}\n" * 3000, encoding="utf-8")
    command = f"{sys.executable} manage.py check_quality {file} | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.parametrize("day", ["2026-13-01", "today"])
def test_a_day_that_is_none_is_refused(day):
    done = run("--today", day)
    assert done.returncode != 0
    assert "YYYY-MM-DD" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_takes_text_that_has_no_form_in_utf_8():
    done = run(text='{"Response": {"\\ud800": 1, "Name": "\\ud800"}}')
    assert done.returncode == 0
    assert lines(done)


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_an_unreadable_file_is_a_clear_message(name):
    done = run(name)
    assert done.returncode == 1
    assert done.stdout == b""
    assert name in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
