-- Times are Unix milliseconds, dates `YYYY-MM-DD` of the drill's zone, ids of Discord its snowflakes.

create table server (
    id        integer primary key,
    name      text    not null,
    joined_at integer not null,
    left_at   integer
) strict;

create table member (
    server_id integer not null references server (id),
    id        integer not null,
    name      text    not null,
    seen_at   integer not null,
    primary key (server_id, id)
) strict, without rowid;

create table drill (
    id           integer primary key,
    server_id    integer not null references server (id),
    channel_id   integer not null,
    name         text    not null,
    zone         text    not null,
    days         text    not null,
    open_time    text    not null,
    reveal_time  text    not null,
    -- names with commas between them; empty means all
    topics       text    not null,
    level        text    check (level in ('junior', 'mid', 'senior')),
    ping_role_id integer,
    answers      text    not null check (answers in ('named', 'anonymous')),
    -- null: runs; 'indefinite'; or the date on which it runs again
    paused       text,
    seed         integer not null,
    -- the next date that has no round yet, with its opening instant
    next_date    text,
    next_open_at integer,
    created_by   integer not null,
    created_at   integer not null,
    deleted_at   integer,
    check ((next_date is null) = (next_open_at is null))
) strict;

create unique index drill_name on drill (server_id, lower(name)) where deleted_at is null;
create index drill_due on drill (next_open_at) where deleted_at is null and next_open_at is not null;

-- A question as it was when a round opened: an edited or removed file must not change a running round.
create table question (
    version     integer primary key,
    question_id text    not null,
    content     text    not null unique
) strict;

create table round (
    id                integer primary key,
    drill_id          integer not null references drill (id),
    server_id         integer not null references server (id),
    channel_id        integer not null,
    date              text    not null,
    -- 0: the date's own round; 1 and up: extra rounds posted by hand
    number            integer not null check (number >= 0),
    -- what members were told when they wrote: a later edit of the drill must not name them
    answers           text    not null check (answers in ('named', 'anonymous')),
    state             text    not null check (state in ('due', 'open', 'revealed', 'closed', 'skipped')),
    due_at            integer not null,
    question_id       text,
    question_version  integer references question (version),
    reveal_at         integer,
    message_id        integer,
    revealed_at       integer,
    reveal_message_id integer,
    skip_reason       text    check (skip_reason in ('by-admin', 'too-late', 'no-question', 'cannot-post')),
    skip_detail       text,
    unique (drill_id, date, number),
    check ((state = 'skipped') = (skip_reason is not null)),
    check (state = 'skipped' or (question_id is not null and question_version is not null and reveal_at is not null)),
    check ((state in ('revealed', 'closed')) = (revealed_at is not null)),
    check ((state = 'closed') = (reveal_message_id is not null)),
    check (state <> 'open' or message_id is not null)
) strict;

create index round_reveal on round (reveal_at) where state = 'open';
create index round_open_here on round (server_id, channel_id) where state in ('due', 'open');

create table answer (
    id         integer primary key,
    round_id   integer not null references round (id),
    member_id  integer not null,
    -- null once it was deleted
    text       text,
    written_at integer not null,
    edited_at  integer,
    unique (round_id, member_id)
) strict;

create index answer_member on answer (member_id, round_id);

create table mark (
    answer_id integer primary key references answer (id),
    server_id integer not null references server (id),
    drill_id  integer not null references drill (id),
    round_id  integer not null references round (id),
    member_id integer not null,
    date      text    not null,
    topic     text    not null,
    score     integer not null check (score between 0 and 100),
    points    integer not null check (points between 0 and 10)
) strict;

-- The leaderboard is summed from this index alone.
create index mark_board on mark (server_id, date, member_id, points, score);
create index mark_round on mark (round_id, score);
create index mark_streak on mark (drill_id, member_id, round_id, date);

create table point_mark (
    answer_id integer not null references mark (answer_id),
    position  integer not null,
    key_point text    not null,
    label     text    not null check (label in ('covered', 'contradicted', 'absent')),
    evidence  text,
    bonus     integer not null check (bonus in (0, 1)),
    primary key (answer_id, position)
) strict, without rowid;

-- What the channel is owed. A row is sent when the message's id is stored, not before.
create table outbox (
    id               integer primary key,
    round_id         integer not null references round (id),
    kind             text    not null check (kind in ('question', 'reveal', 'refresh', 'closing')),
    -- where its message goes, or may stand already
    channel_id       integer not null,
    state            text    not null check (state in ('waiting', 'sent', 'given-up')),
    -- grows when a row that was sent is wanted again (refresh)
    version          integer not null default 1,
    -- the version that the last attempt worded
    tried_version    integer,
    next_try_at      integer not null,
    -- null: tried for ever
    give_up_at       integer,
    attempts         integer not null default 0,
    -- since when a message of this row may stand in the channel unknown to us; null: it can't
    unclear_since    integer,
    last_attempt_at  integer,
    message_id       integer,
    last_error       text,
    failed_at        integer,
    unique (round_id, kind)
) strict;

create index outbox_due on outbox (next_try_at) where state = 'waiting';
