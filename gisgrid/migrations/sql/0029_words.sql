-- The same pairs as before at less cost: a loop starts no query of its own, which a
-- function of SQL does for every row that is written.
CREATE OR REPLACE FUNCTION word_pairs(said text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  pairs text[] := '{}';
  before text;
  one text;
BEGIN
  FOREACH one IN ARRAY string_to_array(lower(said), NULL) LOOP
    IF before IS NOT NULL THEN
      pairs := pairs || (before || one);
    END IF;
    before := one;
  END LOOP;
  RETURN pairs;
END
$$;

-- Of a number, behind a #, only the last four digits with and without the check digit: no two
-- cases have the longer ends in common, so each was one more entry of the index to be made, seven
-- for every case. A longer end is looked up by its last four, and the number itself is compared.
DROP INDEX case_file_words_idx;
CREATE OR REPLACE FUNCTION case_words(number text, said text, place text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  digits text := replace(number, '-', '');
BEGIN
  RETURN public.word_pairs(said || E'\n' || place)
    || ARRAY['#' || right(digits, 4), '#' || substr(digits, 11, 4)];
END
$$;
CREATE INDEX case_file_words_idx ON case_file USING gin (case_words(number, text, place_text));
