SELECT "status" AS "status", COUNT(*) AS "count"
FROM "public"."orders"
WHERE "sales" > $1 AND "quantity" = $2 AND "status" ILIKE $3 AND "is_paid" = $4 AND "order_date" < $5 GROUP BY "status"
HAVING (COUNT(*)) >= $6
 LIMIT 50000
-- $1 = Float(1.5)
-- $2 = Int(7)
-- $3 = Text("%s%")
-- $4 = Bool(true)
-- $5 = Time(1041379200000000)
-- $6 = Int(2)
