/**
 * The words for every code that the hub sends: one table a kind. `docs/openapi.json` lists the codes (`x-codes`) and a
 * test goes through them, so that a new one without words is found before a nurse finds it. An unknown code (of a newer
 * hub or gateway) is shown as it is, never hidden. Each table is exported by itself: a page loads the texts of those that
 * it names (`tools/kept.mjs`), so no page names all of them at once.
 */
import * as m from './paraglide/messages';

type Message = () => string;
export type Table = Readonly<Record<string, Message>>;

export const vitals: Table = {
  heart_rate: m.vital_heart_rate,
  pulse_rate: m.vital_pulse_rate,
  spo2: m.vital_spo2,
  perfusion_index: m.vital_perfusion_index,
  respiratory_rate: m.vital_respiratory_rate,
  temperature: m.vital_temperature,
  systolic: m.vital_systolic,
  diastolic: m.vital_diastolic,
  mean_arterial: m.vital_mean_arterial,
  weight: m.vital_weight,
  glucose: m.vital_glucose,
  etco2: m.vital_etco2,
};

export const flags: Table = {
  sensor_off: m.flag_sensor_off,
  artefact: m.flag_artefact,
  searching: m.flag_searching,
  low_perfusion: m.flag_low_perfusion,
  marginal_perfusion: m.flag_marginal_perfusion,
  sensor_fault: m.flag_sensor_fault,
  low_battery: m.flag_low_battery,
  critical_battery: m.flag_critical_battery,
  implausible: m.flag_implausible,
  questionable: m.flag_questionable,
  no_value: m.flag_no_value,
  from_memory: m.flag_from_memory,
  as_given: m.flag_as_given,
  off_scale_low: m.flag_off_scale_low,
  off_scale_high: m.flag_off_scale_high,
  unknown_exception: m.flag_unknown_exception,
  silent: m.flag_silent,
};

/** Rules that are not about one vital; those are put together in words.ts. */
export const rules: Table = {
  news2: m.rule_news2,
  qsofa: m.rule_qsofa,
  shock_index: m.rule_shock_index,
  fever: m.rule_fever,
  call: m.rule_call,
  task_late: m.rule_task_late,
  sensor_off: m.rule_sensor_off,
  low_battery: m.rule_low_battery,
  cuff_fault: m.rule_cuff_fault,
  rejected: m.rule_rejected,
  rates_disagree: m.rule_rates_disagree,
  gateway_offline: m.rule_gateway_offline,
  gateway_clock: m.rule_gateway_clock,
  gateway_storage: m.rule_gateway_storage,
  gateway_twice: m.rule_gateway_twice,
  stray_device: m.rule_stray_device,
  database_down: m.rule_database_down,
  broker_down: m.rule_broker_down,
  intake_impaired: m.rule_intake_impaired,
  rung_unheard: m.rule_rung_unheard,
  reconciler_differs: m.rule_reconciler_differs,
  screen_silent: m.rule_screen_silent,
  canary_missing: m.rule_canary_missing,
  stay_unwatched: m.rule_stay_unwatched,
  shift_uncovered: m.rule_shift_uncovered,
  shift_overdue: m.rule_shift_overdue,
  crew_sos: m.rule_crew_sos,
  offer_unconfirmed: m.rule_offer_unconfirmed,
  no_unit_free: m.rule_no_unit_free,
  unit_silent: m.rule_unit_silent,
};

export const changes: Table = {
  raised: m.what_raised,
  priority_raised: m.what_priority_raised,
  severity_raised: m.what_severity_raised,
  worsened: m.what_worsened,
  acknowledged: m.what_acknowledged,
  acted: m.what_acted,
  acknowledgement_voided: m.what_acknowledgement_voided,
  cleared: m.what_cleared,
  reactivated: m.what_reactivated,
  reviewed: m.what_reviewed,
  closed: m.what_closed,
};

/** What who has an alert does about it. */
export const actions: Table = {
  calling_patient: m.action_calling_patient,
  calling_family: m.action_calling_family,
  repeat_asked: m.action_repeat_asked,
  sensor_corrected: m.action_sensor_corrected,
  physician_asked: m.action_physician_asked,
  as_ordered: m.action_as_ordered,
  sending_someone: m.action_sending_someone,
  watching: m.action_watching,
};

