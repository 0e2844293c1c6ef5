-- Numbers in `held` that only a loss record put there: nothing of them is stored. One that arrives after
-- all is stored like any other and leaves `lost`, so that what is counted as lost is lost.
-- The rows are rewritten with every batch: room in the page keeps that off the index.
ALTER TABLE streams ADD COLUMN lost int8multirange NOT NULL DEFAULT '{}';
ALTER TABLE streams SET (fillfactor = 50);
