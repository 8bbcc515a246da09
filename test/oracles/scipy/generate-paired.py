"""Reference values made with SciPy for test/stats/signed-rank.test.ts and student-distribution.test.ts.

python3 -m venv /tmp/scipy && /tmp/scipy/bin/pip install scipy
/tmp/scipy/bin/python test/oracles/scipy/generate-paired.py > test/vectors/paired.json

p and the statistic are scipy.stats.wilcoxon's; the interval follows R's wilcox.test(paired = TRUE,
conf.int = TRUE): the order statistics of the Walsh averages at qsignrank(0.025, n).
"""

import json

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(7)


def sign_rank_counts(n):
    counts = [1]
    for rank in range(1, n + 1):
        longer = counts + [0] * rank
        for index, count in enumerate(counts):
            longer[index + rank] += count
        counts = longer
    return counts


def interval(differences):
    n = len(differences)
    counts = sign_rank_counts(n)
    total = 2**n
    cumulative = np.cumsum(np.array(counts, dtype=object))
    rank = next(v for v, c in enumerate(cumulative) if c / total >= 0.025)
    rank = max(1, rank)
    walsh = sorted((differences[i] + differences[j]) / 2 for i in range(n) for j in range(i, n))
    missed = 2 * (cumulative[rank - 1] / total)
    return walsh[rank - 1], walsh[len(walsh) - rank], 1 - missed


def case(name, n, shift, spread, decimals=None):
    differences = rng.normal(shift, spread, n)
    if decimals is not None:
        differences = np.round(differences, decimals)
    kept = differences[differences != 0]
    plain = len(set(np.abs(kept))) == len(differences)
    exact = n < 50 and plain
    found = stats.wilcoxon(differences, zero_method="wilcox", correction=True, method="exact" if exact else "approx")
    ranks = stats.rankdata(np.abs(kept))
    walsh = [(kept[i] + kept[j]) / 2 for i in range(len(kept)) for j in range(i, len(kept))]
    made = {
        "name": name,
        "differences": differences.tolist(),
        "v": float(ranks[kept > 0].sum()),
        "p": float(found.pvalue),
        "estimate": float(np.median(walsh)),
        "method": "exact" if exact else "normal",
    }
    if exact and n >= 6:
        lower, upper, coverage = interval(differences.tolist())
        made.update(lower=lower, upper=upper, coverage=coverage)
    return made


print(
    json.dumps(
        {
            "source": f"SciPy {scipy.__version__}, test/oracles/scipy/generate-paired.py",
            "signedRank": [
                case("5, too few for an interval", 5, 0.1, 0.1),
                case("6, the fewest with one", 6, 0.1, 0.1),
                case("10, apart", 10, 0.3, 0.1),
                case("12, same law", 12, 0, 0.2),
                case("20, +5 %", 20, 0.05, 0.15),
                case("35", 35, -0.04, 0.1),
                case("49, the largest exact", 49, 0.02, 0.1),
                case("50, normal", 50, 0.02, 0.1),
                case("120, normal", 120, -0.02, 0.1),
                case("20 with ties", 20, 0.5, 1, 0),
                case("40 with ties and zeros", 40, 0.1, 0.3, 1),
            ],
            "studentQuantile": [
                [p, df, float(stats.t.ppf(p, df))]
                for df in (1, 2, 3, 4, 9, 29, 200)
                for p in (0.6, 0.9, 0.975, 0.995, 0.025)
            ],
        },
        indent=1,
    )
)
