SELECT UPPER(status) AS "state", COUNT(*) AS "count"
FROM "public"."orders"
WHERE (LENGTH(status)) > ?1 AND (sales > 0) GROUP BY UPPER(status)
HAVING (COUNT(*) > 1) ORDER BY "state" ASC NULLS LAST, MAX(sales) DESC NULLS FIRST
 LIMIT 50000
-- $1 = Int(3)