export const rule_actors: Table = {
  limit: m.by_limit,
  score: m.by_score,
  admission: m.by_admission,
  fever: m.by_fever,
  event: m.by_event,
  late_data: m.by_late_data,
  silence: m.by_silence,
  battery: m.by_battery,
  gateways: m.by_gateways,
  strays: m.by_strays,
  sources: m.by_sources,
  course: m.by_course,
  upkeep: m.by_upkeep,
  self_check: m.by_self_check,
  tasks: m.by_tasks,
  lasting: m.by_lasting,
  priority_voids: m.by_priority_voids,
  limit_removed: m.by_limit_removed,
  unbound: m.by_unbound,
  close_when_cleared: m.by_close_when_cleared,
  close_when_reviewed: m.by_close_when_reviewed,
  auto_close: m.by_auto_close,
};

/** Why a rule made a step. A reviewer's note stands in the same place, and stays as it was written. */
export const reasons: Table = {
  beyond_critical: m.why_beyond_critical,
  outside_for_delay: m.why_outside_for_delay,
  deadly: m.why_deadly,
  implausible: m.why_implausible,
  plausible_again: m.why_plausible_again,
  worst_so_far: m.why_worst_so_far,
  safely_inside: m.why_safely_inside,
  score_reached: m.why_score_reached,
  score_lower: m.why_score_lower,
  fever_found: m.why_fever_found,
  fever_over: m.why_fever_over,
  called: m.why_called,
  call_answered: m.why_call_answered,
  owed_late: m.why_owed_late,
  owed_done: m.why_owed_done,
  owed_missed: m.why_owed_missed,
  cuff_failed: m.why_cuff_failed,
  pressure_known: m.why_pressure_known,
  line_noisy: m.why_line_noisy,
  line_clean: m.why_line_clean,
  while_offline: m.why_while_offline,
  sensor_off: m.why_sensor_off,
  no_value: m.why_no_value,
  value_came: m.why_value_came,
  home_silent: m.why_home_silent,
  home_heard: m.why_home_heard,
  battery_empty: m.why_battery_empty,
  battery_low: m.why_battery_low,
  battery_good: m.why_battery_good,
  runs_once: m.why_runs_once,
  runs_twice: m.why_runs_twice,
  gateway_revoked: m.why_gateway_revoked,
  not_strayed: m.why_not_strayed,
  heard_elsewhere: m.why_heard_elsewhere,
  sources_differ: m.why_sources_differ,
  left_usual: m.why_left_usual,
  usual_again: m.why_usual_again,
  mostly_artefact: m.why_mostly_artefact,
  usable_again: m.why_usable_again,
  stands_still: m.why_stands_still,
  moves_again: m.why_moves_again,
  sources_agree: m.why_sources_agree,
  clock_unsure: m.why_clock_unsure,
  clock_compared: m.why_clock_compared,
  disk_fills: m.why_disk_fills,
  disk_has_room: m.why_disk_has_room,
  works_again: m.why_works_again,
  lasts: m.why_lasts,
  severity_rose: m.why_severity_rose,
  priority_rose: m.why_priority_rose,
  withdrawn: m.why_withdrawn,
  limit_removed: m.why_limit_removed,
  no_longer_bound: m.why_no_longer_bound,
  ended_acknowledged: m.why_ended_acknowledged,
  ended_reviewed: m.why_ended_reviewed,
  nobody_acknowledged: m.why_nobody_acknowledged,
  acknowledged: m.why_acknowledged,
  handed_over: m.why_handed_over,
};

/** Why the hub closed the feed of this screen. */
export const closings: Table = {
  too_slow: m.closing_too_slow,
  hub_stopping: m.closing_hub_stopping,
  signed_out: m.closing_signed_out,
  not_understood: m.closing_not_understood,
  nothing_for_role: m.closing_nothing_for_role,
  other_version: m.closing_other_version,
  screens_of_session: m.closing_screens_of_session,
  screens_of_person: m.closing_screens_of_person,
  screens_of_all: m.closing_screens_of_all,
};

/** Why a number cannot be believed, and what it may have been. */
export const number_faults: Table = {
  below_band: m.fault_below_band,
  above_band: m.fault_above_band,
  off_scale_low: m.fault_off_scale_low,
  off_scale_high: m.fault_off_scale_high,
  systolic_not_above_diastolic: m.fault_systolic_not_above_diastolic,
};
export const number_hints: Table = {
  fahrenheit: m.hint_fahrenheit,
  celsius: m.hint_celsius,
  millimoles_per_litre: m.hint_millimoles,
  milligrams_per_decilitre: m.hint_milligrams,
};

export const priorities: Table = { high: m.priority_high, medium: m.priority_medium, low: m.priority_low };

