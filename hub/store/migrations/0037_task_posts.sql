-- A task is given to another role: each step says whose it is after it. Steps from before say nothing, and were of the task's role.
ALTER TABLE task_steps ADD COLUMN post text;
