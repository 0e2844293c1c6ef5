// What people have written down of the demo's patients: particulars, observations, notes, tasks, calls. All of it is invented.
// The API signs notes, calls and tasks with the moment at which they are written, so those of the day before say so themselves.

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];

const PENICILLIN = [{ substance: 'Penicillin', reaction: 'Hives', severity: 'moderate' }];
const LATEX_AND_IODINE = [
  { substance: 'Latex', reaction: 'Rash', severity: 'mild' },
  { substance: 'Iodine contrast', reaction: 'Anaphylaxis', severity: 'severe' },
];
const ALLERGIES = [PENICILLIN, [], LATEX_AND_IODINE, []];
const CODES = [
  { status: 'full_code', note: '' },
  { status: 'dnr', note: 'Form on the refrigerator door; copy in the chart.' },
  { status: 'full_code', note: '' },
  { status: 'limited', note: 'No intubation; antibiotics and non-invasive ventilation yes.' },
];
const AT_HOME = ['Lives with a daughter and a small dog.', 'Lives alone; a neighbor has a key.', 'Husband at home, works nights.', 'Two adult sons take turns.'];
const RELATIONS = ['Daughter', 'Neighbor', 'Husband', 'Son'];

const phone = (number) => `+1 555 ${String(1000 + number)}`;
/** English needs no interpreter; nor does Spanish, which the night shift speaks. */
const interpreted = (language) => !['en', 'es'].includes(language);

/** Every section of the particulars of a home, for its admission. `number` draws from the lists. */
export function particulars({ family, language, number, address }) {
  const list = ALLERGIES[(number - 1) % ALLERGIES.length];
  return [
    { section: 'allergies', none_known: list.length === 0, list },
    { section: 'code_status', ...CODES[(number - 1) % CODES.length] },
    { section: 'language', language, interpreter: interpreted(language), line: interpreted(language) ? 'Language line' : '', phone: interpreted(language) ? '+1 555 0190' : '' },
    { section: 'home', address, people: AT_HOME[(number - 1) % AT_HOME.length], hazards: number % 3 ? '' : 'Oxygen concentrator in the bedroom: no open flame.' },
    { section: 'access', instructions: `Door code ${4000 + number}. The bell does not work: call first.` },
    { section: 'contacts', list: [{ name: `Alex ${family}`, relation: RELATIONS[(number - 1) % RELATIONS.length], phone: phone(number + 500), language }] },
  ];
}

export { phone };

/** What nobody measures by a device: level of consciousness and oxygen, twice a day. */
async function observed(nurse, stay, now) {
  for (const at of [now - 20 * HOUR_MS, now - 9 * HOUR_MS, now - 40 * MINUTE_MS]) {
    await nurse.post(`/episodes/${stay}/observations`, { code: 'consciousness', finding: 'alert', at });
    await nurse.post(`/episodes/${stay}/observations`, { code: 'oxygen_device', finding: 'room_air', at });
  }
}

const sbar = (situation, background, assessment, recommendation) => ({ kind: 'sbar', situation, background, assessment, recommendation });
const free = (body) => ({ kind: 'free', body });

/** Notes by home: who signs, and what it says. */
const NOTES = [
  [
    ['physician', sbar('Yesterday 15:10: seen by video, day 2 of community-acquired pneumonia.', 'Hypertension. First dose of antibiotic at the hospital.', 'Improving; saturation 94 to 96 % on room air, no confusion.', 'Keep antibiotic. Call me if saturation stays below 90 %.')],
    ['nurse', free('Late entry for yesterday 21:00: evening dose taken, slept propped up. Daughter knows whom to call.')],
  ],
  [['nurse2', free('Late entry for yesterday 20:30: ankles less swollen, weight down 0.8 kg since the morning. Spoke through an interpreter.')]],
  [['nurse', sbar('Yesterday 18:00: pain at the drip site.', 'Day 3 of intravenous antibiotic for cellulitis.', 'Drip site red, no fever.', 'Site changed; look at it again at the morning visit.')]],
  [['physician', free('Yesterday 16:40: talked about what he wants if he gets worse; code status stands as written.')]],
];