export const roles: Table = {
  nurse: m.role_nurse,
  charge_nurse: m.role_charge_nurse,
  physician: m.role_physician,
  call_agent: m.role_call_agent,
  dispatcher: m.role_dispatcher,
  paramedic: m.role_paramedic,
  pharmacist: m.role_pharmacist,
  auditor: m.role_auditor,
  household: m.role_household,
  technician: m.role_technician,
  administrator: m.role_administrator,
};

export const clocks: Table = {
  synchronised: m.clock_synchronised,
  drifting: m.clock_drifting,
  unknown: m.clock_unknown,
};

export const events: Table = {
  alert_raised: m.event_alert_raised,
  alert_ended: m.event_alert_ended,
  bound: m.event_bound,
  unbound: m.event_unbound,
  limits_changed: m.event_limits_changed,
  device_link_up: m.event_device_link_up,
  device_link_down: m.event_device_link_down,
  button: m.event_button,
  cuff_fault: m.event_cuff_fault,
  not_collected: m.event_not_collected,
  disk_fault: m.event_disk_fault,
  rejected: m.event_rejected,
  loss: m.event_loss,
  note: m.event_note,
  particulars_changed: m.event_particulars_changed,
  call: m.event_call,
  task_done: m.event_task_done,
};

export const losses: Table = {
  disk_full: m.loss_disk_full,
  corrupt: m.loss_corrupt,
  power_failure: m.loss_power_failure,
};

/** What was lost, by class. */
export const lost_classes: Table = {
  events: m.event_loss_events,
  numerics: m.event_loss_numerics,
  waveforms: m.event_loss_waveforms,
};

/** What a person should mend at a gateway. */
export const gateway_problems: Table = {
  disk_fault: m.trouble_disk_fault,
  disk_full: m.trouble_disk_full,
  clock_unknown: m.trouble_clock_unknown,
  refused_unknown_gateway: m.trouble_refused_unknown_gateway,
  refused_newer_version: m.trouble_refused_newer_version,
  refused_store_unavailable: m.trouble_refused_store_unavailable,
  no_receipts: m.trouble_no_receipts,
  port_missing: m.trouble_port_missing,
  port_unplugged: m.trouble_port_unplugged,
  port_busy: m.trouble_port_busy,
  port_denied: m.trouble_port_denied,
  port_failed: m.trouble_port_failed,
  no_data: m.trouble_no_data,
  no_valid_data: m.trouble_no_valid_data,
  no_valid_message: m.trouble_no_valid_message,
  not_in_reach: m.trouble_not_in_reach,
  bluetooth_missing: m.trouble_bluetooth_missing,
  bluetooth_off: m.trouble_bluetooth_off,
  not_paired: m.trouble_not_paired,
  pairing_lost: m.trouble_pairing_lost,
  wrong_device: m.trouble_wrong_device,
  no_recording: m.trouble_no_recording,
  runs_twice: m.trouble_runs_twice,
  stray_device: m.trouble_stray_device,
  too_much: m.trouble_too_much,
  cut_off: m.trouble_cut_off,
  quarantined: m.trouble_quarantined,
  certificate_ends: m.trouble_certificate_ends,
};

/** What can be observed by hand: every vital, and these. */
export const observation_codes: Table = {
  ...vitals,
  consciousness: m.observation_consciousness,
  oxygen_device: m.observation_oxygen_device,
  fio2: m.observation_fio2,
  oxygen_flow: m.observation_oxygen_flow,
  pain: m.observation_pain,
  glucose_molar: m.observation_glucose_molar,
  fluid_in: m.observation_fluid_in,
  fluid_out: m.observation_fluid_out,
  antipyretic: m.observation_antipyretic,
};

/** Coded answers. */
export const findings: Table = {
  alert: m.finding_alert,
  confusion: m.finding_confusion,
  voice: m.finding_voice,
  pain: m.finding_pain,
  unresponsive: m.finding_unresponsive,
  off_scale_low: m.finding_off_scale_low,
  off_scale_high: m.finding_off_scale_high,
  room_air: m.finding_room_air,
  nasal_cannula: m.finding_nasal_cannula,
  simple_mask: m.finding_simple_mask,
  venturi_mask: m.finding_venturi_mask,
  reservoir_mask: m.finding_reservoir_mask,
  high_flow_nasal: m.finding_high_flow_nasal,
  tracheostomy_mask: m.finding_tracheostomy_mask,
  cpap: m.finding_cpap,
  bilevel: m.finding_bilevel,
  concentrator: m.finding_concentrator,
  paracetamol: m.finding_paracetamol,
  ibuprofen: m.finding_ibuprofen,
  metamizole: m.finding_metamizole,
  acetylsalicylic_acid: m.finding_acetylsalicylic_acid,
  naproxen: m.finding_naproxen,
  diclofenac: m.finding_diclofenac,
  dexketoprofen: m.finding_dexketoprofen,
  other_antipyretic: m.finding_other_antipyretic,
};

