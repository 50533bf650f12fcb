"""Zero-shot transfer: a light head is trained in one language and tested in all others.

The head is multinomial logistic regression, on vectors of a frozen encoder or, as a floor
that knows nothing about languages, on the characters of the texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentiment.errors import UsageError
from sentiment.evaluation.transfer_table import tabulate_transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sentiment.evaluation.transfer_table import TransferTable

CHARACTERS = "character n-grams"
_PENALTY = 0.1  # inverse strength on standardised vectors of a few hundred numbers
_SEED = 0


def transfer_by_vectors(
    train: Mapping[str, tuple[NDArray[np.float32], NDArray[np.int64]]],
    test: Mapping[str, tuple[NDArray[np.float32], NDArray[np.int64]]],
) -> TransferTable:
    """Macro-F1 of a head on vectors (n, size) with labels (n,), both by language.

    Raises :class:`UsageError` for fewer than two languages, or one with a single class.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def head() -> Any:
        return make_pipeline(
            StandardScaler(), LogisticRegression(C=_PENALTY, max_iter=500, random_state=_SEED)
        )

    return _transfer(train, test, head)


def transfer_by_characters(
    train: Mapping[str, tuple[Sequence[str], NDArray[np.int64]]],
    test: Mapping[str, tuple[Sequence[str], NDArray[np.int64]]],
) -> TransferTable:
    """The same on counts of 2 to 4 characters inside words, weighted by their rarity (tf-idf)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    def head() -> Any:
        return make_pipeline(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2, sublinear_tf=True),
            LogisticRegression(C=1.0, max_iter=500, random_state=_SEED),
        )

    return _transfer(train, test, head)


def _transfer(
    train: Mapping[str, tuple[Any, NDArray[np.int64]]],
    test: Mapping[str, tuple[Any, NDArray[np.int64]]],
    head: Callable[[], Any],
) -> TransferTable:
    languages = [language for language in train if language in test]
    if len(languages) < 2:
        raise UsageError(
            f"Transfer needs two languages with train and test texts, found {languages}.",
            hint="Name more with --languages, or none for all.",
        )
    predicted = {}
    for language in languages:
        inputs, labels = train[language]
        if len(set(labels.tolist())) < 2:
            raise UsageError(
                f"The training texts in '{language}' have one label only.",
                hint="Raise --most, or leave the language out with --languages.",
            )
        fitted = head().fit(inputs, labels)
        for other in languages:
            predicted[language, other] = fitted.predict(test[other][0])
    return tabulate_transfer(
        {language: test[language][1] for language in languages}, predicted, languages=languages
    )
