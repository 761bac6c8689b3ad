SELECT "status" AS "status", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "sales" > CAST($1 AS DOUBLE PRECISION) AND "quantity" = CAST($2 AS BIGINT) AND "status" ILIKE $3 AND "is_paid" = CAST($4 AS BOOLEAN) AND "order_date" < CAST($5 AS TIMESTAMP) GROUP BY "status"
HAVING (COUNT(*)) >= CAST($6 AS BIGINT)
 LIMIT 50000
-- $1 = Float(1.5)
-- $2 = Int(7)
-- $3 = Text("%s%")
-- $4 = Bool(true)
-- $5 = Time(1041379200000000)
-- $6 = Int(2)
