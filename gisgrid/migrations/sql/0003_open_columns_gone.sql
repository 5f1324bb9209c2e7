-- Contracts: forgetting erases what is sealed, and nothing personal stands open any more.
CREATE OR REPLACE FUNCTION erase_reporter(erased_case bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp
BEGIN ATOMIC
  UPDATE step SET personal_sealed = NULL, salt = NULL
  WHERE case_id = erased_case AND salt IS NOT NULL;
  UPDATE report SET reporter_sealed = NULL, phone_index = NULL WHERE case_id = erased_case;
  UPDATE rating SET text = NULL WHERE case_id = erased_case AND side = 'reporter';
END;

ALTER TABLE report DROP COLUMN reporter;
ALTER TABLE step DROP COLUMN personal;
