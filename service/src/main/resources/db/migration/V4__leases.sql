-- A claim and its outcome touch as few indexes as can be. See docs/decisions/0011-…

-- Whoever works on a binding holds it until then; null when nobody does. In no index, so that a
-- claim changes none.
alter table binding add column leased_until timestamptz;

-- What is due is found by when it is due. Its order, when there is more than can be served, is
-- looked for then and kept in memory.
drop index binding_due;
drop index binding_deadline;
drop index binding_turn;
create index binding_due on binding (region_id, signal, next_at)
  where failures = 0 and expires_at is not null;

-- Room for the row as it is claimed, beside the row as it was; and what is dead at the head of an
-- index is swept up early, or every claim passes it by.
alter table binding set (
  fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
