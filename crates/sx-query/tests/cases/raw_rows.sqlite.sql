SELECT "order_date" AS "order_date", "status" AS "status", "sales" AS "sales"
FROM "public"."orders" ORDER BY "sales" DESC NULLS FIRST
 LIMIT 100 OFFSET 200
