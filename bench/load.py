"""Load by wrk, and the same SQL by psql."""
import json, re, statistics, subprocess, tempfile, urllib.parse

LUA = """
wrk.method = {method}
wrk.body = {body}
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = {authorization}
{headers}
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('RESULT {{"p50": %d, "p99": %d, "requests": %d, "duration": %d, "status": %d, "broken": %d}}\\n',
    latency:percentile(50), latency:percentile(99), summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
"""


def wrk(url, token, clients, seconds, body=None, headers=None):
    """p50 and p99 in ms and answers per second; an answer other than 2xx and 304 ends the benchmark."""
    quoted = lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    text = "" if body is None else json.dumps(body)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA.format(method='"GET"' if body is None else '"POST"', body=quoted(text) if text else "nil",
                                authorization=quoted(f"Bearer {token}"),
                                headers="\n".join(f"wrk.headers[{quoted(name)}] = {quoted(value)}"
                                                  for name, value in (headers or {}).items())))
        script.flush()
        out = subprocess.run(["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", script.name, url],
                             check=True, capture_output=True, text=True).stdout
    result = json.loads(re.search(r"RESULT (.*)", out).group(1))
    if result["status"] or result["broken"] or not result["requests"]:
        raise SystemExit(f"{url}: {result}")
    return {"p50": result["p50"] / 1000, "p99": result["p99"] / 1000,
            "rate": result["requests"] / (result["duration"] / 1e6)}


def psql(uri, sql, times=300):
    """The median of `\\timing` in ms, in one session, after a few to warm up."""
    statement = sql.strip().rstrip(";") + ";\n"
    script = "\\timing on\n" + "\\o /dev/null\n" + statement * (times + 20)
    out = subprocess.run(["psql", uri, "-qX", "-v", "ON_ERROR_STOP=1"], input=script, check=True, capture_output=True,
                         text=True).stdout
    taken = [float(ms) for ms in re.findall(r"Time: ([\d.]+) ms", out)]
    return statistics.median(taken[20:])


def quoted_query(rison):
    return urllib.parse.quote(rison)
