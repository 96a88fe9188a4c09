"""Writes the answers that the tests of statistics in src/numeric compare with, those of scipy and scikit-learn:

    python3 scripts/statistics-oracle.py [folder, default test/fixtures/statistics]

Written with scipy 1.10.1 and scikit-learn 1.2.1; the same on every run.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy import special, stats
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score

random = np.random.default_rng(201)


def columns():
    yield [1.0, 2.0], [3.0, 4.0]
    yield [1.0, 2.0, 2.0, 3.0], [4.0, 4.0, 1.0, 1.0]
    yield [5.0, 4.0, 3.0, 2.0, 1.0], [1.0, 2.0, 3.0, 4.0, 5.0]
    yield [0.0, -0.0, 1.0], [1.0, 2.0, 2.0]
    for length, kinds in [(10, 3), (33, 5), (100, 1000), (257, 12), (400, 2)]:
        x = random.integers(0, kinds, length) / 4
        noise = random.integers(0, kinds, length) / 4
        yield x.tolist(), np.where(random.random(length) < 0.5, x, noise).tolist()
    x = random.normal(size=300)
    yield x.tolist(), (x + random.normal(size=300)).tolist()
    yield (1e6 + x).tolist(), (1e6 + 3 * x**2).tolist()


def answers(x, y):
    probabilities = [0, 0.05, 0.25, 0.5, 1 / 3, 0.9, 1]
    return {
        "x": x,
        "y": y,
        "tau": stats.kendalltau(x, y, variant="b").statistic,
        "ranks": stats.rankdata(x).tolist(),
        "r2": r2_score(x, y),
        "mae": mean_absolute_error(x, y),
        "rmse": mean_squared_error(x, y, squared=False),
        "probabilities": probabilities,
        "quantiles": np.quantile(x, probabilities).tolist(),
    }


def normal():
    # Below -37.5 scipy says 0, where there are still subnormal numbers.
    z = np.concatenate([np.linspace(-37, 9, 185), [-2.5, 2.5, -2.4999999, 2.4999999, 1e-9]])
    half = np.concatenate([np.linspace(0, 50, 101), [1e3, 1e8]])
    return {
        "z": z.tolist(),
        "cdf": stats.norm.cdf(z).tolist(),
        "density": stats.norm.pdf(z).tolist(),
        "half": half.tolist(),
        "mills": (np.sqrt(np.pi / 2) * special.erfcx(half / np.sqrt(2))).tolist(),
    }


folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "test/fixtures/statistics"
folder.mkdir(parents=True, exist_ok=True)
(folder / "columns.json").write_text(json.dumps([answers(x, y) for x, y in columns()]) + "\n")
(folder / "normal.json").write_text(json.dumps(normal()) + "\n")
