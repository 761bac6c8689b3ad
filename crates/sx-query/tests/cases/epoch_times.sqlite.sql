SELECT DATETIME(datetime(("seen_ms" / 1000), 'unixepoch'), 'start of month') AS "seen_ms", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "seen_ms" >= ?1 AND "seen_ms" < ?2 GROUP BY DATETIME(datetime(("seen_ms" / 1000), 'unixepoch'), 'start of month')
 LIMIT 50000
-- $1 = Int(1041379200000)
-- $2 = Int(1044057600000)
