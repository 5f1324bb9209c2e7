-- What is a unit of the district called in English, by the name that an asset's owner has? A table
-- of one row, so that the planner sees through it; of two units of one name the older one speaks.
CREATE OR REPLACE FUNCTION unit_in_english(wanted text)
RETURNS TABLE (name_en text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT u.name_en FROM unit u WHERE u.name = wanted ORDER BY u.id LIMIT 1
$$;
