SELECT DATE_TRUNC('month', "order_date") AS "order_date", "deal_size" AS "deal_size", SUM("sales") AS "SUM(sales)"
FROM "public"."orders"
WHERE "order_date" >= $1 AND "order_date" < $2 GROUP BY DATE_TRUNC('month', "order_date"), "deal_size" ORDER BY "SUM(sales)" DESC NULLS FIRST
 LIMIT 10000
-- $1 = Time(1041379200000000)
-- $2 = Time(1117584000000000)