/** Tasks by home: who makes it, what is owed by whom, due in how many minutes, and what has become of it. */
const TASKS = [
  [
    ['charge', { kind: 'remeasure', post: 'nurse', item: 'temperature', what: 'Temperature an hour after paracetamol' }, 45, ['nurse', { act: 'take' }]],
    ['physician', { kind: 'other', post: 'nurse', item: null, what: 'Read the sputum culture and call me with it' }, 180, null],
  ],
  [['nurse2', { kind: 'call_back', post: 'call_agent', item: null, what: 'Tell the neighbor when the scale is brought' }, 60, ['agent', { act: 'take' }]]],
  [
    ['nurse', { kind: 'other', post: 'nurse', item: null, what: 'Check the new drip site by video' }, 90, null],
    ['charge', { kind: 'note_due', post: 'nurse', item: null, what: 'Note on yesterday\'s visit' }, 30, ['nurse', { act: 'done', note: 'Written.' }]],
  ],
  [['physician', { kind: 'other', post: 'physician', item: null, what: 'Ask the pharmacy about the evening dose' }, 240, ['physician', { act: 'take' }]]],
];

/** Calls by home: who logs it, with whom, why, and how it ended. */
const CALLS = [
  ['agent', { direction: 'in', party: 'contact', name: 'Alex Menjívar', why: 'Asks when the nurse comes' }, { outcome: 'answered', note: 'Told: between nine and ten.', call_back_at: null }],
  ['nurse2', { direction: 'out', party: 'home', name: '', why: 'Evening check', interpreter: true }, { outcome: 'answered', note: 'Feels well; has taken everything.', call_back_at: null }],
  ['agent', { direction: 'in', party: 'home', name: '', why: 'Wants to talk to a nurse about the drip' }, { outcome: 'promised', note: 'No hurry, no fever.', call_back_at: 40 * MINUTE_MS }],
  ['agent', { direction: 'out', party: 'home', name: '', why: 'Reminder of the morning visit' }, { outcome: 'no_answer', note: '', call_back_at: null }],
];

async function task(sessions, stay, [by, wish, dueMin, then], now) {
  const made = await sessions[by].post(`/episodes/${stay}/tasks`, { ...wish, due_at: now + dueMin * MINUTE_MS });
  if (then) await sessions[then[0]].post(`/tasks/${made.id}/act`, then[1]);
}

async function call(sessions, { id, phone: number }, [by, begun, ended], now) {
  const made = await sessions[by].post(`/episodes/${id}/calls`, { interpreter: false, number, alert_id: null, task_id: null, ...begun });
  await sessions[by].post(`/calls/${made.id}/end`, { ...ended, call_back_at: ended.call_back_at && now + ended.call_back_at });
}

/** An act that the hub may have overtaken: it closes a set of vitals itself. */
const overtaken = (error) => {
  if (error.status !== 409) throw error;
};

/** What the programme has owed since the stays began, and was due before the demo, has been done; whoever was told that it is
 * late acknowledges. */
async function visited(sessions, now) {
  const { tasks } = await sessions.nurse.get('/tasks');
  const due = tasks.filter((one) => one.of_programme && one.due_at < now);
  for (const { id, kind } of due) await sessions.nurse.post(`/tasks/${id}/act`, { act: 'done', note: kind === 'visit' ? 'Visited in time; written down late.' : 'Measured at the visit.' }).catch(overtaken);
  const { alerts } = await sessions.nurse.get('/alerts?state=open&limit=200');
  for (const { id, version } of alerts.filter(({ rule, response }) => rule === 'task_late' && response === 'none')) {
    await sessions.nurse.post(`/alerts/${id}/acknowledge`, { version }).catch(overtaken);
  }
}

/** Writes all of it down, by those who would. `own` are stays with gateways of their own, `others` the rest. */
export async function written(sessions, { own, others }, now = Date.now()) {
  await visited(sessions, now);
  for (const { id } of [...own, ...others]) await observed(sessions.nurse, id, now);
  for (const [index, stay] of own.entries()) {
    for (const [by, text] of NOTES[index]) await sessions[by].post(`/episodes/${stay.id}/notes`, { text });
    for (const wish of TASKS[index]) await task(sessions, stay.id, wish, now);
    await call(sessions, stay, CALLS[index], now);
  }
  for (const { id } of others) await sessions.nurse2.post(`/episodes/${id}/notes`, { text: free('Late entry for yesterday 20:00: quiet day, eats and drinks well, no new complaints.') });
}
