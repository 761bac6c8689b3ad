SELECT CASE WHEN a > - -1 THEN E'x\'y' ELSE $$z$$ END, "Q""uoted" FROM s.t -- c
 UNION SELECT 1, '2'