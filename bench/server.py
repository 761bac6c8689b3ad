"""A release server on a scratch home, and its REST API."""
import json, os, pathlib, signal, socket, subprocess, time, urllib.error, urllib.parse, urllib.request, uuid

PASSWORD = "bench bench bench"
ROOT = pathlib.Path(__file__).resolve().parent.parent


class Server:
    """Access checks and the log are on, as for any user; the log goes to a file."""

    def __init__(self, binary, home, port):
        self.binary, self.home, self.port = binary, pathlib.Path(home), port
        self.base = f"http://127.0.0.1:{port}"
        self.process = None

    def start(self):
        """Starts and answers the seconds from the spawn to the first OK of /health."""
        env = os.environ | {"SEXTANT_ADDR": f"127.0.0.1:{self.port}", "SEXTANT_HOME": str(self.home),
                            "SEXTANT_ADMIN_PASSWORD": PASSWORD, "RUST_LOG": "info"}
        self.home.mkdir(parents=True, exist_ok=True)
        log = open(self.home / "server.log", "ab")
        begin = time.perf_counter()
        self.process = subprocess.Popen([self.binary, "serve"], cwd=ROOT, env=env, stdout=log, stderr=log)
        while not self.healthy():
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended: {(self.home / 'server.log').read_text()[-2000:]}")
            if time.perf_counter() - begin > 60:
                raise SystemExit("the server did not answer /health within 60 s")
            time.sleep(0.001)
        return time.perf_counter() - begin

    def healthy(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as link:
                link.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return b" 200 " in link.recv(100)
        except OSError:
            return False

    def stop(self):
        """SIGTERM must end it with 0; anything else is a finding."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        if code != 0:
            raise SystemExit(f"after SIGTERM the server exited with {code}")

    def rss_mb(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024


class Api:
    def __init__(self, base):
        self.base, self.token = base, None
        login = {"username": "admin", "password": PASSWORD, "provider": "db", "refresh": True}
        self.token = self.send("POST", "/api/v1/security/login", login)["access_token"]

    def get(self, path):
        return self.send("GET", path)

    def send(self, method, path, body=None):
        return self.call(method, path, json.dumps(body).encode() if body is not None else None, "application/json")

    def upload(self, path, file, **fields):
        edge = uuid.uuid4().hex
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="formData"; filename="{file.name}"\r\n'
                     f"Content-Type: application/zip\r\n\r\n".encode() + file.read_bytes() + b"\r\n")
        return self.call("POST", path, b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}")

    def call(self, method, path, data, kind):
        headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: HTTP {error.code}: {error.read()[:500].decode(errors='replace')}") from None

    def lines(self, path, body):
        """The answers of a request that streams JSON, a line each."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), headers, method="POST")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return [json.loads(line) for line in answer]

    def etag(self, path, body):
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), headers, method="POST")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.headers["ETag"]

    def only(self, kind, column, value):
        """The id of the one asset with that value."""
        q = urllib.parse.quote(f"(filters:!((col:{column},opr:eq,value:'{value}')))")
        found = self.get(f"/api/v1/{kind}/?q={q}")
        if found["count"] != 1:
            raise SystemExit(f"{found['count']} of {kind} where {column} = {value}")
        return found["result"][0]["id"]
