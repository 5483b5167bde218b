SELECT a, '$2 it''s' FROM t WHERE b = $1 AND c = "x$4" -- $3