export const methods: Table = {
  measured: m.method_measured,
  read_off_device: m.method_read_off_device,
  reported: m.method_reported,
  estimated: m.method_estimated,
  oral: m.method_oral,
  tympanic: m.method_tympanic,
  temporal: m.method_temporal,
  axillary: m.method_axillary,
  rectal: m.method_rectal,
};

export const sources: Table = {
  staff: m.source_staff,
  patient: m.source_patient,
  family: m.source_family,
  device: m.source_device,
};

export const observation_states: Table = {
  current: m.observation_state_current,
  corrected: m.observation_state_corrected,
  withdrawn: m.observation_state_withdrawn,
  withdrawal: m.observation_state_withdrawal,
};

/** The fields of every form, as the hub names them. */
export const fields: Table = {
  unit_id: m.field_unit_id,
  second: m.field_second,
  place: m.field_place,
  step: m.field_step,
  state: m.field_state,
  happened_at: m.field_happened_at,
  sent_at: m.field_sent_at,
  call_id: m.field_call_id,
  latitude: m.field_latitude,
  longitude: m.field_longitude,
  equipment: m.field_equipment,
  skills: m.field_skills,
  members: m.field_members,
  age_ms: m.field_age_ms,
  given_ago_ms: m.field_given_ago_ms,
  lasts_ms: m.field_lasts_ms,
  to_id: m.field_to_id,
  summary: m.field_summary,
  action: m.field_action,
  actions: m.field_actions,
  remind_in_min: m.field_remind_in_min,
  if_then: m.field_if_then,
  read_back: m.field_read_back,
  alerts: m.field_alerts,
  display_name: m.staff_display_name,
  role: m.staff_role,
  staff_id: m.field_staff_id,
  duty: m.field_duty,
  site: m.field_site,
  languages: m.field_languages,
  shift: m.field_shift,
  profile: m.field_profile,
  stays: m.field_stays,
  holder_id: m.field_holder_id,
  backup_id: m.field_backup_id,
  confirmed: m.field_confirmed,
  medical_record_number: m.field_medical_record_number,
  birth_date: m.field_birth_date,
  news2: m.field_news2,
  without_news2: m.field_without_news2,
  label: m.field_label,
  address: m.field_address,
  phone: m.home_phone,
  time_zone: m.field_time_zone,
  phase: m.field_phase,
  family_name: m.field_family_name,
  given_name: m.field_given_name,
  offer: m.field_offer,
  sex: m.field_sex,
  language: m.field_language,
  reason: m.field_reason,
  note: m.field_note,
  id: m.field_id,
  kit_id: m.field_kit_id,
  gateway_id: m.field_gateway_id,
  mark: m.field_mark,
  request: m.field_request,
  proof: m.field_proof,
  model: m.field_model,
  protocol: m.field_protocol,
  serial_number: m.field_serial_number,
  episode_id: m.field_episode_id,
  patient_id: m.field_patient_id,
  version: m.field_version,
  pressed_at: m.field_pressed_at,
  useful: m.field_useful,
  limits: m.field_limits,
  vital: m.field_vital,
  low: m.field_low,
  high: m.field_high,
  critical_low: m.field_critical_low,
  critical_high: m.field_critical_high,
  template: m.field_template,
  neutropenic: m.field_neutropenic,
  scale_two: m.field_scale_two,
  ends_at: m.field_ends_at,
  low_rungs: m.field_low_rungs,
  high_rungs: m.field_high_rungs,
  edge: m.field_edge,
  for_s: m.field_for_s,
  delay_s: m.field_delay_s,
  priority: m.field_priority,
  from: m.field_from,
  from_at: m.field_from_at,
  until_at: m.field_until_at,
  admitted_at: m.field_admitted_at,
  name: m.field_name,
  password: m.field_password,
  current: m.field_current,
  new: m.field_new,
  code: m.field_code,
  calls: m.field_calls,
  at: m.field_at,
  value: m.field_value,
  unit: m.field_unit,
  finding: m.field_finding,
  method: m.field_method,
  source: m.field_source,
  device_id: m.field_device_id,
  beside: m.gateway_beside,
  seconds: m.pause_long,
  rule: m.field_rule,
  context: m.field_context,
  quiets: m.quiet_title,
  settings: m.signing_open,
  kind: m.marked_kind,
  episodes: m.bench_stays,
  minutes: m.bench_minutes,
  medium: m.priority_medium,
  until: m.bench_days,
  particulars: m.particulars_title,
  what: m.field_what,
  item: m.field_item,
  post: m.task_post,
  due_at: m.task_due,
  act: m.field_act,
  to: m.field_to,
  direction: m.field_direction,
  party: m.call_whom,
  number: m.contact_phone,
  why: m.call_why,
  alert_id: m.field_alert_id,
  task_id: m.field_task_id,
  outcome: m.call_outcome,
  screen: m.field_screen,
  call_back_at: m.call_back_within,
  said: m.particulars_title,
  section: m.particulars_title,
  none_known: m.allergies_none_known,
  list: m.field_list,
  substance: m.field_substance,
  reaction: m.field_reaction,
  severity: m.field_severity,
  status: m.section_code_status,
  interpreter: m.interpreter_needed,
  line: m.field_line,
  people: m.field_people,
  hazards: m.field_hazards,
  instructions: m.field_instructions,
  relation: m.field_relation,
  text: m.field_text,
  body: m.field_text,
  situation: m.field_situation,
  background: m.field_background,
  assessment: m.field_assessment,
  recommendation: m.field_recommendation,
};

