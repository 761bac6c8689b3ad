SELECT UPPER(status) AS `state`, COUNT(*) AS `count`
FROM `public`.`orders`
WHERE (LENGTH(status)) > ? AND (sales > 0) GROUP BY UPPER(status)
HAVING (COUNT(*) > 1) ORDER BY ISNULL(UPPER(status)), `state`, ISNULL(MAX(sales)) DESC, MAX(sales) DESC
 LIMIT 50000
-- $1 = Int(3)
