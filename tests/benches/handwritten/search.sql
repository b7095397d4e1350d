select coalesce(json_agg(json_build_object('id', p.id, 'title', p.title, 'state', p.state) order by p.created_at desc, p.id desc), '[]')::text
from (
    select id, title, state, created_at from project
    where state <> 'DRAFT' and search like all ($1::text[]) order by created_at desc, id desc limit 20
) p
