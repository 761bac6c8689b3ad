SELECT DATE_TRUNC('quarter', "order_date") AS "__timestamp", "deal_size" AS "deal_size", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "order_date" >= CAST($1 AS TIMESTAMP) AND "order_date" < CAST($2 AS TIMESTAMP) GROUP BY "deal_size", DATE_TRUNC('quarter', "order_date") ORDER BY "count" DESC
 LIMIT 50000
-- $1 = Time(1041379200000000)
-- $2 = Time(1117584000000000)
