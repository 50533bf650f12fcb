"""When a model had better not answer: for each language, how sure it has to be.

A text whose largest probability is below its language's threshold is in the abstain
band: a person should look at it. The thresholds were chosen on held-out texts when
the model was packed, and lie beside its weights together with what they do on test texts.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sentiment.models.stated_figures import read_stated_figures
from sentiment.settings import embedded_model_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ABSTAIN_FILE = "abstain.json"
FORMAT = "polytone-abstain-1"


@dataclass(frozen=True)
class AbstainBand:
    """``threshold`` in 0..1 and what it did on the test texts of a language.

    Of ``texts`` test texts, ``kept`` were at least as sure as the threshold, of
    which ``wrong_kept`` were wrong; of the rest ``wrong_abstained`` were. ``own``
    tells that the threshold was chosen on texts of the language itself; otherwise
    they were too few, and it is that of all languages together.
    """

    threshold: float
    own: bool
    texts: int
    kept: int
    wrong_kept: int
    wrong_abstained: int


@dataclass(frozen=True)
class AbstainBands:
    """The bands of one model: ``pooled`` over all languages, and ``languages`` by code.

    ``target_error`` is the error rate that thresholds aim at among the kept texts,
    ``least_kept`` the share of texts that they keep where it cannot be reached.
    """

    model_id: str
    target_error: float
    least_kept: float
    pooled: AbstainBand
    languages: Mapping[str, AbstainBand]

    def of(self, language: str | None) -> AbstainBand:
        """The band of ``language`` (ISO 639), or the pooled one where it has none.

        >>> pooled = AbstainBand(0.6, True, 100, 80, 8, 9)
        >>> AbstainBands("m", 0.1, 0.3, pooled, {}).of("cs").threshold
        0.6
        """
        return self.languages.get(language or "", self.pooled)


def write_abstain_bands(folder: Path, bands: AbstainBands) -> Path:
    """Write ``abstain.json`` into ``folder`` and return its path."""
    path = folder / ABSTAIN_FILE
    content = {"format": FORMAT, **asdict(bands)}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return path


def read_abstain_bands(folder: Path | None = None) -> AbstainBands | None:
    """The bands of the packed model in ``folder`` (default: the one in the package).

    None where the model was packed without any. Raises :class:`ModelError` where
    the file is damaged or of another version.
    """
    path = (folder or embedded_model_folder()) / ABSTAIN_FILE
    return read_stated_figures(path, _bands, form=FORMAT)


def _bands(content: dict[str, Any]) -> AbstainBands:
    pooled = AbstainBand(**content.pop("pooled"))
    languages = {code: AbstainBand(**band) for code, band in content.pop("languages").items()}
    return AbstainBands(pooled=pooled, languages=languages, **content)
