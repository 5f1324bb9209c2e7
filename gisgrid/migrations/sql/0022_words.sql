-- What is looked up by a part of its words: every two characters that stand beside each other, in
-- small letters. Chinese has no spaces between words and most are two characters long, so pairs
-- find what trigrams cannot. Names are written in full: they are also read without a search path.
-- The cost is told as it is: asked of row after row instead of the index, it takes seconds.
CREATE FUNCTION word_pairs(said text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
  SELECT coalesce(array_agg(a || b), '{}')
  FROM (SELECT string_to_array(lower(said), NULL) AS chars) AS split,
       unnest(split.chars, split.chars[2:]) AS beside(a, b)
  WHERE b IS NOT NULL
$$;

-- How a case is looked up: the pairs of what was said, and behind a # the ends of its number that
-- people read out, with and without the check digit.
CREATE FUNCTION case_words(number text, said text, place text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
  SELECT public.word_pairs(said || E'\n' || place)
      || ARRAY['#' || right(digits, 4), '#' || right(digits, 5), '#' || right(digits, 6),
               '#' || right(digits, 7), '#' || substr(digits, 11, 4), '#' || substr(digits, 10, 5),
               '#' || substr(digits, 9, 6)]
  FROM (SELECT replace(number, '-', '') AS digits) AS whole
$$;

-- How an asset is looked up.
CREATE FUNCTION asset_words(code text, name text, name_en text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
  SELECT public.word_pairs(code || E'\n' || name || E'\n' || coalesce(name_en, ''))
$$;

CREATE INDEX case_file_words_idx ON case_file USING gin (case_words(number, text, place_text));
CREATE INDEX asset_words_idx ON asset USING gin (asset_words(code, name, name_en));
