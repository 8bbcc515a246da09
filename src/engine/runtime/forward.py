"""Hands each event of the Runtime API, as the HTTP request it stands for, to a server of this environment, and gives
the reply on as it comes: what Google and Vercel put in front of a Python function.
"""
import base64
import http.client
import json


class Streamed:
    """A reply whose head is known; python-runtime.py sends it on piece by piece."""

    content_type = "application/vnd.awslambda.http-integration-response"

    def __init__(self, connection, response):
        self.connection = connection
        self.response = response

    def pieces(self):
        """The head as JSON, eight NUL bytes, then the body as it comes."""
        headers = {}
        for name, value in self.response.getheaders():
            headers.setdefault(name.lower(), []).append(value)
        single = {name: values[0] for name, values in headers.items() if len(values) == 1}
        many = {name: values for name, values in headers.items() if len(values) > 1}
        head = {"statusCode": self.response.status, "headers": single, "multiValueHeaders": many}
        yield json.dumps(head).encode() + bytes(8)
        try:
            while piece := self.response.read1(65536):
                yield piece
        finally:
            self.connection.close()


def forward_to(port, said=lambda: None):
    """A handler for events of Vercel's launcher.

    said: gives the exception that the server met where it closed a connection without a reply, if it knows one
    """

    def handler(event, context):
        asked = json.loads(event["body"])
        connection = http.client.HTTPConnection("127.0.0.1", port)
        try:
            connection.putrequest(asked["method"], asked["path"], skip_host=True, skip_accept_encoding=True)
            body = base64.b64decode(asked["body"])
            headers = {name: value for name, value in asked["headers"].items() if name.lower() != "connection"}
            headers.setdefault("content-length", str(len(body)))
            for name, value in headers.items():
                if name.lower() != "transfer-encoding":
                    connection.putheader(name, value)
            connection.endheaders(body or None)
            return Streamed(connection, connection.getresponse())
        except (http.client.HTTPException, OSError) as error:
            connection.close()
            raise said() or error

    return handler
