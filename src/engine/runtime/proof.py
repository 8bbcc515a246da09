"""Put into the package of a Python function that says nothing of its instance: each of its replies then names the
instance that made it, in a header. Loaded before the function, so that the time that the function takes to load is known.
"""
import datetime
import functools
import importlib.util
import inspect
import json
import os
import sys
import time

first_line = time.monotonic()
# When a process was forked says nothing of when it became Python: what is known begins with this line.
started_at = datetime.datetime.now(datetime.timezone.utc)
instance = {
    "id": os.urandom(16).hex(),
    "startedAt": started_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    "runtime": f"python {sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]}",
}
region = os.environ.get("VERCEL_REGION") or os.environ.get("AWS_REGION")
if region:
    instance["region"] = region
invocation = 0

HEADER = "x-coldstart-proof"
NONCE = "x-coldstart-nonce"


def load(place):
    """The user's module. place: its file, relative to the folder of this one"""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), *place.split("/"))
    folder, file = os.path.split(path)
    name = os.path.splitext(file)[0]
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=[folder])
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    instance["loadMs"] = round((time.monotonic() - first_line) * 1000, 3)
    return module


def begin(nonce):
    """An invocation begins: gives what makes the header's value, once the head of the reply is known."""
    global invocation
    entered = time.monotonic()
    invocation += 1
    counted = invocation

    def say():
        now = time.monotonic()
        times = {
            "handlerMs": round((now - entered) * 1000, 3),
            "ageMs": round((now - first_line) * 1000, 3),
        }
        report = {"instance": {**instance, "invocation": counted, **times}}
        return json.dumps({"nonce": nonce, **report} if nonce else report)

    return say


def nonce_in(query):
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name == "nonce":
            return value
    return None


def prove_google(handler):
    """A function of Google's framework, of requests or of events: its replies are Flask's, or where it is one of `aio`
    (or asynchronous, which only that serves) Starlette's.
    """
    if inspect.iscoroutinefunction(handler) or is_of_aio(handler.__name__):
        prove_starlette()
        return handler
    import flask

    @functools.wraps(handler)
    def proved(*given):
        say = begin(flask.request.headers.get(NONCE) or flask.request.args.get("nonce"))

        @flask.after_this_request
        def tell(response):
            response.headers[HEADER] = say()
            return response

        return handler(*given)

    return proved


def is_of_aio(name):
    """Whether the framework serves a function by Starlette: as it is registered, or as its environment says."""
    from functions_framework import _function_registry

    return name in getattr(_function_registry, "ASGI_FUNCTIONS", ()) or bool(os.environ.get("FUNCTION_USE_ASGI"))


def prove_starlette():
    """The framework makes its application after the function is loaded, and the reply after the function has returned:
    every application of this process is proven, the outer one where one calls another.
    """
    from starlette.applications import Starlette

    plain = Starlette.__call__

    async def call(self, scope, receive, send):
        is_inner = "coldstart" in scope
        application = functools.partial(plain, self)
        await (application if is_inner else prove_asgi(application))({**scope, "coldstart": True}, receive, send)

    Starlette.__call__ = call


def prove_vercel(found):
    """What a file for Vercel exports: a class that handles requests, a WSGI or an ASGI application."""
    if isinstance(found, type):
        return prove_class(found)
    found = getattr(found, "asgi", found)
    is_async = inspect.iscoroutinefunction(found) or inspect.iscoroutinefunction(type(found).__call__)
    return prove_asgi(found) if is_async else prove_wsgi(found)


def prove_class(base):
    class Proved(base):
        def parse_request(self):
            is_parsed = super().parse_request()
            # Vercel asks there whether the server is up; it is no invocation.
            if is_parsed and not self.path.startswith("/_vercel/"):
                self.coldstart_say = begin(self.headers.get(NONCE) or nonce_in(self.path.partition("?")[2]))
            return is_parsed

        def end_headers(self):
            say = self.__dict__.pop("coldstart_say", None)
            if say is not None:
                self.send_header(HEADER, say())
            super().end_headers()

    return Proved


def prove_wsgi(application):
    def proved(environ, start_response):
        say = begin(environ.get("HTTP_X_COLDSTART_NONCE") or nonce_in(environ.get("QUERY_STRING", "")))

        def start(status, headers, *more):
            return start_response(status, [*headers, (HEADER, say())], *more)

        return application(environ, start)

    return proved


def prove_asgi(application):
    async def proved(scope, receive, send):
        if scope["type"] != "http":
            return await application(scope, receive, send)
        asked = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        say = begin(asked.get(NONCE) or nonce_in(scope.get("query_string", b"").decode("latin-1")))

        async def tell(message):
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", []), (HEADER.encode(), say().encode())]
                message = {**message, "headers": headers}
            await send(message)

        return await application(scope, receive, tell)

    return proved
