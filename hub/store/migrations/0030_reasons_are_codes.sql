-- Why a rule made a step is a code from now on, as everything else that the hub says: until now an English sentence was
-- stored, and a comma mended in the hub lost the words on every screen. What people wrote stays as they wrote it, and what
-- the hub's own parts said about a fault (rule_name 'self_check') stays English.
UPDATE alert_transitions AS t SET reason = n.code
FROM (VALUES
    ('beyond the critical limit', 'beyond_critical'),
    ('outside the limit for its delay', 'outside_for_delay'),
    ('the worst value so far', 'worst_so_far'),
    ('safely inside the limit for the time it takes to clear', 'safely_inside'),
    ('the score calls for action', 'score_reached'),
    ('the score is known and has been lower for long enough', 'score_lower'),
    ('a fever that cannot wait for this patient', 'fever_found'),
    ('normal temperatures for long enough', 'fever_over'),
    ('began and ended while the home was offline', 'while_offline'),
    ('the sensor is off the patient', 'sensor_off'),
    ('no value within the time it may be silent', 'no_value'),
    ('a value has come', 'value_came'),
    ('nothing heard from the home within the time it may be silent', 'home_silent'),
    ('the home is heard again', 'home_heard'),
    ('the device is about to switch itself off', 'battery_empty'),
    ('the device says that its battery is low', 'battery_low'),
    ('no battery warning for a minute', 'battery_good'),
    ('only one program has been heard for a while', 'runs_once'),
    ('the gateway has been heard for a while, and not under the name of this device', 'not_strayed'),
    ('the gateway may not send any more', 'gateway_revoked'),
    ('works again', 'works_again'),
    ('the condition lasts', 'lasts'),
    ('it got worse by a rung: what was acknowledged is no longer what it is', 'severity_rose'),
    ('the priority rose: what was acknowledged is no longer what it is', 'priority_rose'),
    ('the limit was removed', 'limit_removed'),
    ('no longer bound to this episode', 'no_longer_bound'),
    ('ended and acknowledged', 'ended_acknowledged'),
    ('ended and reviewed', 'ended_reviewed'),
    ('ended, and nobody acknowledged it in the time the rule allows', 'nobody_acknowledged'),
    ('acknowledged', 'acknowledged')
) AS n (sentence, code)
WHERE t.reason = n.sentence AND t.change <> 'reviewed';

UPDATE alert_transitions SET reason = 'runs_twice' WHERE rule_name = 'gateways' AND reason LIKE 'two gateways send as %';
UPDATE alert_transitions SET reason = 'heard_elsewhere' WHERE rule_name = 'strays' AND reason LIKE 'device % is heard through %';
