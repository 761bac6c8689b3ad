SELECT "status" AS "status"
FROM "public"."orders" GROUP BY "status" ORDER BY "status" ASC
 LIMIT 1000
