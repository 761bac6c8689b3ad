SELECT DATE_TRUNC('month', (timestamp 'epoch' + "seen_ms" / 1000.0 * interval '1 second')) AS "seen_ms", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "seen_ms" >= CAST($1 AS BIGINT) AND "seen_ms" < CAST($2 AS BIGINT) GROUP BY DATE_TRUNC('month', (timestamp 'epoch' + "seen_ms" / 1000.0 * interval '1 second'))
 LIMIT 50000
-- $1 = Int(1041379200000)
-- $2 = Int(1044057600000)
