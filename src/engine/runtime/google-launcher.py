"""Put into the package of a Python function for Google: serves it with Google's own Functions Framework, under the
server that the framework takes by itself (gunicorn, where there is one), in a process beside this one.
"""
import os
import sys
import threading
import urllib.parse

from functions_framework import create_app
from functions_framework._http import create_server

from ___coldstart_forward import forward_to

FAILURE_HEADER = "x-coldstart-failure"


def serve(source):
    """A handler for events of Vercel's launcher, which Google's front door takes too. source: the function's file"""
    app = create_app(os.environ["FUNCTION_TARGET"], source, os.environ["FUNCTION_SIGNATURE_TYPE"])
    if hasattr(app, "after_request"):
        tell_failures(app)
    if not hasattr(os, "fork"):
        return forward_to(serve_in_thread(app))
    heard, told = os.pipe()
    if os.fork() == 0:
        os.close(heard)
        serve_forever(app, told)
    os.close(told)
    with os.fdopen(heard) as lines:
        port = lines.readline()
    if not port:
        raise RuntimeError("The server of the Functions Framework ended before it listened.")
    return forward_to(int(port))


def serve_forever(app, told):
    """The framework's own server on a free port, which the worker tells when it is ready to serve."""

    def tell(worker):
        os.write(told, f"{worker.sockets[0].getsockname()[1]}\n".encode())

    # What comes after the first line goes nowhere: a worker that takes the place of one that ended.
    try:
        create_server(app, False, post_worker_init=tell).run("127.0.0.1", 0)
    finally:
        os._exit(1)


def serve_in_thread(app):
    """Where processes cannot be forked, which gunicorn needs: the server that the framework has for that."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def tell_failures(app):
    """The framework answers a failure with its status alone: what was raised is put beside it for the engine."""
    from flask import g, got_request_exception

    def note(sender, exception, **more):
        g.coldstart_failure = f"{type(exception).__name__}: {exception}"

    def tell(response):
        said = g.pop("coldstart_failure", None)
        if said is not None:
            response.headers[FAILURE_HEADER] = urllib.parse.quote(said[:2000])
        return response

    got_request_exception.connect(note, app, weak=False)
    app.after_request(tell)
