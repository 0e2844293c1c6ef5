-- The limits that the template had when a profile was made from it. Where a later release has others, the stay keeps its own until
-- somebody takes the new ones; what differs is said. Null where that is not known.
ALTER TABLE profiles ADD COLUMN template_limits jsonb;
-- A stay begins with the limits of the adult's template, or with some that a person set for the patient at admission. So what it began
-- with is the template of then only if it is one that there was, of six: rungs as [edge, for_s, priority], and from which template to which.
WITH sides (place, vital, since, until, low, high) AS (VALUES
    (0, 'heart_rate', 1, 1, jsonb '[[400,600,"medium"],[300,300,"high"],[250,0,"high"]]',
        jsonb '[[1100,600,"medium"],[1300,300,"high"],[1700,0,"high"]]'),
    (0, 'heart_rate', 2, 2, jsonb '[[400,600,"medium"],[300,300,"high"],[250,0,"high"]]',
        jsonb '[[1100,600,"medium"],[1300,300,"high"],[1700,60,"high"]]'),
    (0, 'heart_rate', 3, 3, jsonb '[[400,120,"high"],[300,60,"high"],[250,0,"high"]]',
        jsonb '[[1100,600,"medium"],[1300,300,"high"],[1700,60,"high"]]'),
    (0, 'heart_rate', 4, 6, jsonb '[[410,300,"medium"],[400,120,"high"],[300,60,"high"],[250,0,"high"]]',
        jsonb '[[1100,600,"medium"],[1300,300,"high"],[1700,60,"high"]]'),
    (1, 'pulse_rate', 1, 1, jsonb '[[400,600,"medium"],[300,300,"high"],[250,0,"high"]]',
        jsonb '[[1100,600,"medium"],[1300,300,"high"],[1700,0,"high"]]'),
    (1, 'pulse_rate', 2, 2, jsonb '[[400,600,"medium"],[300,300,"high"],[250,0,"high"]]',
        jsonb '[[1100,600,"medium"],[1300,300,"high"],[1700,60,"high"]]'),
    (1, 'pulse_rate', 3, 3, jsonb '[[400,120,"high"],[300,60,"high"],[250,0,"high"]]',
        jsonb '[[1100,600,"medium"],[1300,300,"high"],[1700,60,"high"]]'),
    (1, 'pulse_rate', 4, 6, jsonb '[[410,300,"medium"],[400,120,"high"],[300,60,"high"],[250,0,"high"]]',
        jsonb '[[1100,600,"medium"],[1300,300,"high"],[1700,60,"high"]]'),
    (2, 'spo2', 1, 5, jsonb '[[920,3600,"low"],[880,600,"medium"],[850,300,"high"],[800,60,"high"],[700,0,"high"]]',
        jsonb '[]'),
    (2, 'spo2', 6, 6, jsonb '[[920,3600,"low"],[880,600,"medium"],[850,120,"high"],[800,60,"high"],[700,0,"high"]]',
        jsonb '[]'),
    (4, 'respiratory_rate', 1, 2, jsonb '[[110,600,"medium"],[50,300,"high"],[20,30,"high"]]',
        jsonb '[[230,300,"medium"],[300,60,"high"]]'),
    (4, 'respiratory_rate', 3, 3, jsonb '[[110,600,"medium"],[90,120,"high"],[50,60,"high"],[20,30,"high"]]',
        jsonb '[[230,300,"medium"],[300,60,"high"]]'),
    (4, 'respiratory_rate', 4, 4, jsonb '[[110,600,"medium"],[90,120,"high"],[50,60,"high"],[20,30,"high"]]',
        jsonb '[[230,300,"medium"],[300,60,"medium"],[300,300,"high"],[350,120,"high"]]'),
    (4, 'respiratory_rate', 5, 6, jsonb '[[110,600,"medium"],[90,120,"high"],[50,60,"high"],[20,30,"high"]]',
        jsonb '[[230,300,"medium"],[300,60,"medium"],[300,300,"high"],[350,120,"high"],[400,60,"high"]]'),
    (5, 'temperature', 1, 6, jsonb '[[3510,0,"high"]]',
        jsonb '[[3820,0,"high"]]'),
    (6, 'systolic', 1, 6, jsonb '[[910,0,"medium"],[710,0,"high"]]',
        jsonb '[[2190,0,"medium"]]'),
    (8, 'mean_arterial', 1, 6, jsonb '[[650,0,"medium"],[550,0,"high"]]',
        jsonb '[]'),
    (10, 'glucose', 1, 6, jsonb '[[700,0,"medium"],[540,0,"high"]]',
        jsonb '[[3000,0,"medium"]]')
), known (limits) AS (
    SELECT jsonb_agg(jsonb_build_object('vital', s.vital, 'low', low.rungs, 'high', high.rungs) ORDER BY s.place)
    FROM generate_series(1, 6) AS template (number)
    JOIN sides s ON template.number BETWEEN s.since AND s.until
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('edge', r -> 0, 'for_s', r -> 1, 'priority', r -> 2) ORDER BY n), '[]') AS rungs
        FROM jsonb_array_elements(s.low) WITH ORDINALITY AS rung (r, n)
    ) low
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('edge', r -> 0, 'for_s', r -> 1, 'priority', r -> 2) ORDER BY n), '[]') AS rungs
        FROM jsonb_array_elements(s.high) WITH ORDINALITY AS rung (r, n)
    ) high
    GROUP BY template.number
)
UPDATE profiles p SET template_limits = f.limits FROM profiles f
    WHERE f.episode_id = p.episode_id AND f.number = 1 AND f.template = 'adult' AND p.template = 'adult'
    AND f.limits IN (SELECT limits FROM known);

-- Why NEWS2 is not judged for this patient; null while it is.
ALTER TABLE episodes ADD COLUMN without_news2 text CHECK (without_news2 IN ('under_16', 'pregnant'));
ALTER TABLE profiles ADD COLUMN without_news2 text CHECK (without_news2 IN ('under_16', 'pregnant'));
