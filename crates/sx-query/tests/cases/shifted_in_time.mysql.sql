SELECT `status` AS `status`, COUNT(*) AS `count`
FROM `public`.`orders`
WHERE `order_date` >= ? AND `order_date` < ? GROUP BY `status`
 LIMIT 50000
-- $1 = Time(1046390400000000)
-- $2 = Time(1049068800000000)
