select coalesce(json_agg(json_build_object('id', r.id, 'period', r.period, 'state', r.state, 'narrative', r.narrative, 'createdAt', r.created_at)
    order by r.created_at desc, r.id desc), '[]')::text
from (
    select id, period, state, narrative, created_at from report
    where state <> 'DRAFT' and (created_at, id) < ($1, $2) order by created_at desc, id desc limit 20
) r
