SELECT "deal_size" AS "deal_size", "status" AS "status", COUNT(*) AS "count"
FROM "public"."orders" GROUP BY "deal_size", "status" ORDER BY "deal_size" ASC NULLS LAST, "status" ASC NULLS LAST
 LIMIT 50000
