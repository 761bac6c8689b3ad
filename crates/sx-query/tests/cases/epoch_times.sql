-- postgresql
SELECT DATE_TRUNC('month', (timestamp 'epoch' + "seen_ms" / 1000.0 * interval '1 second')) AS "seen_ms", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "seen_ms" >= CAST($1 AS BIGINT) AND "seen_ms" < CAST($2 AS BIGINT) GROUP BY DATE_TRUNC('month', (timestamp 'epoch' + "seen_ms" / 1000.0 * interval '1 second'))
 LIMIT 50000
-- $1 = Int(1041379200000)
-- $2 = Int(1044057600000)

-- duckdb
SELECT DATE_TRUNC('month', make_timestamp(CAST("seen_ms" * 1000 AS BIGINT))) AS "seen_ms", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "seen_ms" >= $1 AND "seen_ms" < $2 GROUP BY DATE_TRUNC('month', make_timestamp(CAST("seen_ms" * 1000 AS BIGINT)))
 LIMIT 50000
-- $1 = Int(1041379200000)
-- $2 = Int(1044057600000)