export const templates: Table = {
  adult: m.template_adult,
  after_transplant: m.template_after_transplant,
  copd_scale_2: m.template_copd_scale_2,
  heart_failure: m.template_heart_failure,
  palliative: m.template_palliative,
};

export const rights: Table = {
  sign: m.right_sign,
  try_out: m.right_try_out,
  see_reports: m.right_see_reports,
  see_audit: m.right_see_audit,
  see_patients: m.right_see_patients,
  see_measurements: m.right_see_measurements,
  see_alerts: m.right_see_alerts,
  see_rules: m.right_see_rules,
  see_kits: m.right_see_kits,
  see_duty: m.right_see_duty,
  see_staff: m.right_see_staff,
  write_notes: m.right_write_notes,
  keep_tasks: m.right_keep_tasks,
  log_calls: m.right_log_calls,
  care: m.right_care,
  bind: m.right_bind,
  see_access: m.right_see_access,
  answer: m.right_answer,
  see_incidents: m.right_see_incidents,
  dispatch: m.right_dispatch,
  respond: m.right_respond,
  attend: m.right_attend,
  keep_kits: m.right_keep_kits,
  keep_staff: m.right_keep_staff,
  keep_shifts: m.right_keep_shifts,
  hold_watch: m.right_hold_watch,
};

/** What was not found, with its article. */
export const things: Table = {
  resource: m.thing_resource,
  address: m.thing_address,
  alert: m.thing_alert,
  open_alert: m.thing_open_alert,
  binding: m.thing_binding,
  device: m.thing_device,
  gateway: m.thing_gateway,
  episode: m.thing_episode,
  call: m.thing_call,
  task: m.thing_task,
  note: m.thing_note,
  observation: m.thing_observation,
  patient: m.thing_patient,
  shift: m.thing_shift,
  staff: m.thing_staff,
  handover: m.thing_handover,
  incident: m.thing_incident,
  unit: m.thing_unit,
  crew: m.thing_crew,
};

/** What a home does that sends too much; completes "This gateway ...". */
export const complaints: Table = {
  flood: m.complaint_flood,
  too_large: m.complaint_too_large,
  unreadable: m.complaint_unreadable,
  made_up: m.complaint_made_up,
  retained: m.complaint_retained,
};

export const feed_refusals: Table = {
  forbidden: m.feed_refused_forbidden,
  unknown_topic: m.feed_refused_unknown,
  unknown_key: m.feed_refused_unknown,
  too_many: m.feed_refused_too_many,
};

/** What a physician signs, its numbers, and where they come from. */
export const settings: Table = {
  floors: m.setting_floors,
  judging: m.setting_judging,
  recovery: m.setting_recovery,
  silence: m.setting_silence,
  news2: m.setting_news2,
  fever: m.setting_fever,
  shock_index: m.setting_shock_index,
  qsofa: m.setting_qsofa,
  deadly_low: m.setting_deadly_low,
  deadly_high: m.setting_deadly_high,
  trend: m.setting_trend,
  artefacts: m.setting_artefacts,
  stuck: m.setting_stuck,
  rates_disagree: m.setting_rates_disagree,
  call: m.setting_call,
  cuff_fault: m.setting_cuff_fault,
  rejected: m.setting_rejected,
  gateways: m.setting_gateways,
  reminders: m.setting_reminders,
  ladder_high: m.setting_ladder_high,
  ladder_medium: m.setting_ladder_medium,
  ladder_low: m.setting_ladder_low,
  delivery: m.setting_delivery,
  dispatch: m.setting_dispatch,
};

