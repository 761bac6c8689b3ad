SELECT "status" AS "status", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "order_date" >= CAST($1 AS TIMESTAMP) AND "order_date" < CAST($2 AS TIMESTAMP) GROUP BY "status"
 LIMIT 50000
-- $1 = Time(1046390400000000)
-- $2 = Time(1049068800000000)
