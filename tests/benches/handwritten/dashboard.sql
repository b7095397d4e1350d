with p as (
    select state, kind, field_group_id, count(*) as n from project where campaign_id = $1 and state <> 'DRAFT' group by 1, 2, 3
), o as (
    select state, kind, count(*) as n from report_obligation where campaign_id = $1 group by 1, 2
), m as (
    select m.state, m.field_group_id, count(*) as n from nomination m join dossier d on d.id = m.dossier_id
    where m.campaign_id = $1 and d.state not in ('DRAFT', 'UNIT_REVIEWED') group by 1, 2
)
select json_build_object(
    'projects', json_build_object(
        'totalCount', (select coalesce(sum(n), 0) from p),
        'byState', (select coalesce(json_agg(json_build_object('key', key, 'count', n) order by key), '[]') from (select state as key, sum(n) as n from p group by 1) x),
        'byKind', (select coalesce(json_agg(json_build_object('key', key, 'count', n) order by key), '[]') from (select kind as key, sum(n) as n from p group by 1) x),
        'byFieldGroup', (select coalesce(json_agg(json_build_object('key', key, 'count', n) order by key), '[]') from (select field_group_id as key, sum(n) as n from p group by 1) x)),
    'obligations', json_build_object(
        'totalCount', (select coalesce(sum(n), 0) from o),
        'byState', (select coalesce(json_agg(json_build_object('key', key, 'count', n) order by key), '[]') from (select state as key, sum(n) as n from o group by 1) x),
        'byKind', (select coalesce(json_agg(json_build_object('key', key, 'count', n) order by key), '[]') from (select kind as key, sum(n) as n from o group by 1) x)),
    'nominations', json_build_object(
        'totalCount', (select coalesce(sum(n), 0) from m),
        'byState', (select coalesce(json_agg(json_build_object('key', key, 'count', n) order by key), '[]') from (select state as key, sum(n) as n from m group by 1) x),
        'byFieldGroup', (select coalesce(json_agg(json_build_object('key', key, 'count', n) order by key), '[]') from (select field_group_id as key, sum(n) as n from m group by 1) x))
)::text