export const figures: Table = {
  apart_ms: m.figure_apart_ms,
  asked: m.figure_asked,
  day_bytes: m.figure_day_bytes,
  day_min: m.figure_day_min,
  deaf: m.figure_deaf,
  drifts_ms: m.figure_drifts_ms,
  good_again: m.figure_good_again,
  holds_ms: m.figure_holds_ms,
  hour_bytes: m.figure_hour_bytes,
  level: m.figure_level,
  level_min: m.figure_level_min,
  minutes: m.figure_minutes,
  poor: m.figure_poor,
  rates_least: m.figure_rates_least,
  rates_percent: m.figure_rates_percent,
  row: m.figure_row,
  span_ms: m.figure_span_ms,
  stretches: m.figure_stretches,
  tremor_ms: m.figure_tremor_ms,
  unset_ms: m.figure_unset_ms,
  by_hand_speaks_ms: m.figure_by_hand_speaks_ms,
  calm_said_ms: m.figure_calm_said_ms,
  calm_spot_ms: m.figure_calm_spot_ms,
  calm_streamed_ms: m.figure_calm_streamed_ms,
  clear_hold_ms: m.figure_clear_hold_ms,
  concerned_spot_ms: m.figure_concerned_spot_ms,
  confirm_ms: m.figure_confirm_ms,
  confirm_of: m.figure_confirm_of,
  confirm_times: m.figure_confirm_times,
  slow_confirm_ms: m.figure_slow_confirm_ms,
  sparse_confirm_ms: m.figure_sparse_confirm_ms,
  slow_confirm_of: m.figure_slow_confirm_of,
  slow_confirm_times: m.figure_slow_confirm_times,
  doubt_lasts_ms: m.figure_doubt_lasts_ms,
  supported_ms: m.figure_supported_ms,
  mean_low_unrounded: m.figure_mean_low_unrounded,
  spo2_low_unrounded: m.figure_spo2_low_unrounded,
  doubtful_critical_ms: m.figure_doubtful_critical_ms,
  gap_ms: m.figure_gap_ms,
  good_percent_min: m.figure_good_percent_min,
  grace_ms: m.figure_grace_ms,
  hold_ms: m.figure_hold_ms,
  red_is_over_ms: m.figure_red_is_over_ms,
  late_ms: m.figure_late_ms,
  neutropenic: m.figure_neutropenic,
  offline_high_ms: m.figure_offline_high_ms,
  offline_ms: m.figure_offline_ms,
  over: m.figure_over,
  pair_ms: m.figure_pair_ms,
  pause_high_ms_max: m.figure_pause_high_ms_max,
  pause_ms_max: m.figure_pause_ms_max,
  pauses_max: m.figure_pauses_max,
  shelf_ms_max: m.figure_shelf_ms_max,
  bath_ms_max: m.figure_bath_ms_max,
  glucose_deadly: m.figure_glucose_deadly,
  transport_ms_max: m.figure_transport_ms_max,
  raised: m.figure_raised,
  receipt_ms: m.figure_receipt_ms,
  arrive_ms: m.figure_arrive_ms,
  crew_confirm_ms: m.figure_crew_confirm_ms,
  turnout_ms: m.figure_turnout_ms,
  fix_ms_max: m.figure_fix_ms_max,
  language_ms: m.figure_language_ms,
  visit_ms: m.figure_visit_ms,
  remind_high_ms_max: m.figure_remind_high_ms_max,
  remind_ms_max: m.figure_remind_ms_max,
  reminder_ms: m.figure_reminder_ms,
  rise: m.figure_rise,
  rise_from: m.figure_rise_from,
  rise_within_ms: m.figure_rise_within_ms,
  sensor_off_medium_ms: m.figure_sensor_off_medium_ms,
  severe: m.figure_severe,
  single: m.figure_single,
  stale_cadences: m.figure_stale_cadences,
  stale_ms: m.figure_stale_ms,
  stale_ms_min: m.figure_stale_ms_min,
  sustained_doubtful_ms: m.figure_sustained_doubtful_ms,
  sustained_ms: m.figure_sustained_ms,
  wants_scale_two: m.figure_wants_scale_two,
  window_ms: m.figure_window_ms,
  cuff_inhibits_ms: m.figure_cuff_inhibits_ms,
  scheduled_from_ms: m.figure_scheduled_from_ms,
  sensor_off_calm_ms: m.figure_sensor_off_calm_ms,
  stale_schedules: m.figure_stale_schedules,
  step: m.figure_step,
  step_within_ms: m.figure_step_within_ms,
  stuck_ms: m.figure_stuck_ms,
  worry: m.figure_worry,
};

