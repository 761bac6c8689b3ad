SELECT DATE_TRUNC('month', make_timestamp(CAST("seen_ms" * 1000 AS BIGINT))) AS "seen_ms", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "seen_ms" >= $1 AND "seen_ms" < $2 GROUP BY DATE_TRUNC('month', make_timestamp(CAST("seen_ms" * 1000 AS BIGINT)))
 LIMIT 50000
-- $1 = Int(1041379200000)
-- $2 = Int(1044057600000)
