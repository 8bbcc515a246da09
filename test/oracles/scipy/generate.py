"""Reference values made with SciPy for test/stats/scipy-oracle.test.ts.

python3 -m venv /tmp/scipy && /tmp/scipy/bin/pip install scipy
/tmp/scipy/bin/python test/oracles/scipy/generate.py > /tmp/scipy.json
COLDSTART_SCIPY=/tmp/scipy.json npx vitest run test/stats/scipy-oracle.test.ts
"""

import json

import numpy as np
from scipy import stats

rng = np.random.default_rng(5)


def latencies(n, decimals):
    return np.round(rng.lognormal(4, 0.5, n), decimals)


def mann_whitney():
    for _ in range(300):
        decimals = int(rng.integers(-1, 4))
        x, y = latencies(int(rng.integers(1, 60)), decimals), latencies(int(rng.integers(1, 60)), decimals)
        pooled = np.concatenate([x, y])
        if len(set(pooled)) == 1:
            continue
        exact = max(len(x), len(y)) < 50 and len(set(pooled)) == len(pooled)
        found = stats.mannwhitneyu(x, y, method="exact" if exact else "asymptotic", use_continuity=True)
        shift = float(np.median(np.subtract.outer(x, y)))
        yield {"x": x.tolist(), "y": y.tolist(), "u": float(found.statistic), "p": float(found.pvalue), "shift": shift}


def order_statistics():
    for n in [1, 2, 5, 6, 7, 19, 20, 35, 50, 71, 72, 73, 99, 100, 367, 368, 1000, 12345, 1000000]:
        for p in [0.01, 0.1, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999]:
            for confidence in [0.9, 0.95, 0.99]:
                alpha = 1 - confidence
                lower = int(stats.binom.ppf(alpha / 2, n, p))
                upper = int(stats.binom.ppf(1 - alpha / 2, n, p)) + 1
                yield {"n": n, "p": p, "confidence": confidence, "lower": lower, "upper": upper}


def kruskal_wallis():
    for _ in range(100):
        groups = [latencies(int(rng.integers(1, 30)), 0).tolist() for _ in range(int(rng.integers(2, 6)))]
        found = stats.kruskal(*groups)
        yield {"groups": groups, "h": float(found.statistic), "p": float(found.pvalue)}


print(
    json.dumps(
        {
            "mannWhitney": list(mann_whitney()),
            "orderStatistics": list(order_statistics()),
            "kruskalWallis": list(kruskal_wallis()),
            "normalTail": [[z, float(stats.norm.sf(z))] for z in [-8, -3, -0.1, 0, 0.5, 1.96, 5, 10, 37]],
            "chiSquaredTail": [
                [x, df, float(stats.chi2.sf(x, df))] for x in [0.01, 1, 5, 20, 100, 500] for df in [1, 2, 5, 30]
            ],
        }
    )
)
