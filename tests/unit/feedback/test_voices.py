"""Which of the system's voices speaks a language."""

from __future__ import annotations

import pytest

from posecoach.feedback.voices import best_voice

ESPEAK = [
    ("en-029", "gmw/en-029"),
    ("en-gb", "gmw/en"),
    ("en-us", "gmw/en-us"),
    ("de", "gmw/de"),
    ("pt", "roa/pt"),
    ("pt-br", "roa/pt-br"),
    ("cmn", "sit/cmn"),
    ("cmn-latn-pinyin", "sit/cmn-latn-pinyin"),
    ("yue", "sit/yue"),
]
MACOS = [("en_US", "samantha"), ("en_GB", "daniel"), ("de_DE", "anna"), ("zh_CN", "tingting"), ("zh_TW", "meijia")]


@pytest.mark.parametrize(
    "language, voices, current, taken",
    [
        ("en-gb", ESPEAK, "gmw/en", "gmw/en"),
        ("en", ESPEAK, "gmw/de", "gmw/en"),
        ("EN_us", ESPEAK, "gmw/en", "gmw/en-us"),
        ("de-AT", ESPEAK, "gmw/en", "gmw/de"),
        ("pt-BR", ESPEAK, "gmw/en", "roa/pt-br"),
        ("pt", ESPEAK, "gmw/en", "roa/pt-br"),  # as our messages are
        ("zh", ESPEAK, "gmw/en", "sit/cmn"),
        ("fr", ESPEAK, "gmw/en", None),
        ("en-gb", MACOS, "samantha", "daniel"),
        ("en", MACOS, "samantha", "samantha"),
        ("de", MACOS, "samantha", "anna"),
        ("zh", MACOS, "meijia", "meijia"),
        ("it", [], "", None),
    ],
)
def test_a_voice_speaks_only_its_own_language(language, voices, current, taken):
    assert best_voice(language, voices, current) == taken
