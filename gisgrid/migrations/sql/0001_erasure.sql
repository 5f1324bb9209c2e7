-- Forgets the person behind a case: what is personal goes together with its salt, the digests
-- stay, so the chain still verifies. Only this function may touch a step that is written.
CREATE OR REPLACE FUNCTION erase_reporter(erased_case bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp
BEGIN ATOMIC
  UPDATE step SET personal = NULL, salt = NULL
  WHERE case_id = erased_case AND salt IS NOT NULL;
  UPDATE report SET reporter = NULL WHERE case_id = erased_case;
  UPDATE rating SET text = NULL WHERE case_id = erased_case AND side = 'reporter';
END;
