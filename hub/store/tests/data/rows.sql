-- Rows as hubs of each version wrote them (tests/versions.rs): a statement a line, with the migrations it is true after.
-- since until statement
1 99 INSERT INTO store_identity VALUES (true, '00000000-0000-0000-0000-0000000000aa', 3)
1 99 INSERT INTO staff (id, name, display_name, role, password_hash, created_at) VALUES ('00000000-0000-0000-0000-0000000000b1', 'nurse-1', 'Nurse 1', 'nurse', '$argon2id$', '2026-11-20Z')
1 99 INSERT INTO sessions VALUES ('\x01', '00000000-0000-0000-0000-0000000000b1', '2026-11-24 11:00Z', '2026-11-24 23:00Z')
1 99 UPDATE watch SET holder = '00000000-0000-0000-0000-0000000000b1', since_at = '2026-11-24 11:00Z'
1 99 INSERT INTO patients VALUES ('00000000-0000-0000-0000-0000000000c1', 'F', 'G', '1960-02-29', 'MRN-1', 'female', 'es', '2026-11-20Z')
1 99 INSERT INTO episodes (id, version, patient_id, label, address, time_zone, phase, limits, admitted_at) VALUES ('00000000-0000-0000-0000-0000000000d1', 7, '00000000-0000-0000-0000-0000000000c1', 'Home 1', 'Street', 'Europe/Madrid', 'acute', '[]', '2026-11-20Z')
1 99 INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits, admitted_at, ended_at) VALUES ('00000000-0000-0000-0000-0000000000d0', '00000000-0000-0000-0000-0000000000c1', 'Home 0', '', 'UTC', 'restorative', '[]', '2026-11-01Z', '2026-11-10Z')
1 99 INSERT INTO gateways (id, registered_at, state, last_heard_at) VALUES ('home-0001', '2026-11-20Z', '{"state": "up"}', '2026-11-24 12:00Z')
1 99 INSERT INTO gateways (id, registered_at, revoked_at) VALUES ('home-0002', '2026-11-20Z', '2026-11-21Z')
1 99 INSERT INTO kits VALUES ('kit-0001', 'Kit 1', 'home-0001')
1 99 INSERT INTO devices (id, kit_id, model, protocol, serial_number) VALUES ('oxi-0001', 'kit-0001', 'Xpod', 'nonin-df2', '42')
1 99 INSERT INTO bindings (id, device_key, episode_id, from_at, until_at, bound_by, ended_by, reason) VALUES ('00000000-0000-0000-0000-0000000000e0', 1, '00000000-0000-0000-0000-0000000000d0', '2026-11-02Z', '2026-11-09Z', '00000000-0000-0000-0000-0000000000b1', '00000000-0000-0000-0000-0000000000b1', 'home')
1 99 INSERT INTO bindings (id, device_key, episode_id, from_at, bound_by) VALUES ('00000000-0000-0000-0000-0000000000e1', 1, '00000000-0000-0000-0000-0000000000d1', '2026-11-21Z', '00000000-0000-0000-0000-0000000000b1')
9 99 UPDATE bindings SET gateway_id = 'home-0001'
1 18 UPDATE roster_version SET version = 12
19 99 UPDATE bindings_version SET version = 12
1 99 INSERT INTO audit (at, staff_id, act, subject, detail) VALUES ('2026-11-21Z', '00000000-0000-0000-0000-0000000000b1', 'bind', 'oxi-0001', '{"a": 1}')
2 99 INSERT INTO streams (gateway_id, generation, class, held) VALUES ('home-0001', 77, 0, '{[0,5)}'), ('home-0001', 77, 1, '{[0,40),[41,60)}')
2 99 INSERT INTO events VALUES (1, 0, 'home-0001', 1, '2026-11-24 12:00:05Z', '2026-11-24 12:00:06Z', '{"event": "button"}')
2 11 INSERT INTO gateway_status VALUES ('home-0001', '2026-11-24 12:00Z', '{}')
2 99 INSERT INTO losses VALUES (1, 2, 2, '[50,60)', 'disk_full', '2026-11-24 12:01Z')
2 99 INSERT INTO anchors VALUES ('home-0001', 9, 1, 1795521600000, 2, 20)
2 99 INSERT INTO unplaced VALUES (2, 45, 'home-0001', 10, '2026-11-24 12:01Z', '\x0102')
2 99 INSERT INTO quarantine (gateway_id, reason, received_at, bytes) VALUES ('home-0001', 'does not begin with HB', '2026-11-24 12:02Z', '\x03')
3 99 INSERT INTO alerts VALUES ('00000000-0000-0000-0000-0000000000f1', 2, '00000000-0000-0000-0000-0000000000d1', 'spo2_low', 'patient', 'high', 'active', 'acknowledged', 'spo2', 840, 880, 830, '2026-11-24 12:00:10Z', '2026-11-24 12:00:20Z', NULL, '00000000-0000-0000-0000-0000000000b1', '2026-11-24 12:01Z', NULL, NULL, false, NULL, true)
3 99 INSERT INTO alert_transitions VALUES ('00000000-0000-0000-0000-0000000000f1', 1, '2026-11-24 12:00:20Z', 'raised', 'spo2_low', NULL, 'high', 'active', 'none', 840, 880, 'low'), ('00000000-0000-0000-0000-0000000000f1', 2, '2026-11-24 12:01Z', 'acknowledged', NULL, '00000000-0000-0000-0000-0000000000b1', 'high', 'active', 'acknowledged', 840, 880, '')
4 99 INSERT INTO roll_up VALUES (true, '2026-11-24 12:00Z')
4 99 INSERT INTO roll_up_written VALUES (true, '2026-11-24 11:00Z')
4 99 INSERT INTO stale_hours VALUES (1, '2026-11-24 11:00Z', 2)
5 99 INSERT INTO late_hours VALUES (1, '2026-11-23 11:00Z', '2026-11-24 11:00Z')
7 99 UPDATE streams SET lost = '{[50,60)}' WHERE key = 2
9 99 INSERT INTO devices (id, heard_through) VALUES ('oxi-0001', 'home-0002')
9 99 INSERT INTO strays VALUES (2, 5, '2026-11-24 12:00Z', '2026-11-24 12:05Z', '2026-11-24 12:05Z')
13 99 INSERT INTO unknown_codes (stream_key, seq, kind, code, gateway_id, received_at, record) VALUES (2, 30, 2, 99, 'home-0001', '2026-11-24 12:00Z', '\x04')
17 99 UPDATE episodes SET phone = '+34 600 000 000' WHERE label = 'Home 1'
18 99 INSERT INTO observations (id, episode_id, code, at, value, decimals, unit, method, source, author, entered_at) VALUES ('00000000-0000-0000-0000-0000000000a1', '00000000-0000-0000-0000-0000000000d1', 'pain', '2026-11-24 12:00Z', 4, 0, '{score}', 'reported', 'patient', '00000000-0000-0000-0000-0000000000b1', '2026-11-24 12:01Z')
19 99 INSERT INTO binding_changes VALUES (12, '{}', '{oxi-0001}', '{home-0001}')
20 99 UPDATE gateways SET shard = 5 WHERE id = 'home-0001'
21 99 INSERT INTO staff (id, name, display_name, role, password_hash, created_at) VALUES ('00000000-0000-0000-0000-0000000000b2', 'physician-1', 'Physician 1', 'physician', '$argon2id$', '2026-11-20Z')
21 99 INSERT INTO escalations VALUES ('00000000-0000-0000-0000-0000000000f1', 'high', true, '00000000-0000-0000-0000-0000000000b1', '2026-11-24 12:01:30Z', 2, 1, 1)
21 99 INSERT INTO escalation_deadlines VALUES ('00000000-0000-0000-0000-0000000000f1', 'reminder', '2026-11-24 12:21:30Z')
21 99 INSERT INTO escalation_rungs VALUES ('00000000-0000-0000-0000-0000000000f1', 2, 1, 'physician dispatcher', '2026-11-24 12:00:20Z', '2026-11-24 12:00:21Z', 'delivered', '2026-11-24 12:00:23Z', false)
21 99 INSERT INTO escalation_steps (alert_id, round, at, step, rung, posts, due_at) VALUES ('00000000-0000-0000-0000-0000000000f1', 2, '2026-11-24 12:00:21Z', 'fired', 1, 'physician dispatcher', '2026-11-24 12:00:20Z')
23 99 INSERT INTO profiles (episode_id, number, state, template, limits, neutropenic, reason, author, made_at) VALUES ('00000000-0000-0000-0000-0000000000d1', 1, 'in_force', 'adult', '[]', false, 'as ordered', '00000000-0000-0000-0000-0000000000b1', '2026-11-24 12:00Z')
24 99 INSERT INTO escalation_receipts VALUES ('00000000-0000-0000-0000-0000000000f1', 2, 1, 1, '00000000-0000-0000-0000-0000000000b2', '2026-11-24 12:00:23Z', '2026-11-24 12:00:40Z')
