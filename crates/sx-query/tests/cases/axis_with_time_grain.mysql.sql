SELECT DATE(DATE_SUB(`order_date`, INTERVAL DAYOFMONTH(`order_date`) - 1 DAY)) AS `order_date`, `deal_size` AS `deal_size`, SUM(`sales`) AS `SUM(sales)`
FROM `public`.`orders`
WHERE `order_date` >= ? AND `order_date` < ? GROUP BY DATE(DATE_SUB(`order_date`, INTERVAL DAYOFMONTH(`order_date`) - 1 DAY)), `deal_size` ORDER BY ISNULL(SUM(`sales`)) DESC, `SUM(sales)` DESC
 LIMIT 10000
-- $1 = Time(1041379200000000)
-- $2 = Time(1117584000000000)
