// Who is sent out in the demo: two units with a crew each, one incident on its way and one that waits for a unit. People, homes and
// positions are invented. Each person does what they would do: the dispatcher opens and sends, a crew signs on and says how far it is.

const HOUR_MS = 3_600_000;
const DUTY_MS = 12 * HOUR_MS;
/** A phone says where it is every twenty seconds; a unit that is silent for a minute counts as lost. */
const SAYS_MS = 20_000;
/** How much of the way that is left the unit drives in that time. */
const DRIVES = 0.05;

/** Units with where they stand, and who drives them. */
const UNITS = [
  { name: 'Unit 1', equipment: ['oxygen', 'ecg', 'infusion', 'suction'], medic: 'medic', skills: ['paramedic', 'central_line'], at: [40.7128, -74.006] },
  { name: 'Unit 2', equipment: ['oxygen', 'cpap'], medic: 'medic2', skills: ['paramedic', 'neutropenic'], at: [40.7306, -73.9866] },
];

/** Incidents by home; `sent` is the unit that is on its way. */
const INCIDENTS = [
  { home: 'Home 104', why: 'Slipped in the bathroom, awake, cannot stand up', skills: ['paramedic'], equipment: [], at: [40.7282, -74.0776], sent: 'Unit 1' },
  { home: 'Home 108', why: 'The drip has come out and the arm is swollen', skills: [], equipment: ['oxygen'], at: [40.7433, -74.0324], sent: null },
];

/** A unit that is driven already, or an incident that is open already: a second start finds what the first one has left. */
const already = (error) => {
  if (error.status !== 409) throw error;
};

async function fleet(charge) {
  const known = (await charge.get('/units')).units;
  const units = {};
  for (const { name, equipment } of UNITS) {
    units[name] = known.find((unit) => unit.name === name) ?? (await charge.post('/units', { name, equipment }));
  }
  return units;
}

/** Each crew signs on and says where it is. */
async function onDuty(sessions, units) {
  for (const { name, medic, skills, at: [latitude, longitude] } of UNITS) {
    await sessions[medic].post(`/units/${units[name].id}/sign-on`, { lasts_ms: DUTY_MS, skills }).catch(already);
    await sessions[medic].post(`/units/${units[name].id}/position`, { age_ms: 0, latitude, longitude });
  }
}

/** The unit is offered the incident, confirms it and drives off. */
async function sent({ dispatcher, crew }, incident, unit) {
  await dispatcher.post(`/incidents/${incident.id}/act`, { act: 'send', unit_id: unit.id, second: false });
  for (const state of ['acknowledged', 'en_route']) {
    await crew.post(`/incidents/${incident.id}/stamp`, { place: 1, unit_id: unit.id, state, source: 'button', pressed_at: null, sent_at: null });
  }
}

async function opened(sessions, stays, units) {
  for (const { home, why, skills, equipment, at: [latitude, longitude], sent: name } of INCIDENTS) {
    const { id } = stays.find(({ label }) => label === home);
    const { incident } = await sessions.dispatcher.post(`/episodes/${id}/incidents`, { alert_id: null, call_id: null, why, skills, equipment, latitude, longitude });
    const medic = UNITS.find((unit) => unit.name === name)?.medic;
    if (medic) await sent({ dispatcher: sessions.dispatcher, crew: sessions[medic] }, incident, units[name]);
  }
}

/** Ends what an earlier run of the demo has left open, so that the clock of each incident begins with this one. */
async function ended(dispatcher) {
  const { incidents } = await dispatcher.get('/incidents');
  for (const { id, version } of incidents) {
    await dispatcher.post(`/incidents/${id}/act`, { act: 'cancel', reason: 'Left over from the demo before', version }).catch(already);
  }
}

/** Plays the phones of the crews, as devices are played: each says where it is, and the one that was sent drives towards the home. */
function play(sessions, units) {
  const places = UNITS.map(({ name, medic, at }) => ({ medic, unit: units[name].id, at: [...at], to: INCIDENTS.find(({ sent }) => sent === name)?.at ?? at }));
  setInterval(() => {
    for (const { medic, unit, at, to } of places) {
      for (const axis of [0, 1]) at[axis] += DRIVES * (to[axis] - at[axis]);
      // A hub that stops, or a phone that was signed out, is shown on the board: the unit is silent.
      sessions[medic].post(`/units/${unit}/position`, { age_ms: 0, latitude: at[0], longitude: at[1] }).catch(() => undefined);
    }
  }, SAYS_MS).unref();
}

/** Puts the crews on duty, and opens the incidents. `stays` are all stays. */
export async function crewed(sessions, stays) {
  const units = await fleet(sessions.charge);
  await ended(sessions.dispatcher);
  await onDuty(sessions, units);
  await opened(sessions, stays, units);
  play(sessions, units);
}
