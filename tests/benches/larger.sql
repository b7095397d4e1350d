-- Makes a filled database so many times as large: every row again, later, under a key of its own. Rows come in the order of
-- their time, as an application would write them. Indexes are made when the rows are there, those of searched texts not at all:
-- no page asks them, and they would take hours.

set session_replication_role = replica; -- what refers to what is as right as it was
set maintenance_work_mem = '1GB';

create function pg_temp.later(id uuid, rows bigint) returns uuid language sql immutable as
$$ select (left(id::text, 8) || '-' || lpad(to_hex(n >> 12), 4, '0') || '-7' || lpad(to_hex(n & 4095), 3, '0') || '-8000-' || lpad(to_hex(n), 12, '0'))::uuid
   from (select ('x' || right(id::text, 12))::bit(48)::bigint + rows as n) moved $$;

-- Which tables grow, by how many rows, how many microseconds lie between two rows, and which keys move along.
create temp table grown (place int, name text, rows bigint, apart bigint, keys jsonb);
insert into grown values
    (1, 'project', 20000, 1000000, '{}'),
    (2, 'progress_entry', 20000, 1, '{"project_id": 20000}'),
    (3, 'report', 200000, 100000, '{}'),
    (4, 'dossier', 5000, 1000000, '{}'),
    (5, 'honouree', 50000, 1, '{}'),
    (6, 'nomination', 50000, 1000000, '{"dossier_id": 5000, "honouree_id": 50000}');

do $$
declare
    one record;
    into_columns text;
    from_columns text;
    made text;
    indexes text[];
begin
    for one in select * from grown order by place loop
        select array_agg(indexdef) into indexes from pg_indexes
            where schemaname = 'public' and tablename = one.name
            and indexname not in (select conname from pg_constraint);
        foreach made in array coalesce(indexes, '{}') loop
            execute 'drop index ' || split_part(split_part(made, ' ON ', 1), 'INDEX ', 2);
        end loop;
        select string_agg(quote_ident(column_name), ', ' order by ordinal_position),
            string_agg(case
                when column_name = 'id' then format('pg_temp.later(id, $1 * %s)', one.rows)
                when column_name in ('created_at', 'updated_at') then format('%I + $1 * %s', column_name, one.rows * one.apart)
                when one.keys ? column_name::text then format('pg_temp.later(%I, $1 * %s)', column_name, one.keys ->> column_name::text)
                else quote_ident(column_name) end, ', ' order by ordinal_position)
            into into_columns, from_columns
            from information_schema.columns where table_schema = 'public' and table_name = one.name;
        execute format('create temp table rows as select * from %I order by id', one.name);
        for k in 1 .. :times - 1 loop
            execute format('insert into %I (%s) select %s from rows', one.name, into_columns, from_columns) using k::bigint;
        end loop;
        drop table rows;
        foreach made in array coalesce(indexes, '{}') loop
            if made not like '% USING gin %' then
                execute made;
            end if;
        end loop;
    end loop;
end $$;
