"""A user base elsewhere for tests: an HTTPS server with an authority of its own, and a signer of passwords."""
import base64
import json
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def openssl(*words, stdin: bytes | None = None) -> bytes:
    return subprocess.run(["openssl", *map(str, words)], input=stdin, check=True, capture_output=True).stdout


class Authority:
    """Signs certificates for localhost."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.file = folder / "ca.crt"
        openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-batch", "-days", "2",
            "-keyout", folder / "ca.key", "-out", self.file, "-subj", f"/CN={folder.name}")

    def certificate(self, name: str = "localhost") -> tuple[Path, Path]:
        key, request, certificate, names = (self.folder / f"{name}.{end}" for end in ("key", "csr", "crt", "ext"))
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-batch", "-keyout", key, "-out", request,
                "-subj", f"/CN={name}")
        names.write_text(f"subjectAltName=DNS:{name}\n")
        openssl("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self.folder / "ca.key", "-CAcreateserial", "-days", "2",
                "-extfile", names, "-out", certificate)
        return certificate, key


class LoginServer:
    """Answers as its `answer` says: (status, body) or (status, body, headers), or a function of the question."""

    def __init__(self, certificate: tuple[Path, Path] | None = None, newest_tls: ssl.TLSVersion | None = None):
        self.questions: list[dict] = []
        self.answer = (200, {"allow": False})
        self.delay = 0.0
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                question = json.loads(body)
                server.questions.append(question)
                server.path, server.headers = self.path, dict(self.headers)
                time.sleep(server.delay)
                answer = server.answer(question) if callable(server.answer) else server.answer
                status, content, headers = (*answer, {})[:3]
                content = content if isinstance(content, bytes) else json.dumps(content).encode()
                try:
                    self.send_response(status)
                    for name, value in {"content-length": str(len(content)), **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:
                    pass  # who asked has gone

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a refused certificate, as a rule

        self.http = Server(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            if newest_tls:
                context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest_tls
                context.set_ciphers("ALL:@SECLEVEL=0")
            # The handshake belongs to the connection's thread.
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def url(self, host: str = "localhost") -> str:
        return f"{self.scheme}://{host}:{self.http.server_address[1]}/ask?x=1"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Signer:
    """Signs passwords with RS256."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.key = folder / "signer.key"
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.key)
        self.public = openssl("pkey", "-in", self.key, "-pubout").decode()

    def password(self, claims: dict, header: dict | None = None) -> str:
        text = ".".join(base64url(json.dumps(part).encode()) for part in (header or {"alg": "RS256", "typ": "JWT"}, claims))
        return text + "." + base64url(openssl("dgst", "-sha256", "-sign", self.key, stdin=text.encode()))
