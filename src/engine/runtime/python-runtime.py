"""coldstart's own client of the Lambda Runtime API for Python, for when awslambdaric is not installed.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""
import importlib
import json
import os
import socket
import sys
import time
import traceback

HOST, PORT = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
SECRET = os.environ.pop("COLDSTART_ENVIRONMENT", "")
API = "/2018-06-01/runtime"


class Connection:
    """One kept HTTP/1.1 connection: http.client would cost every cold start tens of milliseconds."""

    def __init__(self):
        self.socket = socket.create_connection((HOST, int(PORT)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        # A process that the function forks has nothing to say here.
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.socket.close)

    def request(self, method, path, headers=(), body=b""):
        lines = [f"{method} {API}{path} HTTP/1.1", f"Host: {HOST}:{PORT}", f"Coldstart-Environment: {SECRET}"]
        lines += headers
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)
        return self.answer()

    def stream(self, path, reply):
        """Sends a reply of forward.py piece by piece; one that breaks off ends with the error in trailers."""
        lines = [f"POST {API}{path} HTTP/1.1", f"Host: {HOST}:{PORT}", f"Coldstart-Environment: {SECRET}"]
        lines += [f"Content-Type: {reply.content_type}", "Lambda-Runtime-Function-Response-Mode: streaming"]
        lines += ["Transfer-Encoding: chunked", ""]
        self.socket.sendall(("\r\n".join(lines) + "\r\n").encode("latin-1"))
        trailers = ""
        try:
            for piece in reply.pieces():
                self.socket.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        except Exception as error:
            trailers = f"Lambda-Runtime-Function-Error-Type: {type(error).__name__}\r\n"
        self.socket.sendall(f"0\r\n{trailers}\r\n".encode("latin-1"))
        return self.answer()

    def answer(self):
        head = self.read_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        found = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
        found = {name.lower(): value for name, value in found.items()}
        return found, self.read(int(found.get("content-length", 0)))

    def read_until(self, mark):
        while mark not in self.received:
            self.receive()
        head, self.received = self.received.split(mark, 1)
        return head

    def read(self, length):
        while len(self.received) < length:
            self.receive()
        body, self.received = self.received[:length], self.received[length:]
        return body

    def receive(self):
        chunk = self.socket.recv(65536)
        if not chunk:
            # The API is gone: there is nobody left to serve.
            os._exit(0)
        self.received += chunk


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id", "")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn", "")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.client_context = None
        self.identity = None
        self._deadline = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)


def describe(error):
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__ and "importlib" not in frame.filename]
    trace = [f'  File "{one.filename}", line {one.lineno}, in {one.name}\n    {one.line}\n' for one in own]
    return {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": trace}


def post_error(connection, path, error, kind=None):
    told = describe(error)
    if kind:
        told["errorType"] = kind
    print(f"[ERROR] {told['errorType']}: {told['errorMessage']}\n{''.join(told['stackTrace'])}", flush=True)
    headers = ["Content-Type: application/json", f"Lambda-Runtime-Function-Error-Type: {told['errorType']}"]
    connection.request("POST", path, headers, json.dumps(told).encode())


def load():
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def main():
    connection = Connection()
    loading = time.perf_counter()
    try:
        handler = load()
    except BaseException as error:
        kinds = {ModuleNotFoundError: "Runtime.ImportModuleError", ImportError: "Runtime.ImportModuleError"}
        kinds.update({SyntaxError: "Runtime.UserCodeSyntaxError", AttributeError: "Runtime.HandlerNotFound"})
        post_error(connection, "/init/error", error, kinds.get(type(error)))
        sys.exit(1)
    loaded_ms = (time.perf_counter() - loading) * 1000
    stamps = [f"Coldstart-Load-Ms: {loaded_ms:.3f}"]
    while True:
        headers, body = connection.request("GET", "/invocation/next", stamps)
        stamps = []
        context = Context(headers)
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        path = f"/invocation/{context.aws_request_id}"
        try:
            answer = handler(json.loads(body or b"null"), context)
            is_streamed = hasattr(answer, "pieces")
            plain = b"" if is_streamed else json.dumps(answer).encode()
        except Exception as error:
            post_error(connection, f"{path}/error", error)
        else:
            if is_streamed:
                connection.stream(f"{path}/response", answer)
            else:
                connection.request("POST", f"{path}/response", ["Content-Type: application/json"], plain)


main()
