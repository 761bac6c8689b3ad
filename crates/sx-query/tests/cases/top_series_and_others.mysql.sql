SELECT CASE WHEN (`series_1__` IS NOT NULL) THEN `deal_size` ELSE 'Others' END AS `deal_size`, CASE WHEN (`series_2__` IS NOT NULL) THEN CAST(`quantity` AS CHAR) ELSE 'Others' END AS `quantity`, COUNT(*) AS `count`
FROM `public`.`orders` LEFT OUTER JOIN (SELECT `deal_size` AS `series_1__`, `quantity` AS `series_2__`, COUNT(*) AS `mme_inner__`
FROM `public`.`orders` GROUP BY `deal_size`, `quantity` ORDER BY ISNULL(COUNT(*)), COUNT(*)
 LIMIT 5) AS `series_limit` ON (`deal_size`) = `series_1__` AND (`quantity`) = `series_2__` GROUP BY CASE WHEN (`series_1__` IS NOT NULL) THEN `deal_size` ELSE 'Others' END, CASE WHEN (`series_2__` IS NOT NULL) THEN CAST(`quantity` AS CHAR) ELSE 'Others' END
 LIMIT 50000
