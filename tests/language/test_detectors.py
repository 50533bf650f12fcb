import subprocess
import sys

import pytest

from sentiment.language.detectors import (
    detect_with_cld2,
    detect_with_langdetect,
    detect_with_langid,
    known_to_langdetect,
)

GERMAN = "Die Lieferung kam zu spät und niemand hat mir geantwortet."


def test_each_knows_german():
    assert detect_with_langid(GERMAN, script="latin") == "de"
    assert detect_with_cld2(GERMAN) == "de"
    assert detect_with_langdetect(GERMAN, among={"de", "nl", "en"}) == "de"


@pytest.mark.parametrize("text", ["a\x00\x01\x02", "\ud800", "\ufdd0\uffff", "", "\x85\u2028"])
def test_cld2_survives_what_it_refuses(text):
    detect_with_cld2(text)


def test_langdetect_chooses_only_among_what_it_is_given():
    assert detect_with_langdetect(GERMAN, among={"nl", "da"}) in {"nl", "da"}
    assert detect_with_langdetect(GERMAN, among={"nl"}) == "nl"
    assert detect_with_langdetect(GERMAN, among={"yo", "mt"}) is None
    assert detect_with_langdetect("12", among={"nl", "da"}) is None


def test_langdetect_repeats_itself():
    answers = {detect_with_langdetect("Bra pris", among={"sv", "no", "da"}) for _ in range(30)}
    assert len(answers) == 1


def test_langdetect_codes_are_ours():
    assert {"zh", "he", "no", "tl"} <= known_to_langdetect()


def test_nothing_is_loaded_at_import():
    program = (
        "import sys, sentiment.language.identification, sentiment.language.distinctive_words,"
        "sentiment.language.names;"
        "heavy = {'py3langid', 'pycld2', 'langdetect', 'numpy', 'jieba', 'fugashi', 'babel'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
