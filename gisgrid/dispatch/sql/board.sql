-- Which open cases stand in which queue of the board, and how many each queue holds in all.
WITH queued AS (
  SELECT
    q.queue,
    c.id,
    c.number,
    c.status,
    c.text,
    c.place_text,
    c.class_id,
    c.area_id,
    c.lead_station_id,
    c.unrouted,
    c.emergency,
    c.provisional,
    c.received_at,
    c.respond_due,
    c.solve_due,
    count(*) OVER (PARTITION BY q.queue) AS in_all,
    row_number() OVER (
      PARTITION BY q.queue
      ORDER BY c.emergency DESC, coalesce(c.solve_due, c.received_at), c.id
    ) AS place
  FROM case_file AS c
  CROSS JOIN LATERAL (
    VALUES
      ('unrouted', c.lead_station_id IS NULL AND c.status IN ('received', 'verifying', 'filed')),
      (
        'waiting',
        c.status IN (
          'received', 'verifying', 'filed', 'returned', 'consulting', 'feedback', 'solved',
          'checked'
        )
      ),
      (
        'due',
        c.status IN ('dispatched', 'handling', 'rework')
        AND (
          (c.signed_at IS NULL AND c.respond_due BETWEEN :now AND :soon)
          OR c.solve_due BETWEEN :now AND :soon
        )
      ),
      (
        'overdue',
        c.status IN ('dispatched', 'handling', 'rework')
        AND ((c.signed_at IS NULL AND c.respond_due < :now) OR c.solve_due < :now)
      )
  ) AS q (queue, holds)
  WHERE q.holds
    AND c.status IN (
      'received', 'verifying', 'filed', 'dispatched', 'handling', 'returned', 'consulting',
      'rework', 'feedback', 'checked', 'solved'
    )
    AND case_in_scope(
      c.path_today, c.stations, c.class_id,
      :everything, CAST(:roots AS bigint[]), CAST(:mine AS bigint[]), CAST(:classes AS bigint[]),
      CAST(:limits AS jsonb)
    )
)
SELECT *
FROM queued
WHERE place <= :limit
ORDER BY queue, place
