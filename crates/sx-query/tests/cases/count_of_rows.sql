SELECT COUNT(*) AS "rowcount"
FROM (SELECT "status" AS "status", COUNT(*) AS "count"
FROM "public"."orders" GROUP BY "status"
 LIMIT 50000) AS rowcount_qry
