SELECT `deal_size` AS `deal_size`, `status` AS `status`, COUNT(*) AS `count`
FROM `public`.`orders` GROUP BY `deal_size`, `status` ORDER BY ISNULL(`deal_size`), `deal_size`, ISNULL(`status`), `status`
 LIMIT 50000
