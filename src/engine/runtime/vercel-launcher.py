"""Put into the package of a Python function for Vercel: Vercel's own runtime (vercel-runtime) serves it, as the entry
that its builder writes does.
"""
import os
import sys

from ___coldstart_forward import forward_to


def serve(place, name):
    """A handler for events of Vercel's launcher. place: the function's file within the package; name: what it exports"""
    here = os.path.dirname(os.path.abspath(__file__))
    os.environ.update(
        {
            "__VC_HANDLER_MODULE_NAME": place.removesuffix(".py").replace("/", "."),
            "__VC_HANDLER_ENTRYPOINT": place,
            "__VC_HANDLER_ENTRYPOINT_ABS": os.path.join(here, place),
            "__VC_HANDLER_VENDOR_DIR": "_vendor",
            "__VC_HANDLER_VARIABLE_NAME": name,
        }
    )
    from vercel_runtime import vc_init

    raised = []
    server = getattr(vc_init, "http_server", None)
    if server is not None:
        report = server.handle_error

        def note(request, client_address):
            raised.append(sys.exc_info()[1])
            report(request, client_address)

        server.handle_error = note
    return forward_to(vc_init.http_port, lambda: raised.pop() if raised else None)
