-- A claim and its outcome touch as few indexes as can be. See docs/decisions/0011-…

-- Whoever works on a binding holds it until then; null when nobody does. In no index, so that a
-- claim changes none.
alter table binding add column leased_until timestamptz;

-- More was due than could be claimed, so it has lined up: the living by their deadline, the dark by
-- their turn. In no index otherwise.
alter table binding add column lined_up boolean not null default false;

drop index binding_due;
drop index binding_deadline;
drop index binding_turn;
create index binding_due on binding (region_id, signal, next_at)
  where failures = 0 and expires_at is not null and not lined_up;
create index binding_deadline on binding (region_id, signal, expires_at)
  where failures = 0 and expires_at is not null and lined_up;
create index binding_turn on binding (region_id, signal, turn, expires_at)
  where failures = 0 and expires_at is not null and lined_up;

-- Every renewal leaves two dead rows and a dead entry at the head of binding_due: swept up early,
-- claims pass them by quickly.
alter table binding set (
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0.5);
