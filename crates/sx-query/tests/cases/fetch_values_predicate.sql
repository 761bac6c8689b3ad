SELECT "status" AS "status"
FROM "public"."orders"
WHERE (status <> 'test') GROUP BY "status"
 LIMIT 50000
