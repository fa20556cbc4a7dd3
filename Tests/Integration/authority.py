"""A stand-in for Entra ID on loopback, written against its documentation and not with tokcheck's code.

It is a CONNECT proxy that answers for the real host names itself, with certificates of a throw-away authority: the
program under test needs no switch, only HTTPS_PROXY and SSL_CERT_FILE. Each fault is a mode of the answer for one path.
To hosts that others serve on loopback it is a tunnel and nothing else.
"""

import json
import select
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from pathlib import Path


class Certificates:
    """A certificate authority and server certificates, made by openssl; none outlives its folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.root = self.folder / "root.pem"
        self.lock = threading.Lock()
        self._make("root", "/CN=throw-away test authority", ["-x509", "-addext", "basicConstraints=critical,CA:TRUE"])

    def _make(self, name, subject, options):
        subprocess.run(
            ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", subject,
             "-keyout", self.folder / f"{name}.key", "-out", self.folder / f"{name}.pem", *options],
            check=True, capture_output=True)

    def context(self, host):
        """A server's TLS context for one host name."""
        name = host.replace("*", "any")
        certificate = self.folder / f"{name}.pem"
        with self.lock:
            if not certificate.exists():
                self._make(name, f"/CN={host}", [
                    "-x509", "-CA", self.root, "-CAkey", self.folder / "root.key",
                    "-addext", f"subjectAltName=DNS:{host}"])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, self.folder / f"{name}.key")
        return context


class Request:
    """What somebody asks: `fields` by their names in lower case."""

    def __init__(self, method, host, path, fields, body):
        self.method, self.host, self.path, self.fields, self.body = method, host, path, fields, body


class Authority:
    """The proxy and everything behind it.

    `answers` maps `host/path` to an answer, `tunnels` a host to the port of loopback where it is served; `asked` lists
    what was asked, of a tunnel only its host.
    """

    def __init__(self, certificates):
        self.certificates = certificates
        self.answers, self.asked, self.tunnels, self.wrong_name, self.refuses = {}, [], {}, False, False
        # Hosts that are more than recorded answers: each is called with a Request, and gives status, fields and
        # body, or a kind of answer with its value in the place of a body.
        self.services = {}
        authority = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                try:
                    authority.serve(self.request)
                except (OSError, ssl.SSLError, ValueError):
                    pass

        # What time the servers say it is; None: they do not say.
        self.date = None
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
        self.server.allow_reuse_address = self.server.daemon_threads = True
        self.server.server_bind()
        self.server.server_activate()
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def serve(self, connection):
        connection.settimeout(60)
        words = self.head(connection)[0].split()
        host = words[1].rsplit(":", 1)[0]
        if words[0] != "CONNECT" or self.refuses:
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if host in self.tunnels:
            self.asked.append(host)
            self.tunnel(connection, self.tunnels[host])
            return
        context = self.certificates.context("elsewhere.example" if self.wrong_name else host)
        with context.wrap_socket(connection, server_side=True) as stream:
            while True:
                request = self.request(stream, host)
                address = f"{host}{request.path}"
                self.asked.append(address)
                service = self.services.get(host) if address not in self.answers else None
                if service:
                    status, fields, body = service(request)
                    if isinstance(body, tuple):
                        self.reply(stream, *body)
                        return
                    self.send(stream, status, body, "".join(f"{name}: {fields[name]}\r\n" for name in fields))
                elif not self.answer(stream, address):
                    return

    @staticmethod
    def tunnel(connection, port):
        """Carries bytes both ways until either side ends."""
        with socket.create_connection(("127.0.0.1", port)) as other:
            while True:
                for source in select.select([connection, other], [], [], 60)[0]:
                    data = source.recv(65_536)
                    if not data:
                        return
                    (other if source is connection else connection).sendall(data)

    def request(self, stream, host):
        """The next request on a connection, with its body."""
        first, *lines = self.head(stream)
        method, path, _ = first.split()
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = b""
        while len(body) < int(fields.get("content-length", 0)):
            part = stream.recv(65_536)
            if not part:
                raise OSError("closed")
            body += part
        return Request(method, host, path, fields, body)

    @staticmethod
    def head(stream):
        """The lines before the body."""
        data = b""
        while b"\r\n\r\n" not in data:
            part = stream.recv(1)
            if not part:
                raise OSError("closed")
            data += part
        return data.decode("latin-1").split("\r\n")

    def answer(self, stream, address):
        """Sends what is recorded for an address; whether the connection goes on."""
        reply = self.answers.get(address, ("status", 404))
        return self.reply(stream, *(reply if isinstance(reply, tuple) else ("json", reply)))

    def reply(self, stream, kind, value):
        """Sends one kind of answer; whether the connection goes on."""
        if kind == "json":
            self.send(stream, 200, json.dumps(value).encode())
        elif kind == "slow":
            time.sleep(value[0])
            self.send(stream, 200, value[1])
        elif kind == "body":
            self.send(stream, 200, value)
        elif kind == "status":
            self.send(stream, value, b"")
        elif kind == "redirect":
            self.send(stream, 302, b"", f"location: {value}\r\n")
        elif kind == "encoded":
            self.send(stream, 200, value, "content-encoding: gzip\r\n")
        elif kind == "silence":
            time.sleep(value)
        elif kind == "drip":
            stream.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
            for _ in range(value):
                stream.sendall(b" ")
                time.sleep(1)
        elif kind == "endless":
            stream.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            for _ in range(value):
                stream.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        elif kind == "pieces":
            stream.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n")
            for piece in value:
                stream.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            stream.sendall(b"0\r\n\r\n")
        elif kind == "large":
            stream.sendall(f"HTTP/1.1 200 OK\r\ncontent-length: {value}\r\n\r\n".encode())
            for _ in range(value // 0x10000):
                stream.sendall(b" " * 0x10000)
        elif kind == "cut":
            stream.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"keys\":")
        return kind in ("json", "slow", "body", "status", "redirect", "encoded")

    def send(self, stream, status, body, fields=""):
        if self.date:
            fields += f"date: {self.date}\r\n"
        if "content-type:" not in fields:
            fields += "content-type: application/json\r\n"
        head = f"HTTP/1.1 {status} Answer\r\ncontent-length: {len(body)}\r\n{fields}\r\n"
        stream.sendall(head.encode() + body)


def closed_port():
    """A port of loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
