"""Runs one of hyperfine's own scripts after another, as they are, and prints what each printed as JSON.

run.py FILE PAIR FOLDER: FILE has any number of benchmarks, PAIR has two; pictures go to FOLDER
"""
import contextlib
import io
import json
import pathlib
import runpy
import sys

import matplotlib
from matplotlib import pyplot

matplotlib.use("svg")
file, pair, folder = sys.argv[1:]
scripts = pathlib.Path(__file__).with_name("scripts")
CALLS = {
    "advanced_statistics": [file, "--time-unit", "millisecond"],
    "welch_ttest": [pair],
    "plot_whisker": [file, "--sort-by", "median"],
    "plot_histogram": [file],
    "plot_progression": [file],
    "plot_parametrized": [file],
    "plot_benchmark_comparison": [file, file],
}

printed = {}
for name, words in CALLS.items():
    picture = ["-o", f"{folder}/{name}.svg"] if name.startswith("plot_") else []
    sys.argv = [name, *words, *picture]
    pyplot.close("all")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(str(scripts / f"{name}.py"), run_name="__main__")
    printed[name] = out.getvalue()
print(json.dumps(printed))
