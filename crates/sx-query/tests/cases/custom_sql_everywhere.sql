SELECT UPPER(status) AS "state", COUNT(*) AS "count"
FROM "public"."orders"
WHERE (LENGTH(status)) > CAST($1 AS BIGINT) AND (sales > 0) GROUP BY UPPER(status)
HAVING (COUNT(*) > 1) ORDER BY "state" ASC, MAX(sales) DESC
 LIMIT 50000
-- $1 = Int(3)
