-- The data of the benchmark: 500 units, 20,000 projects, 200,000 reports, 50,000 nominations. `larger.sql` multiplies projects,
-- reports and what hangs below them; units stay 500, as a province has them.
-- Keys grow with the time of the row, as the application's do.

create function pg_temp.key(kind int, n bigint) returns uuid language sql immutable as
$$ select ('0190000' || kind || '-' || lpad(to_hex(n >> 12), 4, '0') || '-7' || lpad(to_hex(n & 4095), 3, '0') || '-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

-- What `entity::text::fold` does, for the letters used below.
create function pg_temp.fold(t text) returns text language sql immutable as
$$ select lower(translate(t,
    'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĐÔ',
    'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyddo')) $$;

insert into unit (id, parent_id, kind, system, name, name_key, abbreviation, search, valid_from, version, created_at, updated_at)
values (pg_temp.key(1, 0), null, 'PROVINCE', 'STATE', 'Tỉnh', 'tinh', 'TINH', 'tinh', '1992-05-01', 1, 0, 0);

-- Unit 499 is the one in which the Standing Body sits: it registers nothing of its own.
insert into unit (id, parent_id, kind, system, name, name_key, abbreviation, search, valid_from, version, created_at, updated_at)
select pg_temp.key(1, n), pg_temp.key(1, 0),
    case when n = 499 or n % 5 = 0 then 'DEPARTMENT' when n % 5 = 1 then 'ENTERPRISE' else 'COMMUNE' end,
    case when n % 5 = 1 then 'ENTERPRISE' else 'STATE' end,
    'Đơn vị số ' || n, 'don vi so ' || lpad(n::text, 4, '0'), case when n = 499 then 'SNV' else 'U' || n end, 'don vi so ' || n, '1992-05-01', 1, n, n
from generate_series(1, 499) n;

insert into unit_identifier (id, unit_id, code, status, valid_from, created_at)
select pg_temp.key(9, n), pg_temp.key(1, n), 'H59.' || n, 'ACTIVE', '1992-05-01', 0 from generate_series(0, 499) n;

insert into cluster (id, kind, name, name_key, valid_from, version, created_at, updated_at)
select pg_temp.key(2, n), 'BLOCK', 'Khối thi đua số ' || n, 'khoi thi dua so ' || lpad(n::text, 2, '0'), '2020-01-01', 1, 0, 0
from generate_series(1, 20) n;

insert into cluster_membership (id, cluster_id, unit_id, role, valid_from, created_at)
select pg_temp.key(3, n), pg_temp.key(2, 1 + n % 20), pg_temp.key(1, n), 'MEMBER', '2020-01-01', 0 from generate_series(1, 499) n;

insert into campaign (id, unit_id, title, title_key, goals, starts_on, ends_on, state, search, version, created_at, updated_at)
values (pg_temp.key(4, 1), pg_temp.key(1, 0), 'Đợt thi đua đặc biệt', 'dot thi dua dac biet', 'Mục tiêu', '2021-08-06', '2022-06-30', 'LAUNCHED', 'dot thi dua dac biet', 1, 0, 0);

insert into field_group (id, campaign_id, position, name)
select pg_temp.key(5, n), pg_temp.key(4, 1), n, 'Nhóm lĩnh vực ' || n from generate_series(1, 7) n;

insert into phase (id, campaign_id, position, name, starts_on, ends_on, version, created_at, updated_at)
values (pg_temp.key(6, 1), pg_temp.key(4, 1), 1, 'Đợt 01', '2021-08-06', '2021-12-31', 1, 0, 0),
       (pg_temp.key(6, 2), pg_temp.key(4, 1), 2, 'Đợt 02', '2022-01-01', '2022-06-30', 1, 0, 0);

insert into guidance (id, phase_id, campaign_id, edition, state, registration_from, registration_to, form, version, created_at, updated_at)
select pg_temp.key(6, 10 + n), pg_temp.key(6, n), pg_temp.key(4, 1), 1, 'PUBLISHED', '2021-08-06', '2022-01-31', '', 1, 0, 0
from generate_series(1, 2) n;

insert into project (id, campaign_id, unit_id, field_group_id, kind, title, title_key, objective, starts_on, ends_on, budget, state, is_late, states_no_key_project, author, search, version, created_at, updated_at)
select pg_temp.key(7, n), pg_temp.key(4, 1), pg_temp.key(1, 1 + n % 498), pg_temp.key(5, 1 + n % 7),
    (array['KEY_PROJECT', 'EXEMPLARY_WORK', 'MOVEMENT', 'POLITICAL_TASK'])[1 + n / 3 % 4], title, pg_temp.fold(title), objective,
    '2021-08-10', '2022-05-01', n::bigint * 1000000,
    (array['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'IN_PROGRESS', 'COMPLETION_CLAIMED', 'VERIFIED'])[1 + n / 7 % 7],
    false, false, 'officer', pg_temp.fold(title || ' ' || objective), 1, 1628200000000000 + n::bigint * 1000000, 1628200000000000 + n::bigint * 1000000
from (
    select n,
        (array['Xây dựng cầu', 'Nâng cấp đường liên xã', 'Xây mới trường học', 'Sửa chữa trạm y tế', 'Trồng cây xanh', 'Cải cách thủ tục hành chính', 'Chuyển đổi số', 'Nhà tình nghĩa cho hộ nghèo', 'Thắp sáng đường quê', 'Kiểm soát dịch bệnh'])[1 + n % 10]
            || ' ' || (array['Càng Long', 'Cầu Kè', 'Cầu Ngang', 'Châu Thành', 'Duyên Hải', 'Tiểu Cần', 'Trà Cú', 'Mỹ Cẩm', 'Nhị Long', 'Tân Bình', 'An Trường', 'Phương Thạnh', 'Đại Phước', 'Bình Phú', 'Hòa Tân', 'Ninh Thới', 'Phong Phú', 'Tam Ngãi', 'Thông Hòa', 'Hiệp Mỹ'])[1 + n / 10 % 20]
            || case when n % 997 = 0 then ' ấp Ô Đùng' else '' end || ' giai đoạn ' || n as title,
        'Hoàn thành trước thời hạn, bảo đảm chất lượng và an toàn lao động. '
            || case n % 3 when 0 then 'Góp phần đạt chuẩn nông thôn mới. ' when 1 then 'Nâng cao đời sống nhân dân. ' else 'Giữ vững an ninh trật tự. ' end
            || 'Huy động sức dân và nguồn lực xã hội, lập thành tích chào mừng các ngày lễ lớn của đất nước.' as objective
    from generate_series(1, 20000) n
) made;

-- A third of the projects has some progress.
insert into progress_entry (id, project_id, on_date, percent, note, author, created_at)
select pg_temp.key(0, n), pg_temp.key(7, n), date '2021-09-01' + (n % 90)::int, n % 100, 'Đã thi công xong phần móng.', 'officer', 1630000000000000 + n::bigint
from generate_series(1, 20000, 3) n;

insert into report (id, campaign_id, phase_id, unit_id, kind, period, edition, narrative, difficulties, proposals, state, is_late, author, search, version, created_at, updated_at)
select pg_temp.key(8, n), pg_temp.key(4, 1), pg_temp.key(6, 1 + n % 2), pg_temp.key(1, 1 + n % 498), 'AD_HOC', 'Q' || 1 + n % 4 || '/2021', 1,
    narrative, '', '', (array['DRAFT', 'SUBMITTED', 'ACCEPTED', 'CONSOLIDATED'])[1 + n / 5 % 4], false, 'officer',
    pg_temp.fold('Q' || 1 + n % 4 || '/2021 ' || narrative), 1, 1628200000000000 + n::bigint * 100000, 1628200000000000 + n::bigint * 100000
from generate_series(1, 200000) n
cross join lateral (
    select string_agg(sentences[1 + (n * 7 + k * k * 3 + n / 11) % 12] || ' ' || n * k % 977 || '. ', '' order by k) as narrative
    from generate_series(1, 13) k,
        (select array['Đã phát động phong trào thi đua trong toàn đơn vị, số tập thể tham gia là', 'Số công trình hoàn thành trước thời hạn trong kỳ báo cáo là', 'Tổng kinh phí đã giải ngân tính bằng triệu đồng đạt', 'Số hộ nghèo được hỗ trợ xây dựng nhà tình nghĩa là', 'Tỷ lệ hồ sơ giải quyết đúng hạn qua dịch vụ công so với kỳ trước tăng', 'Số ki-lô-mét đường giao thông nông thôn được nâng cấp là', 'Số cán bộ, công chức được biểu dương gương người tốt việc tốt là', 'Công tác phòng, chống dịch được bảo đảm, số người được tiêm vắc-xin là', 'Số mô hình, điển hình tiên tiến được nhân rộng trong quý là', 'Số sáng kiến cải tiến kỹ thuật được công nhận ở cơ sở là', 'Diện tích lúa và cây màu được chuyển đổi cơ cấu tính bằng héc-ta là', 'Số buổi tuyên truyền trên hệ thống truyền thanh cơ sở là'] as sentences) words
) text;

insert into report_obligation (id, campaign_id, phase_id, guidance_id, unit_id, kind, period, due_on, state, version, created_at, updated_at)
select pg_temp.key(6, 1000 + n * 10 + p), pg_temp.key(4, 1), pg_temp.key(6, 1 + p % 2), pg_temp.key(6, 11 + p % 2), pg_temp.key(1, n),
    case when p < 8 then 'QUARTERLY' else 'PRELIMINARY_REVIEW' end, 'Q' || p || '/2021', date '2021-09-01' + (p * 30)::int,
    (array['DUE', 'MET', 'WAIVED'])[1 + (n + p) % 3], 1, n, n
from generate_series(1, 498) n, generate_series(0, 9) p;

insert into dossier (id, campaign_id, phase_id, unit_id, title, title_key, state, author, version, created_at, updated_at)
select pg_temp.key(9, 10000 + n), pg_temp.key(4, 1), pg_temp.key(6, 1 + n % 2), pg_temp.key(1, 1 + n % 498), 'Hồ sơ ' || n, 'ho so ' || lpad(n::text, 8, '0'),
    (array['DRAFT', 'UNIT_REVIEWED', 'SUBMITTED', 'RECEIVED', 'RECEIVED'])[1 + n % 5], 'officer', 1, 1628200000000000 + n::bigint * 1000000, 1628200000000000 + n::bigint * 1000000
from generate_series(1, 5000) n;

insert into honouree (id, kind, category, name, name_key, unit_id, search, version, created_at, updated_at)
select pg_temp.key(3, 10000 + n), 'COLLECTIVE', 'COLLECTIVE', 'Tập thể số ' || n, 'tap the so ' || lpad(n::text, 8, '0'), pg_temp.key(1, 1 + n % 498), 'tap the so ' || n, 1, n, n
from generate_series(1, 50000) n;

insert into nomination (id, dossier_id, campaign_id, phase_id, unit_id, honouree_id, award_type_id, field_group_id, achievement, state, author, version, created_at, updated_at)
select pg_temp.key(2, 10000 + n), pg_temp.key(9, 10001 + n % (5000)), pg_temp.key(4, 1), pg_temp.key(6, 1 + n % 2), pg_temp.key(1, 1 + n % 498), pg_temp.key(3, 10000 + n),
    '00000000-0000-7000-8000-000000000001', case when n % 9 > 0 then pg_temp.key(5, 1 + n % 7) end, 'Hoàn thành xuất sắc nhiệm vụ, có sáng kiến được công nhận.',
    (array['PROPOSED', 'UNDER_APPRAISAL', 'ELIGIBLE', 'ON_AGENDA', 'COUNCIL_PASSED', 'AWARDED', 'NOTIFIED'])[1 + n / 3 % 7], 'officer', 1,
    1628200000000000 + n::bigint * 1000000, 1628200000000000 + n::bigint * 1000000
from generate_series(1, 50000) n;
