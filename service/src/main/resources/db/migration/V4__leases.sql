-- A claim and its outcome touch as few indexes as can be. See docs/decisions/0011-…

-- Whoever works on a binding holds it until then; null when nobody does. In no index, so that a
-- claim changes none.
alter table binding add column leased_until timestamptz;

-- So many are dark that they are served in turn by tenant. In no index of turns otherwise.
alter table binding add column lined_up boolean not null default false;

drop index binding_due;
drop index binding_deadline;
drop index binding_turn;
create index binding_due on binding (region_id, signal, next_at)
  where failures = 0 and expires_at is not null and not lined_up;
create index binding_deadline on binding (region_id, signal, expires_at)
  where failures = 0 and expires_at is not null and not lined_up;
create index binding_turn on binding (region_id, signal, turn, expires_at)
  where failures = 0 and expires_at is not null and lined_up;

-- Room for the row as it is claimed, beside the row as it was; and what is dead at the head of an
-- index is swept up early, or every claim passes it by.
alter table binding set (
  fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
