import numpy as np

from sentiment.models.char_ngrams import count_ngrams, pack_weights


def test_counts_are_damped_and_scaled():
    once, often = count_ngrams(["ab", "ab ab ab cd"], places=1 << 18)
    assert once.nnz == 6  # of " ab ": three of two characters, two of three, one of four
    values = np.unique(often.data.round(6))
    np.testing.assert_allclose(values.max() / values.min(), np.log(4) / np.log(2), rtol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(often.data), 1, atol=1e-6)


def test_words_that_share_letters_are_near():
    words = ["wonderful", "wonderfully", "schrecklich"]
    near, far = (count_ngrams(words, places=1 << 18) @ count_ngrams(words[:1], places=1 << 18).T)[
        1:, 0
    ].toarray()[:, 0]
    assert near > 0.6
    assert far < 0.1


def test_packing_loses_less_than_half_a_step():
    weight = np.random.default_rng(3).normal(0, 2, (500, 3)).astype(np.float32)
    packed, scale = pack_weights(weight)
    assert packed.dtype == np.int8
    assert (np.abs(packed * scale - weight) <= scale / 2 + 1e-6).all()
