"""The same questions to Apache Otava (Hunter: Fleming et al. 2023), which searches each series alone.

pip install apache-otava==0.8.0 && python benchmarks/change-points-otava.py [medians.json] [max p, default 0.001] [least change, default 0.05]
"""
import datetime
import json
import pathlib
import random
import sys

from otava.analysis import compute_change_points

here = pathlib.Path(__file__).parent
path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../test/vectors/lambda-perf-medians.json"
max_p, least = (float(word) for word in (sys.argv[2:4] + ["0.001", "0.05"][len(sys.argv[2:4]) :]))
series = json.loads(path.read_text())["series"]


def marks(days, values):
    found, _ = compute_change_points(list(values), window_len=50, max_pvalue=max_p, min_magnitude=least)
    return [datetime.date.fromisoformat(days[point.index]) for point in found]


def marks_of(one):
    days = sorted(one["days"])
    return marks(days, [one["days"][day] for day in days])


def shuffled_has_mark(one):
    days = sorted(one["days"])
    values = [one["days"][day] for day in days]
    random.shuffle(values)
    return bool(marks(days, values))


random.seed(20261128)
by_function = {}
for one in series:
    by_function.setdefault(one["function"], []).append(marks_of(one))
pairs = [
    any(abs((day - other_day).days) <= 1 for other_day in other)
    for kin in by_function.values()
    for k, own in enumerate(kin)
    for day in own
    for j, other in enumerate(kin)
    if j != k
]
total = sum(len(own) for kin in by_function.values() for own in kin)
wrong = sum(shuffled_has_mark(one) for one in series for _ in range(10))
print(f"Otava, p <= {max_p}, change >= {least}: {total} marks, {100 * sum(pairs) / max(1, len(pairs)):.1f} % within a day in the others")
print(f"shuffled series with a mark: {wrong} of {10 * len(series)}")
