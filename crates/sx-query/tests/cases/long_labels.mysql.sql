SELECT `status` AS `status`, SUM(`sales`) AS `column_2`
FROM `public`.`orders` GROUP BY `status` ORDER BY ISNULL(SUM(`sales`)) DESC, `column_2` DESC
 LIMIT 50000
