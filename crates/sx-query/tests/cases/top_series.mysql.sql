SELECT DATE(`order_date`) AS `order_date`, `deal_size` AS `deal_size`, COUNT(*) AS `count`
FROM `public`.`orders` JOIN (SELECT `deal_size` AS `series_1__`, COUNT(*) AS `mme_inner__`
FROM `public`.`orders`
WHERE `status` IN (?, ?) GROUP BY `deal_size` ORDER BY ISNULL(SUM(`sales`)) DESC, SUM(`sales`) DESC
 LIMIT 5) AS `series_limit` ON (`deal_size`) = `series_1__`
WHERE `status` IN (?, ?) GROUP BY DATE(`order_date`), `deal_size`
 LIMIT 50000
-- $1 = Text("Shipped")
-- $2 = Text("On Hold")
-- $3 = Text("Shipped")
-- $4 = Text("On Hold")
