"""Python imports this before anything else (as sitecustomize) in the process of a function that is traced.

`-X importtime` writes on standard error how long each import takes; this leads that into a file of src/why's, and adds
what importtime does not tell: who imports, in which line, and when the load of the function begins and ends.
"""
import importlib
import json
import os
import sys
import time

FOLDER = os.path.dirname(__file__)
BOOTSTRAP = "importlib"


def say(**what):
    os.write(2, f"coldstart: {json.dumps(what)}\n".encode())


class Watcher:
    """Asked first for every module, finds none: what imports it is then on the stack."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        frame = sys._getframe(1)
        while frame and BOOTSTRAP in frame.f_code.co_filename:
            frame = frame.f_back
        if frame:
            say(asked=name, file=frame.f_code.co_filename, line=frame.f_lineno)


def restore(name, folder):
    """A child of the function is not the function."""
    given = [one for one in os.environ.get(name, "").split(os.pathsep) if one != folder]
    if given and given != [""]:
        os.environ[name] = os.pathsep.join(given)
    else:
        os.environ.pop(name, None)


def load_with(original):
    """The runtime imports the function with importlib: the first such call is the load."""

    def load(name, package=None):
        importlib.import_module = original
        sys.meta_path.insert(0, Watcher)
        say(load=name, path=sys.path, standard=sorted(sys.stdlib_module_names), root=os.environ["LAMBDA_TASK_ROOT"])
        started = time.perf_counter()
        try:
            return original(name, package)
        finally:
            loaded_ms = (time.perf_counter() - started) * 1000
            found = getattr(sys.modules.get(name), "__file__", None)
            say(loadedMs=loaded_ms, file=found)
            sys.meta_path.remove(Watcher)

    return load


os.environ.pop("PYTHONPROFILEIMPORTTIME", None)
restore("PYTHONPATH", FOLDER)
sys.path[:] = [one for one in sys.path if one != FOLDER]
os.dup2(os.open(f"{FOLDER}/imports-{os.getpid()}.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), 2)
importlib.import_module = load_with(importlib.import_module)
