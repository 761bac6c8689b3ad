SELECT `order_date` AS `order_date`, `status` AS `status`, `sales` AS `sales`
FROM `public`.`orders` ORDER BY ISNULL(`sales`) DESC, `sales` DESC
 LIMIT 100 OFFSET 200
