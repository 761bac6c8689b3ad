#!/usr/bin/env python3
"""`make bench`: starts a release server on a scratch home and prints medians with their conditions.

    run.py [--quick] [--binary FILE]      --quick: short runs, to see whether the benchmark itself works

docs/performance.md says how each figure is measured. Needs what `.ci/setup bench` installs (wrk, Chromium, PostgreSQL) and
the PostgreSQL that `.ci/with-services` starts.
"""
import argparse, json, os, pathlib, platform, socket, statistics, subprocess, tempfile, time

import load
from server import PASSWORD, ROOT, Api, Server

LIST = "/api/v1/dashboard/?q=" + load.quoted_query("(page:0,page_size:25)")


class Table:
    """Prints each row as soon as it is measured."""

    def __init__(self):
        print("| figure | measured | aim |  |\n|---|---|---|---|", flush=True)

    def row(self, name, value, unit, aim=None, at_least=False):
        word, wanted = "", ""
        if aim is not None:
            wanted = f"{'≥' if at_least else '≤'} {aim:,g} {unit}"
            factor = aim / value if at_least else value / aim
            word = "" if factor <= 1 else "beyond" if factor <= 2 else "**beyond twice**"
        print(f"| {name} | {value:,.2f} {unit} | {wanted} | {word} |".replace(".00 ", " "), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--binary", default=pathlib.Path(os.environ["CARGO_TARGET_DIR"]) / "release/sextant")
    arguments = parser.parse_args()
    quick, binary = arguments.quick, arguments.binary
    conditions()
    with tempfile.TemporaryDirectory(prefix="sextant-bench.") as scratch:
        server = Server(str(binary), pathlib.Path(scratch) / "home", free_port())
        table = Table()
        uri = prepare(server)
        starts(server, table, 3 if quick else 9)
        idle(server, table, 5 if quick else 60)
        try:
            page(server, table, 2 if quick else 5)
            questions(server, table, uri, 2 if quick else 8)
            dashboard_of_45(server, table, 2 if quick else 8)
        finally:
            server.stop()


def conditions():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = int(open("/proc/meminfo").readline().split()[1]) / 1024**2
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT).stdout.strip()
    print(f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}; commit {commit or '?'}, "
          f"{time.strftime('%Y-%m-%d')}; load average {os.getloadavg()[0]:.1f} before.\n"
          "Metadata in SQLite, no Redis; the Sales table in PostgreSQL on the same machine, fsync off; HTTP with a token, access checks "
          "and logging on; load by wrk on the same machine, answers not compressed.\n", flush=True)


def prepare(server):
    """First start: the Sales dashboard over PostgreSQL. Answers the connection for psql."""
    server.start()
    api = Api(server.base)
    uri = subprocess.run([ROOT / ".ci/load-sales"], check=True, capture_output=True, text=True).stdout.strip()
    plain = uri.replace("+psycopg2", "")
    # The tests' PostgreSQL logs every statement, which would be measured too.
    subprocess.run(["psql", os.environ["SEXTANT_TEST_POSTGRES"], "-qXc", "ALTER ROLE superset SET log_statement = 'none'"], check=True)
    api.upload("/api/v1/dashboard/import/", ROOT / "end2end/data/sales-dashboard.zip", overwrite="true",
               passwords=json.dumps({"databases/examples.yaml": "superset"}))
    api.send("PUT", f"/api/v1/database/{api.only('database', 'database_name', 'examples')}", {"sqlalchemy_uri": uri})
    server.stop()
    return plain


def starts(server, table, times):
    taken = []
    for _ in range(times):
        taken.append(server.start())
        server.stop()
    table.row(f"start to `/health`, median of {times} starts after the first", statistics.median(taken) * 1000, "ms", 100)


def idle(server, table, seconds):
    """Leaves the server running for what comes next."""
    server.start()
    time.sleep(seconds)
    table.row(f"RSS {seconds} s after a start, no question asked", server.rss_mb(), "MB", 40)


