SELECT "status" AS "status", SUM("sales") AS "The sum of all sales of all orders of all customers of all regions, in dollars"
FROM "public"."orders" GROUP BY "status" ORDER BY "The sum of all sales of all orders of all customers of all regions, in dollars" DESC NULLS FIRST
 LIMIT 50000
