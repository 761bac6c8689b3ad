SELECT DATE_TRUNC('month', "order_date") AS "order_date", "deal_size" AS "deal_size", SUM("sales") AS "SUM(sales)"
FROM "public"."orders"
WHERE "order_date" >= CAST($1 AS TIMESTAMP) AND "order_date" < CAST($2 AS TIMESTAMP) GROUP BY DATE_TRUNC('month', "order_date"), "deal_size" ORDER BY "SUM(sales)" DESC
 LIMIT 10000
-- $1 = Time(1041379200000000)
-- $2 = Time(1117584000000000)