def questions(server, table, uri, seconds):
    api = Api(server.base)
    body = json.loads((ROOT / "bench/quarterly_sales.json").read_text())
    body["datasource"]["id"] = api.only("dataset", "table_name", "cleaned_sales_data")
    url = server.base + "/api/v1/chart/data"
    sql = api.send("POST", "/api/v1/chart/data", body)["result"][0]["query"]
    if not api.send("POST", "/api/v1/chart/data", body)["result"][0]["is_cached"]:
        raise SystemExit("the second answer did not come from the cache")

    one = load.wrk(url, api.token, 1, seconds, body)
    table.row("Quarterly Sales, cached, 1 client: p50", one["p50"], "ms", 0.5)
    table.row("… p99", one["p99"], "ms")
    many = load.wrk(url, api.token, 16, seconds, body)
    table.row("Quarterly Sales, cached, 16 clients: p50", many["p50"], "ms")
    table.row("… answers", many["rate"], "/s", 5000, at_least=True)

    gzip = load.wrk(url, api.token, 16, seconds, body, {"Accept-Encoding": "gzip"})
    table.row("… compressed, 16 clients: answers", gzip["rate"], "/s")
    known = api.etag("/api/v1/chart/data", body)
    same = load.wrk(url, api.token, 1, seconds, body, {"If-None-Match": known})
    table.row("Quarterly Sales, 304, 1 client: p50", same["p50"], "ms", 0.2)
    same = load.wrk(url, api.token, 16, seconds, body, {"If-None-Match": known})
    table.row("… 304s", same["rate"], "/s")

    large = body | {"queries": [{"columns": ["order_number", "product_code", "customer_name", "country", "sales"],
                                 "orderby": [["order_number", True]], "row_limit": 400}]}
    size = len(json.dumps(api.send("POST", "/api/v1/chart/data", large)))
    for encoding in ["identity", "gzip", "br"]:
        many = load.wrk(url, api.token, 16, seconds, large, {"Accept-Encoding": encoding})
        table.row(f"{size / 1024:.0f} KB, cached, {encoding}, 16 clients: p50", many["p50"], "ms")
        table.row("… answers", many["rate"], "/s")

    alone = load.psql(uri, sql)
    table.row("the same SQL in psql", alone, "ms")
    force = body | {"force": True}
    table.row("Quarterly Sales, forced, 1 client: p50", load.wrk(url, api.token, 1, seconds, force)["p50"], "ms", round(alone + 2, 2))
    many = load.wrk(url, api.token, 16, seconds, force)
    table.row("Quarterly Sales, forced, 16 clients: p50", many["p50"], "ms")
    table.row("… answers", many["rate"], "/s")

    table.row("list of dashboards, 1 client: p50", load.wrk(server.base + LIST, api.token, 1, seconds)["p50"], "ms", 3)


def dashboard_of_45(server, table, seconds):
    """45 charts with a question each, in one request. It is cold with `force`: every question goes to the database."""
    api = Api(server.base)
    dataset = api.only("dataset", "table_name", "cleaned_sales_data")
    number = api.send("POST", "/api/v1/dashboard/", {"dashboard_title": "45 charts"})["id"]
    columns = ["country", "status", "product_line", "deal_size", "year"]
    for chart in range(45):
        params = {"query_mode": "aggregate", "groupby": [columns[chart % 5]], "metrics": ["count"], "row_limit": 10 + chart}
        api.send("POST", "/api/v1/chart/", {"slice_name": f"Chart {chart}", "viz_type": "table", "params": json.dumps(params),
                                            "datasource_id": dataset, "datasource_type": "table", "dashboards": [number]})
    path = f"/api/v1/dashboard/{number}/data"
    for body, word, aim in [({}, "cached", 100), ({"force": True}, "cold", None)]:
        lines = api.lines(path, body)
        failed = [line for line in lines if line["status"] != 200]
        if len(lines) != 45 or failed:
            raise SystemExit(f"{len(lines)} of 45 charts were answered, {len(failed)} with an error: {failed[:1]}")
        if word == "cached" and not all(line["result"][0]["is_cached"] for line in api.lines(path, body)):
            raise SystemExit("45 charts: an answer did not come from the cache")
        one = load.wrk(server.base + path, api.token, 1, seconds, body)
        table.row(f"45-chart dashboard in one request, {word}, 1 client: p50", one["p50"], "ms", aim)
        table.row("… p99", one["p99"], "ms")


def page(server, table, times):
    api = Api(server.base)
    number = api.only("dashboard", "dashboard_title", "Sales Dashboard")
    # Nobody has looked at it since the server started: the first time its own cache is empty too.
    out = subprocess.run(["node", ROOT / "bench/page.mjs", server.base, f"/dashboard/{number}", PASSWORD, str(times + 1)],
                         check=True, capture_output=True, text=True, cwd=ROOT).stdout
    seen = json.loads(out)
    aims = {"app WASM": 350, "ECharts": 350}
    for kind, size in sorted(seen["bytes"].items(), key=lambda pair: -pair[1]):
        table.row(f"Sales page, empty browser cache: {kind}", size / 1024, "KB", aims.get(kind))
    table.row("… all bytes", sum(seen["bytes"].values()) / 1024, "KB", 900)
    table.row("… requests", seen["requests"], "")
    first, *later = seen["drawn"]
    table.row("… all drawn, the server's cache empty too", first / 1000, "s")
    table.row(f"… all drawn, median of the next {times}", statistics.median(later) / 1000, "s", 1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
