#!/usr/bin/env python3
"""10 million rows as each kind of file: how long it takes, how large it is, and how much memory the server needs beyond idle.

    files.py [--rows 10000000] [--binary FILE]      under `.ci/with-services`

The rows are three narrow columns (a number, a share, one of 100 words), once from PostgreSQL and once from the embedded engine.
Exits with 1 when the server takes more than 200 MB beyond what it took before.
"""
import argparse, json, os, pathlib, subprocess, sys, tempfile, threading, time, urllib.request

from run import Table, conditions, free_port
from server import Api, Server

MOST_MB = 200
# In FROM, PostgreSQL would make all rows before the first one.
POSTGRES = ("SELECT n, n * 0.5::float8 AS half, 'word ' || n % 100 AS word "
            "FROM (SELECT generate_series(1, {rows}) AS n) AS numbers")
DUCKDB = "SELECT n, n * 0.5::DOUBLE AS half, 'word ' || n % 100 AS word FROM range(1, {rows} + 1) AS t(n)"
FORMATS = ["csv", "arrow", "parquet", "xlsx"]


class Watch(threading.Thread):
    """The most memory that the server has between start and end."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.most, self.is_over = server, 0, False

    def run(self):
        while not self.is_over:
            self.most = max(self.most, self.server.rss_mb())
            time.sleep(0.05)

    def end(self):
        self.is_over = True
        self.join()
        return self.most


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--binary", default=pathlib.Path(os.environ["CARGO_TARGET_DIR"]) / "release/sextant")
    arguments = parser.parse_args()
    conditions()
    too_much = []
    with tempfile.TemporaryDirectory(prefix="sextant-bench.") as scratch:
        server = Server(str(arguments.binary), pathlib.Path(scratch) / "home", free_port())
        server.start()
        try:
            table = Table()
            for source, dataset in datasets(Api(server.base), pathlib.Path(scratch), arguments.rows):
                for kind in FORMATS:
                    more = export(server, table, source, dataset, kind, arguments.rows)
                    if more > MOST_MB:
                        too_much.append(f"{kind} from {source}: {more:.0f} MB")
        finally:
            server.stop()
    if too_much:
        sys.exit("more than allowed: " + ", ".join(too_much))


def datasets(api, scratch, rows):
    """One over PostgreSQL, one over a folder with a small file."""
    url = os.environ["SEXTANT_TEST_POSTGRES"]
    view = "CREATE OR REPLACE VIEW bench_rows AS " + POSTGRES.format(rows=rows)
    subprocess.run(["psql", url, "-qXc", view], check=True)
    (scratch / "home/uploads").mkdir(parents=True, exist_ok=True)
    (scratch / "home/uploads/one.csv").write_text("x\n1\n")
    files = f"duckdb:///{scratch}/home/uploads"
    for name, uri, dataset in [
        ("PostgreSQL", url.replace("postgres://", "postgresql://"), {"table_name": "bench_rows", "schema": "public"}),
        ("DuckDB", files, {"table_name": "many", "sql": DUCKDB.format(rows=rows)}),
    ]:
        database = api.send("POST", "/api/v1/database/", {"database_name": name, "sqlalchemy_uri": uri})["id"]
        yield name, api.send("POST", "/api/v1/dataset/", {"database": database, **dataset})["id"]


def export(server, table, source, dataset, kind, rows):
    body = {"datasource": {"id": dataset, "type": "table"}, "result_format": kind,
            "queries": [{"columns": ["n", "half", "word"], "row_limit": rows}]}
    headers = {"Authorization": f"Bearer {Api(server.base).token}", "Content-Type": "application/json"}
    request = urllib.request.Request(server.base + "/api/v1/chart/data", json.dumps(body).encode(), headers)
    idle, watch, begun, size = server.rss_mb(), Watch(server), time.monotonic(), 0
    watch.start()
    with urllib.request.urlopen(request, timeout=3600) as answer:
        while chunk := answer.read(1 << 20):
            size += len(chunk)
    took, more = time.monotonic() - begun, watch.end() - idle
    table.row(f"{rows:,} rows from {source} as {kind}", took, "s")
    table.row("… size", size / 1e6, "MB")
    table.row("… memory beyond idle", more, "MB", MOST_MB)
    return more


if __name__ == "__main__":
    main()
