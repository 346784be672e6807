-- Clusters whose agents ask for their tokens, clusters that leave, and what agents have taken up.

alter table cluster
  add column leaving_since    timestamptz, -- null unless its removal was asked for
  add column workload_issuer  text,        -- who speaks for its agents; null when nobody does
  add column workload_subject text,
  add column workload_keys    jsonb,       -- reference, or sealed; null when they are the operator's
  add constraint cluster_workload unique (workload_issuer, workload_subject)
    deferrable initially deferred;         -- two clusters may change places in one enrolment

-- wish 3: the cluster leaves. Served before all lanes, in the order they are due.
create index binding_leaving on binding (next_at) where wish = 3;

alter table binding
  add column asked_of uuid; -- the process that its agents ask; null when none has asked

-- The processes that share this database, as far as they can be asked for tokens.
create table replica (
  id      uuid        primary key,
  seen_at timestamptz not null
);
