SELECT "status" AS "status"
FROM "public"."orders" GROUP BY "status" ORDER BY "status" ASC NULLS LAST
 LIMIT 1000
