SELECT MAKEDATE(YEAR(`order_date`), 1) + INTERVAL QUARTER(`order_date`) QUARTER - INTERVAL 1 QUARTER AS `__timestamp`, `deal_size` AS `deal_size`, COUNT(*) AS `count`
FROM `public`.`orders`
WHERE `order_date` >= ? AND `order_date` < ? GROUP BY `deal_size`, MAKEDATE(YEAR(`order_date`), 1) + INTERVAL QUARTER(`order_date`) QUARTER - INTERVAL 1 QUARTER ORDER BY ISNULL(COUNT(*)) DESC, `count` DESC
 LIMIT 50000
-- $1 = Time(1041379200000000)
-- $2 = Time(1117584000000000)
