SELECT DATE_TRUNC('day', "order_date") AS "order_date", "deal_size" AS "deal_size", COUNT(*) AS "count"
FROM "public"."orders" JOIN (SELECT "deal_size" AS "series_1__", COUNT(*) AS "mme_inner__"
FROM "public"."orders"
WHERE "status" IN ($1, $2) GROUP BY "deal_size" ORDER BY SUM("sales") DESC
 LIMIT 5) AS "series_limit" ON ("deal_size") = "series_1__"
WHERE "status" IN ($3, $4) GROUP BY DATE_TRUNC('day', "order_date"), "deal_size"
 LIMIT 50000
-- $1 = Text("Shipped")
-- $2 = Text("On Hold")
-- $3 = Text("Shipped")
-- $4 = Text("On Hold")
