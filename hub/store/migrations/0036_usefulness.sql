-- Whether an alert was of use, as whoever closed it judged with one tap: the newest judgement of each alert. The report counts
-- them; nothing else reads them.
CREATE TABLE alert_usefulness (
    alert_id uuid PRIMARY KEY REFERENCES alerts,
    useful boolean NOT NULL,
    judged_by uuid NOT NULL REFERENCES staff,
    judged_at timestamptz NOT NULL DEFAULT now()
);
