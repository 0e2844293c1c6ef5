-- The limits that the template had when a profile was made from it. Where a later release has others, the stay keeps its own until
-- somebody takes the new ones; what differs is said. Null where that is not known.
ALTER TABLE profiles ADD COLUMN template_limits jsonb;
-- A stay begins with the limits of its template, so what it began with is the template of then.
UPDATE profiles p SET template_limits = f.limits FROM profiles f
    WHERE f.episode_id = p.episode_id AND f.number = 1 AND f.template = p.template;

-- Why NEWS2 is not judged for this patient; null while it is.
ALTER TABLE episodes ADD COLUMN without_news2 text CHECK (without_news2 IN ('under_16', 'pregnant'));
ALTER TABLE profiles ADD COLUMN without_news2 text CHECK (without_news2 IN ('under_16', 'pregnant'));
