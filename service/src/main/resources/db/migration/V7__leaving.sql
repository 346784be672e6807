-- Clusters that are being removed: their bindings wait to take back what was delivered.

alter table cluster add column leaving_since timestamptz; -- null unless its removal was asked for

-- wish 3: the cluster leaves. Served before all lanes, in the order they are due.
create index binding_leaving on binding (next_at) where wish = 3;
