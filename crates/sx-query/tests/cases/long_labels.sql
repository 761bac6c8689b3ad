-- postgresql
SELECT "status" AS "status", SUM("sales") AS "column_2"
FROM "public"."orders" GROUP BY "status" ORDER BY "column_2" DESC
 LIMIT 50000

-- duckdb
SELECT "status" AS "status", SUM("sales") AS "The sum of all sales of all orders of all customers of all regions, in dollars"
FROM "public"."orders" GROUP BY "status" ORDER BY "The sum of all sales of all orders of all customers of all regions, in dollars" DESC NULLS FIRST
 LIMIT 50000

