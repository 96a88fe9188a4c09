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


def blocks():
    """Rows of treatments on the same blocks, some with ties."""
    yield [[1.0, 2.0, 3.0], [2.0, 1.0, 3.0]]
    for length, treatments, kinds in [(4, 3, 1000), (10, 5, 1000), (30, 12, 1000), (30, 4, 5), (60, 7, 3)]:
        shift = np.arange(treatments) * kinds // 20
        yield (random.integers(0, kinds, (length, treatments)) + shift).astype(float).tolist()


def friedman(rows):
    result = stats.friedmanchisquare(*np.array(rows).T)
    ranks = np.apply_along_axis(stats.rankdata, 1, np.array(rows)).mean(axis=0)
    return {"rows": rows, "statistic": result.statistic, "pValue": result.pvalue, "meanRanks": ranks.tolist()}


def two_samples():
    """Samples of the same length, for pairs, and of different ones."""
    for m, n in [(5, 5), (8, 8), (10, 10), (23, 23), (50, 50), (51, 51), (120, 120), (7, 30), (40, 3)]:
        x = random.normal(size=m)
        yield x.tolist(), (random.normal(size=n) + 0.4).tolist()
    for m, n, kinds in [(60, 60, 9), (200, 200, 4), (9, 14, 5)]:
        yield random.integers(0, kinds, m).astype(float).tolist(), random.integers(0, kinds, n).astype(float).tolist()


def compared(x, y):
    answer = {"x": x, "y": y}
    for alternative in ["two-sided", "less", "greater"]:
        u = stats.mannwhitneyu(x, y, alternative=alternative)
        answer[alternative] = {"u": u.statistic, "uPValue": u.pvalue}
        if len(x) == len(y):
            w = stats.wilcoxon(x, y, alternative=alternative)
            answer[alternative].update({"wPValue": w.pvalue})
    return answer


def tests():
    x = [1e-9, 0.1, 0.5, 1.0, 3.84, 10.0, 45.0, 300.0]
    freedoms = [1, 2, 3, 4, 7, 11, 30]
    ranges, groups = [0.2, 1.0, 2.5, 3.5, 5.0], [2, 3, 5, 12]
    levels = [0.01, 0.05, 0.1]
    means = [[1.0, 2.0, 4.0], random.normal(size=100).tolist()]
    return {
        "chiSquare": {"x": x, "freedoms": freedoms, "tails": [stats.chi2.sf(x, f).tolist() for f in freedoms]},
        "range": {
            "ranges": ranges,
            "groups": groups,
            "tails": [[float(stats.studentized_range.sf(r, g, np.inf)) for r in ranges] for g in groups],
            "levels": levels,
            "quantiles": [[float(stats.studentized_range.isf(p, g, np.inf)) for p in levels] for g in groups],
        },
        "friedman": [friedman(rows) for rows in blocks()],
        "samples": [compared(x, y) for x, y in two_samples()],
        "means": [{"values": v, "mean": float(np.mean(v)), "error": float(stats.sem(v))} for v in means],
    }


def van_elteren(strata):
    """The stratified rank-sum test, which scipy does not have, of its ranks and corrections for ties."""
    distance = variance = above = pairs = 0.0
    for x, y in strata:
        m, n = len(x), len(y)
        ranked = stats.rankdata(x + y)
        weight = 1 / (m + n + 1)
        distance += weight * (ranked[:m].sum() - m * (m + n + 1) / 2)
        # Without ties, the correction is 1.
        variance += weight**2 * m * n * (m + n + 1) / 12 * stats.tiecorrect(ranked)
        above += stats.mannwhitneyu(y, x).statistic
        pairs += m * n
    z = distance / np.sqrt(variance)
    return {"strata": strata, "z": z, "pValue": 2 * stats.norm.sf(abs(z)), "shareAbove": above / pairs}


def one_stratum(x, y):
    u = stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=False)
    return {"x": x, "y": y, "pValue": u.pvalue, "shareAbove": stats.mannwhitneyu(y, x).statistic / len(x) / len(y)}


def hodges_lehmann(values):
    i, j = np.triu_indices(len(values))
    return {"values": values, "middle": float(np.median((np.array(values)[i] + np.array(values)[j]) / 2))}


def strata():
    own = np.random.default_rng(12)
    draw = lambda n, kinds, shift: (own.integers(0, kinds, n) / 8 + shift).tolist()
    cases = [
        [(draw(12, 9, 0), draw(7, 9, 0.3))],
        [(draw(30, 1000, 0), draw(9, 1000, 20)), (draw(5, 1000, 500), draw(14, 1000, 520))],
        [(draw(6, 4, 0), draw(3, 4, 0)), (draw(40, 4, 3), draw(22, 4, 3)), (draw(2, 4, -5), draw(2, 4, -5))],
    ]
    samples = [(draw(20, 1000, 0), draw(33, 1000, 10)), (draw(60, 7, 0), draw(25, 7, 0.1))]
    return {
        "vanElteren": [van_elteren(case) for case in cases],
        "oneStratum": [one_stratum(x, y) for x, y in samples],
        "hodgesLehmann": [hodges_lehmann(own.normal(size=n).tolist()) for n in (1, 2, 20, 51)],
    }


folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "test/fixtures/statistics"
folder.mkdir(parents=True, exist_ok=True)
(folder / "columns.json").write_text(json.dumps([answers(x, y) for x, y in columns()]) + "\n")
(folder / "normal.json").write_text(json.dumps(normal()) + "\n")
(folder / "tests.json").write_text(json.dumps(tests()) + "\n")
(folder / "strata.json").write_text(json.dumps(strata()) + "\n")