export const settings_sources: Table = {
  ward_studies: m.settings_source_ward_studies,
  news2_chart: m.settings_source_news2_chart,
  neutropenic_fever: m.settings_source_neutropenic_fever,
  sepsis_aims: m.settings_source_sepsis_aims,
  hypoglycaemia_levels: m.settings_source_hypoglycaemia_levels,
  shock_index: m.settings_source_shock_index,
  sepsis_3: m.settings_source_sepsis_3,
  alarm_practice: m.settings_source_alarm_practice,
  design: m.settings_source_design,
};

/** What a clinician marks. */
export const marked_events: Table = {
  emergency_call: m.marked_emergency_call,
  hospital_return: m.marked_hospital_return,
  unplanned_visit: m.marked_unplanned_visit,
  treatment_stepped: m.marked_treatment_stepped,
  death: m.marked_death,
};

export const particulars: Table = {
  allergies: m.section_allergies,
  code_status: m.section_code_status,
  language: m.section_language,
  home: m.section_home,
  access: m.section_access,
  contacts: m.section_contacts,
};

export const code_statuses: Table = {
  full_code: m.code_full_code,
  dnr: m.code_dnr,
  dnr_dni: m.code_dnr_dni,
  limited: m.code_limited,
  comfort_care: m.code_comfort_care,
};

/** What is owed to patients. */
export const task_kinds: Table = {
  remeasure: m.task_remeasure,
  missing_measurement: m.task_missing_measurement,
  call_back: m.task_call_back,
  call_open: m.task_call_open,
  note_due: m.task_note_due,
  visit: m.task_visit,
  vitals_set: m.task_vitals_set,
  other: m.task_other,
};

export const task_states: Table = {
  open: m.task_state_open,
  done: m.task_state_done,
  cancelled: m.task_state_cancelled,
  over: m.task_state_over,
};

export const task_latenesses: Table = {
  on_time: m.task_on_time,
  soon: m.task_soon,
  late: m.task_late,
  alerted: m.task_alerted,
};

export const unmonitored_causes: Table = {
  hub: m.unmonitored_hub,
  home_offline: m.unmonitored_home_offline,
  sensor_off: m.unmonitored_sensor_off,
  poor_signal: m.unmonitored_poor_signal,
  no_value: m.unmonitored_no_value,
};

export const task_steps: Table = {
  made: m.task_step_made,
  taken: m.task_step_taken,
  given: m.task_step_given,
  released: m.task_step_released,
  put_off: m.task_step_put_off,
  done: m.task_state_done,
  cancelled: m.task_state_cancelled,
  over: m.task_state_over,
  soon: m.task_soon,
  late: m.task_late,
  alerted: m.task_alerted,
};

export const call_directions: Table = { out: m.call_out, in: m.call_in };

export const call_parties: Table = {
  home: m.call_party_home,
  contact: m.call_party_contact,
  interpreter: m.call_party_interpreter,
  colleague: m.call_party_colleague,
  other: m.call_party_other,
};

export const call_outcomes: Table = {
  answered: m.call_answered,
  no_answer: m.call_no_answer,
  busy: m.call_busy,
  left_message: m.call_left_message,
  wrong_number: m.call_wrong_number,
  missed: m.call_missed,
  promised: m.call_promised,
};

/** How far an incident, or a unit in it, is. */
export const incident_states: Table = {
  received: m.incident_received,
  triaged: m.incident_triaged,
  assigned: m.incident_assigned,
  reassigned: m.incident_reassigned,
  acknowledged: m.incident_acknowledged,
  en_route: m.incident_en_route,
  staging: m.incident_staging,
  on_scene: m.incident_on_scene,
  at_patient: m.incident_at_patient,
  treated_on_scene: m.incident_treated_on_scene,
  transporting: m.incident_transporting,
  at_destination: m.incident_at_destination,
  care_transferred: m.incident_care_transferred,
  clear: m.incident_clear,
  resolved_remotely: m.incident_resolved_remotely,
  cancelled: m.incident_cancelled,
  closed: m.incident_closed,
};

/** What happened in an incident. */
export const incident_steps: Table = {
  opened: m.incident_step_opened,
  became: m.incident_step_became,
  offered: m.incident_step_offered,
  stamped: m.incident_step_stamped,
  amended: m.incident_step_amended,
  unconfirmed: m.incident_step_unconfirmed,
  nobody_left: m.incident_step_nobody_left,
  limit_lost: m.incident_step_limit_lost,
  shift_over: m.incident_step_shift_over,
  stay_ended: m.incident_step_stay_ended,
};

