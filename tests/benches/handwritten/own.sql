select coalesce(json_agg(json_build_object('id', p.id, 'title', p.title, 'state', p.state,
    'unit', json_build_object('id', u.id, 'name', u.name,
        'memberships', (
            select coalesce(json_agg(json_build_object('cluster', json_build_object('id', c.id, 'name', c.name)) order by m.valid_from, m.id), '[]')
            from cluster_membership m join cluster c on c.id = m.cluster_id where m.unit_id = u.id),
        'reports', (
            select coalesce(json_agg(json_build_object('id', r.id, 'period', r.period, 'state', r.state, 'createdAt', r.created_at) order by r.created_at desc, r.id desc), '[]')
            from (select id, period, state, created_at from report where unit_id = u.id and unit_id = $1 order by created_at desc, id desc limit 3) r)
    )) order by p.created_at desc, p.id desc), '[]')::text
from (
    select id, title, state, unit_id, created_at from project
    where campaign_id = $2 and unit_id = $1 order by created_at desc, id desc limit 20
) p join unit u on u.id = p.unit_id
