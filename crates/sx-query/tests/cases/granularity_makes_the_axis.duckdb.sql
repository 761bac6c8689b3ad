SELECT DATE_TRUNC('quarter', "order_date") AS "__timestamp", "deal_size" AS "deal_size", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "order_date" >= $1 AND "order_date" < $2 GROUP BY "deal_size", DATE_TRUNC('quarter', "order_date") ORDER BY "count" DESC NULLS FIRST
 LIMIT 50000
-- $1 = Time(1041379200000000)
-- $2 = Time(1117584000000000)
