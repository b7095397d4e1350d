select json_build_object('id', p.id, 'title', p.title, 'state', p.state, 'objective', p.objective,
    'unit', json_build_object('id', u.id, 'name', u.name))::text
from project p join unit u on u.id = p.unit_id
where p.id = $1 and p.state <> 'DRAFT'