/** What came of an incident. */
export const incident_outcomes: Table = {
  treated_at_home: m.incident_outcome_treated_at_home,
  transported: m.incident_outcome_transported,
  handed_over: m.incident_outcome_handed_over,
  resolved_remotely: m.incident_outcome_resolved_remotely,
  not_needed: m.incident_outcome_not_needed,
};

/** How the half hour stands. */
export const incident_clocks: Table = {
  running: m.incident_clock_running,
  lost: m.incident_clock_lost,
  arrived: m.incident_clock_arrived,
  stopped: m.incident_clock_stopped,
};

/** What is still possible once it is lost. */
export const incident_ways_out: Table = {
  nearest: m.incident_way_nearest,
  resolve_remotely: m.incident_way_resolve_remotely,
  call_ambulance: m.incident_way_call_ambulance,
};

/** How a stamp was told. */
export const stamp_sources: Table = {
  button: m.stamp_source_button,
  fence: m.stamp_source_fence,
  radio: m.stamp_source_radio,
};

/** Why its instant is not when the hub heard. */
export const stamp_doubts: Table = {
  late: m.stamp_doubt_late,
  clock_off: m.stamp_doubt_clock_off,
  unplaced: m.stamp_doubt_unplaced,
};

/** Why what a crew pressed was refused. */
export const press_refusals: Table = {
  not_allowed: m.press_refusal_not_allowed,
  already: m.press_refusal_already,
  taken_away: m.press_refusal_taken_away,
  offer_over: m.press_refusal_offer_over,
};

/** Why the record did not take what a crew said. */
export const not_recorded: Table = {
  stay_ended: m.not_recorded_stay_ended,
  age_unknown: m.not_recorded_age_unknown,
  not_attending: m.not_recorded_not_attending,
};

/** What speaks for or against a unit. */
export const unit_reasons: Table = {
  busy: m.unit_reason_busy,
  off_shift: m.unit_reason_off_shift,
  asked: m.unit_reason_asked,
  lacks_equipment: m.unit_reason_lacks_equipment,
  lacks_skill: m.unit_reason_lacks_skill,
  shift_ends: m.unit_reason_shift_ends,
  too_far: m.unit_reason_too_far,
  distance_unknown: m.unit_reason_distance_unknown,
  position_old: m.unit_reason_position_old,
  speaks_language: m.unit_reason_speaks_language,
  needs_interpreter: m.unit_reason_needs_interpreter,
};

/** What a unit carries. */
export const unit_equipment: Table = {
  oxygen: m.equipment_oxygen,
  cpap: m.equipment_cpap,
  ecg: m.equipment_ecg,
  infusion: m.equipment_infusion,
  suction: m.equipment_suction,
  blood: m.equipment_blood,
};

/** What a crew can do. */
export const unit_skills: Table = {
  paramedic: m.skill_paramedic,
  central_line: m.skill_central_line,
  neutropenic: m.skill_neutropenic,
};

/** What a person did to a stay, as the audit calls it. */
export const acts: Table = {
  admit: m.act_admit,
  end_episode: m.act_end_episode,
  set_phone: m.act_set_phone,
  set_limits: m.act_set_limits,
  set_particulars: m.act_set_particulars,
  see_access: m.act_see_access,
  write_note: m.act_write_note,
  amend_note: m.act_amend_note,
  begin_call: m.act_begin_call,
  end_call: m.act_end_call,
  open_incident: m.act_open_incident,
  dispatch: m.act_dispatch,
  look_at_incident: m.act_look_at_incident,
  look_at_card: m.act_look_at_card,
  look: m.act_look,
  refused: m.act_refused,
  sign_in: m.act_sign_in,
  sign_in_refused: m.act_sign_in_refused,
  export_audit: m.act_export_audit,
  restore: m.act_restore,
  observe: m.act_observe,
  correct_observation: m.act_correct_observation,
  withdraw_observation: m.act_withdraw_observation,
  propose_profile: m.act_propose_profile,
  refuse_profile: m.act_refuse_profile,
  sign_profile: m.act_sign_profile,
};

export const allergy_severities: Table = {
  mild: m.severity_mild,
  moderate: m.severity_moderate,
  severe: m.severity_severe,
  unknown: m.severity_unknown,
};

/** The code in the reader's language; as it is when there are no words for it. */
export const say = (table: Table, code: string): string =>
  (Object.hasOwn(table, code) ? table[code]?.() : undefined) ?? code;
