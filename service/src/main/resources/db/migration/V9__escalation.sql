-- What is to be sent to pagers, chat, issues and others; written with the step that wants it.

create table outbox (
  id         bigint generated always as identity primary key,
  key        text        not null unique, -- of one order of one step
  incident   text        not null,
  team       text        not null,
  sink       text        not null,        -- empty when there is nobody to send to
  action     text        not null,        -- page, end, tell, close
  message    jsonb       not null,        -- no secret
  after      text,                        -- key of the order that is tried once before
  state      text        not null default 'waiting',
  -- waiting; standing: accepted, and said again unless something newer is; then one of
  -- accepted, refused, shadowed, dropped, braked
  attempts   integer     not null default 0, -- since it was accepted last, if it was
  fence      bigint      not null default 0, -- grows with each claim
  written_at timestamptz not null,
  next_at    timestamptz not null,        -- while one attempts it: the end of the lease
  done_at    timestamptz,
  receipt    jsonb       not null default '{}',
  why        text,                        -- it was not accepted
  request    text,                        -- what was sent last, or would have been; no secret
  answer     text,
  tell       text                         -- what the incident is to be told; null when it was
);
create index outbox_due on outbox (next_at) where state in ('waiting', 'standing');
create index outbox_incident on outbox (incident, sink, id);
create index outbox_page on outbox (written_at) where action = 'page';
create index outbox_tell on outbox (id) where tell is not null;

-- One row: whoever writes a page holds it, so that two at once don't pass the brakes.
create table page_brake (id smallint primary key check (id = 1));
insert into page_brake values (1);
