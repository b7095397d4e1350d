select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name, 'projects', json_build_object('counts', (
    select coalesce(json_agg(json_build_object('key', s.state, 'count', s.n) order by s.state), '[]')
    from (select state, count(*) as n from project where unit_id = u.id and state <> 'DRAFT' group by state) s
))) order by u.name_key, u.id), '[]')::text
from (select id, name, name_key from unit order by name_key, id limit 100) u
