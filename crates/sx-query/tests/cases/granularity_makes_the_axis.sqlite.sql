SELECT DATETIME("order_date", 'start of month', printf('-%d month', (strftime('%m', "order_date") - 1) % 3)) AS "__timestamp", "deal_size" AS "deal_size", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "order_date" >= ?1 AND "order_date" < ?2 GROUP BY "deal_size", DATETIME("order_date", 'start of month', printf('-%d month', (strftime('%m', "order_date") - 1) % 3)) ORDER BY "count" DESC NULLS FIRST
 LIMIT 50000
-- $1 = Time(1041379200000000)
-- $2 = Time(1117584000000000)
