SELECT `status` AS `status`, COUNT(*) AS `count`
FROM `public`.`orders`
WHERE `sales` > ? AND `quantity` = ? AND LOWER(`status`) LIKE LOWER(?) AND `is_paid` = ? AND `order_date` < ? GROUP BY `status`
HAVING (COUNT(*)) >= ?
 LIMIT 50000
-- $1 = Float(1.5)
-- $2 = Int(7)
-- $3 = Text("%s%")
-- $4 = Bool(true)
-- $5 = Time(1041379200000000)
-- $6 = Int(2)
