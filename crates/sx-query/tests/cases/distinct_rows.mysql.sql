SELECT `status` AS `status`
FROM `public`.`orders` GROUP BY `status` ORDER BY ISNULL(`status`), `status`
 LIMIT 1000
