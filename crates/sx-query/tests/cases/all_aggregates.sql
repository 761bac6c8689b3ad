SELECT COUNT(*) AS "count", COUNT(DISTINCT "status") AS "COUNT_DISTINCT(status)", COUNT("status") AS "COUNT(status)", SUM("sales") AS "SUM(sales)", AVG("sales") AS "AVG(sales)", MIN("sales") AS "MIN(sales)", MAX("quantity") AS "MAX(quantity)", COUNT(sales > 100 OR quantity > 10) AS "COUNT(is_large)", SUM(sales) / COUNT(*) AS "per order"
FROM "public"."orders"
 LIMIT 50000
