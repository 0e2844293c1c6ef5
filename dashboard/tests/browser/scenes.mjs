// Every page in every state a person can meet, on a fake hub of its own. `look` photographs them, `axe` examines them.
import { uuid } from '../fake-hub/people.mjs';
import { startFakeHub } from '../fake-hub/hub.mjs';
import { invalid, problem } from '../fake-hub/problems.mjs';
import { changeMeanwhile } from '../fake-hub/record.mjs';
import { keepShifts, NO_WATCH, offerHandover } from '../fake-hub/shifts.mjs';
import { untested } from '../fake-hub/sound.mjs';
import { begin, end } from '../fake-hub/trials.mjs';
import { signedIn } from './browser.mjs';

const episode = uuid('e', 12);
const alert = uuid('b', 1);
const ended = uuid('b', 4);
/** Of NEWS2, complete and not; of a fever whose clock runs; of signs of sepsis that have ended. */
const [scored, guessed, fever, septic] = [5, 6, 7, 9].map((n) => uuid('b', n));
const broken = () => problem(503, 'store-unavailable', 'outcome_unknown');
/** Refuses the calls a page asks for its own content; the session stays. */
const refuse =
  (...kinds) =>
  (method, url) =>
    kinds.some((kind) => url.pathname.startsWith(`/api/v1/${kind}`)) ? broken() : null;

const refuseRecord = (_, url) => (url.pathname.endsWith('/notes') ? broken() : null);

/** A patient who is not at home yet. */
const atHospital = {
  id: uuid('a', 999),
  family_name: 'Quispe',
  given_name: 'Rosa',
  birth_date: '1955-02-03',
  medical_record_number: 'MRN-1',
  sex: 'female',
  language: 'es',
};
/** Refuses a change whose address ends so. */
const refuseWith = (end, said) => (method, url) => {
  if (method === 'GET' && url.pathname.endsWith('/patients')) return { status: 200, body: { patients: [atHospital] } };
  return method !== 'GET' && url.pathname.endsWith(end) ? said : null;
};
/** Types two identifiers and sends the form. */
const identify = async (page) => {
  await page.getByTestId('field-medical_record_number').fill('MRN-1');
  await page.getByTestId('field-birth_date').fill('1955-02-03');
  await page.getByTestId('form-go').click();
  await page.getByRole('dialog').getByRole('alert').first().waitFor();
};

/** In whatever language. */
const isLive = (page) => page.locator('[data-testid="liveness"].live').waitFor();
const silence = async (page, hub) => {
  await isLive(page);
  hub.mute(true);
  await page.getByTestId('stale-overlay').waitFor({ timeout: 10_000 });
};
const click = (testid) => async (page) => page.getByTestId(testid).first().click();
const press = (key) => async (page) => page.keyboard.press(key);

/** Opens the profile and makes the saturation's first rung deafer. */
const deafer = async (page) => {
  await page.getByTestId('limits-edit').click();
  await page.getByTestId('limit-spo2-low').fill('86');
};
/** A trial of the adult's template, as it stands. */
const trialled =
  (how, change = {}) =>
  async (page, hub) => {
    await page.getByTestId('bench-none').waitFor();
    begin(
      hub.state,
      { from: Date.now() - 6e8, until: Date.now(), template: 'adult', episodes: [], limits: [] },
      change,
    );
    if (how !== 'running') end(hub.state, how);
    await page.reload();
    await page.getByTestId('bench-of').waitFor();
  };

/** Pauses the alert that is shown, and waits until everybody sees it. */
const paused = async (page) => {
  await page.getByTestId('pause-button').click();
  await page.locator('input[name=reason]').first().check();
  await page.getByTestId('form-go').click();
  await page.getByTestId('pause-end').waitFor();
};

/** In each language. */
/** The same page where shifts are kept. */
const onShifts =
  (then = async () => undefined, facts = {}) =>
  async (page, hub) => {
    // From the beginning: a command center does not begin to keep shifts while somebody looks.
    await isLive(page);
    keepShifts(hub.state, facts);
    await page.reload();
    await isLive(page);
    await page.getByTestId('watchers').waitFor({ state: 'attached' });
    await then(page, hub);
  };
/** A watch has begun, and nobody has said whether they hear its desk. */
const unheard = (then = async () => undefined) =>
  onShifts(async (page, hub) => {
    untested(hub.state);
    await page.reload();
    await isLive(page);
    await page.getByTestId('sound-bar').or(page.getByTestId('silent-desks')).first().waitFor();
    await then(page, hub);
  });
/** It rings more often than one person can answer. */
const tooLoud = async (page, hub) => {
  hub.state.most = 3;
  await page.reload();
  await page.getByTestId('relieve').first().waitFor();
};
/** The charge nurse has it proposed what somebody with too much could hand over. */
const relieved =
  (facts = {}) =>
  async (page, hub) => {
    Object.assign(hub.state, facts);
    await tooLoud(page, hub);
    await page.getByTestId('relieve').first().click();
    await page.getByTestId('relief').waitFor();
  };
/** An answer that does not come while somebody looks. */
const NEVER = new Promise(() => undefined);
/** Somebody hands over to whoever looks. */
const offered = (then) =>
  onShifts(async (page, hub) => {
    const { nurse, second } = hub.state.staff;
    offerHandover(hub.state, second, nurse);
    hub.flush();
    await then(page, hub);
  });
/** The hub told what is due, and does not tell it any more. */
const tasksOld = async (page, hub) => {
  await page.getByTestId('home-tasks').waitFor();
  await page.route('**/api/v1/tasks*', (route) => route.fulfill({ status: 503, json: {} }));
  for (const one of hub.state.tasks) if (one.state === 'open') Object.assign(one, { version: 2 });
  await page.getByTestId('task-take').first().click();
  await page.getByTestId('home-due-old').waitFor();
};
/** Gives a task that a colleague takes while the dialog is open: the dialog stays, and says who has it now. */
const overtaken = async (page, hub) => {
  await page.getByTestId('task-give').first().click();
  const { second } = hub.state.staff;
  for (const one of hub.state.tasks)
    if (one.state === 'open')
      Object.assign(one, { version: 2, owner: { id: second.id, display_name: second.display_name } });
  await page.getByTestId('field-to').selectOption('physician');
  await page.getByTestId('form-go').click();
  await page.getByTestId('task-now').waitFor();
};
/** Changes a shift that somebody else has changed meanwhile. */
const changedByOther = async (page, hub) => {
  await page
    .getByRole('button', { name: /Change|Cambiar|تغيير|Çhàñgè/ })
    .first()
    .click();
  const shift = hub.state.shifts[0];
  Object.assign(shift, { version: 2, site: 'Annex', phone: '555 0777' });
  await page.getByTestId('field-site').fill('Main, second floor');
  await page.getByTestId('form-go').click();
  await page.getByTestId('shift-now').waitFor();
};

/** The charge nurse says that no shifts are kept any more. */
const restShifts =
  (until, shiftsOver = false) =>
  async (page, hub) => {
    hub.state.shiftsOver = shiftsOver;
    await page.getByTestId('rest-shifts').click();
    await page.locator('textarea[name=reason]').fill('One trial, and nobody plans the next');
    await page.getByTestId('form-go').click();
    await page.locator(until).first().waitFor();
    if (shiftsOver) await page.getByTestId('shifts-rested').waitFor();
  };

/** @type {{name: string, path?: string, who?: string | null, hub?: object, settings?: object, then?: Function}[]} */
const SCENES = [
  { name: 'sign-in', who: null },
  {
    name: 'sign-in-refused',
    who: null,
    then: async (page) => {
      await page.getByTestId('sign-in-name').fill('nurse');
      await page.getByTestId('sign-in-password').fill('wrong');
      await page.getByTestId('sign-in-submit').click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'change-password', hub: { mustChange: true } },
  { name: 'hub-error', hub: { refuse: refuse('session') } },
  { name: 'wall' },
  { name: 'wall-names-es', settings: { initialsOnly: false, locale: 'es' } },
  { name: 'wall-late-watch', hub: { watchLate_ms: 900 }, settings: { initialsOnly: false, locale: 'es' } },
  { name: 'wall-calm', hub: { calm: true, patients: 8 } },
  { name: 'wall-empty', hub: { patients: 0 } },
  { name: 'wall-stale', then: silence },
  { name: 'wall-never-heard', hub: { deaf: true }, then: (page) => page.getByTestId('stale-overlay').waitFor() },
  { name: 'wall-ends', hub: { lasts_ms: 20 * 60_000 } },
  { name: 'wall-renew', hub: { lasts_ms: 20 * 60_000 }, then: click('session-renew') },
  {
    name: 'not-watching',
    then: async (page) => {
      await isLive(page);
      await page.context().clearCookies();
      await page.reload();
      await page.getByTestId('not-watching').waitFor();
    },
  },
  {
    name: 'watch-take',
    then: async (page, hub) => {
      hub.state.watch = { ...NO_WATCH, holder: hub.state.staff.charge, since_at: Date.now() - 3_600_000 };
      hub.state.watchChanged = true;
      hub.flush();
      await page.getByText('T. Lind').first().waitFor();
      await page.getByTestId('watch-take').click();
    },
  },
  {
    name: 'watch-taken',
    then: async (page, hub) => {
      await page.getByTestId('watch-take').click();
      await page.getByTestId('watch-notice').waitFor();
      hub.state.watch = { ...NO_WATCH, holder: hub.state.staff.charge, since_at: Date.now() };
      hub.state.watchChanged = true;
      hub.flush();
      await page.getByText('T. Lind').first().waitFor();
    },
  },
  { name: 'wall-shifts', then: onShifts(undefined, { unheld: 2 }) },
  { name: 'shifts-off', path: '/shifts' },
  { name: 'shifts', path: '/shifts', who: 'charge', then: onShifts(undefined, { unheld: 2 }) },
  { name: 'shifts-nurse', path: '/shifts', then: onShifts(undefined, { unheld: 2 }) },
  { name: 'shifts-form', path: '/shifts', who: 'charge', then: onShifts(click('add-shift')) },
  { name: 'shifts-stale', path: '/shifts', who: 'charge', then: onShifts(changedByOther) },
  { name: 'shifts-balance', path: '/shifts', who: 'charge', then: onShifts(click('balance'), { unheld: 3 }) },
  { name: 'shifts-rest', path: '/shifts', who: 'charge', then: onShifts(click('rest-shifts')) },
  {
    name: 'shifts-rest-refused',
    path: '/shifts',
    who: 'charge',
    then: onShifts(restShifts('[role=dialog] [role=alert], dialog [role=alert]')),
  },
  {
    name: 'shifts-rested',
    path: '/shifts',
    who: 'charge',
    then: onShifts(restShifts('[data-testid=watch-notice]', true)),
  },
  { name: 'shifts-error', path: '/shifts', hub: { refuse: refuse('shifts') } },
  {
    name: 'shifts-loading',
    path: '/shifts',
    hub: { refuse: (_, url) => (url.pathname.endsWith('/shifts') ? NEVER : null) },
  },
  { name: 'shifts-end-refused', path: '/shifts', then: onShifts(click('end-shift')) },
  { name: 'dispatch', path: '/dispatch', who: 'desk', then: (page) => page.getByTestId('choices').waitFor() },
  { name: 'dispatch-nurse', path: '/dispatch', then: (page) => page.getByTestId('choices').waitFor() },
  {
    name: 'dispatch-ar',
    path: '/dispatch',
    who: 'desk',
    settings: { locale: 'ar' },
    then: (page) => page.getByTestId('choices').waitFor(),
  },
  { name: 'dispatch-es', path: '/dispatch', who: 'desk', settings: { locale: 'es', initialsOnly: false } },
  { name: 'dispatch-none', path: '/dispatch', who: 'desk', hub: { noBoard: true } },
  { name: 'dispatch-forbidden', path: '/dispatch', who: 'tech' },
  { name: 'dispatch-stale', path: '/dispatch', who: 'desk', then: silence },
  {
    name: 'dispatch-error',
    path: '/dispatch',
    who: 'desk',
    hub: { refuse: refuse('incidents') },
    then: (page) => page.getByRole('alert').first().waitFor(),
  },
  { name: 'dispatch-offered', path: '/dispatch', who: 'desk', then: click('offer-best') },
  { name: 'dispatch-cancel', path: '/dispatch', who: 'desk', then: click('cancel') },
  { name: 'dispatch-amend', path: `/dispatch/${uuid('8', 3)}`, who: 'desk', then: click('amend') },
  { name: 'dispatch-unit', path: '/dispatch', who: 'desk', then: click('add-unit') },
  { name: 'dispatch-crew', path: '/dispatch', who: 'desk', then: click('crew-begin') },
  { name: 'dispatch-open', path: `/patients/${uuid('e', 5)}`, then: press('d') },
  { name: 'handover-off', path: '/handover' },
  { name: 'handover-give', path: '/handover', then: onShifts((page) => page.getByTestId('sheet').first().waitFor()) },
  { name: 'handover-error', path: '/handover', hub: { refuse: refuse('handovers') }, then: onShifts() },
  { name: 'handover-none', path: '/handover', who: 'charge', then: onShifts() },
  {
    name: 'handover-receive',
    path: '/handover',
    then: offered((page) => page.getByTestId('receive-sheet').first().waitFor()),
  },
  { name: 'handover-waits', then: offered((page) => page.getByTestId('handover-notice').waitFor()) },
  { name: 'wall-silent', settings: { armed: true } },
  {
    name: 'draft-question',
    path: `/patients/${episode}`,
    then: async (page) => {
      await page.getByTestId('limits-edit').click();
      await page.getByTestId('limits-reason').fill('sleeps on three litres');
      await page.keyboard.press('Escape');
    },
  },
  { name: 'acknowledge', then: press('a') },
  { name: 'pause', path: `/alerts/${alert}`, then: click('pause-button') },
  { name: 'paused', path: `/alerts/${alert}`, then: paused },
  { name: 'paused-es', path: `/alerts/${alert}`, settings: { locale: 'es' }, then: paused },
  { name: 'help', then: press('?') },
  { name: 'menu', then: (page) => page.locator('summary').click() },
  { name: 'patient', path: `/patients/${episode}` },
  { name: 'patient-held', path: `/patients/${uuid('e', 8)}` },
  { name: 'patient-score', path: `/patients/${uuid('e', 14)}` },
  { name: 'patient-score-incomplete-es', path: `/patients/${uuid('e', 11)}`, settings: { locale: 'es' } },
  {
    name: 'patient-score-write',
    path: `/patients/${uuid('e', 11)}`,
    then: async (page) => {
      await page.getByTestId('observe').waitFor();
      await page.getByTestId('score-write-consciousness').click();
      await page.keyboard.type('al');
    },
  },
  { name: 'patient-offline', path: `/patients/${uuid('e', 7)}` },
  { name: 'patient-stale', path: `/patients/${episode}`, then: silence },
  { name: 'patient-error', path: `/patients/${episode}`, hub: { refuse: refuse('episodes') } },
  { name: 'patient-gone', path: `/patients/${uuid('e', 999)}` },
  { name: 'patient-observations-error', path: `/patients/${episode}`, hub: { refuse: refuse('observations') } },
  { name: 'record-notes-none', path: `/patients/${uuid('e', 3)}` },
  { name: 'record-notes-error', path: `/patients/${episode}`, hub: { refuse: refuseRecord } },
  { name: 'record-note-write', path: `/patients/${episode}`, then: click('note-write') },
  { name: 'record-note-amend-es', path: `/patients/${episode}`, settings: { locale: 'es' }, then: click('note-amend') },
  { name: 'record-tasks', path: `/patients/${episode}`, then: click('tab-tasks') },
  { name: 'record-calls-es', path: `/patients/${episode}`, settings: { locale: 'es' }, then: click('tab-calls') },
  {
    name: 'record-call',
    path: `/patients/${episode}`,
    then: async (page) => {
      await page.getByTestId('header-call').waitFor();
      await page.keyboard.press('c');
    },
  },
  {
    // Three presses: C, Enter, Enter would log a call that was answered.
    name: 'record-call-ended',
    path: `/patients/${episode}`,
    then: async (page) => {
      await page.getByTestId('header-call').waitFor();
      await page.getByTestId('header-allergies').getByText('Penicillin').waitFor();
      await page.keyboard.press('c');
      await page.getByTestId('form-go').waitFor();
      await page.keyboard.press('Enter');
      await page.getByTestId('outcome-answered').waitFor();
    },
  },
  { name: 'ended', path: '/ended' },
  { name: 'ended-error', path: '/ended', hub: { refuse: refuse('episodes') } },
  {
    name: 'ended-none-es',
    path: '/ended',
    settings: { locale: 'es' },
    then: (page) => page.getByTestId('field-query').fill('nobody'),
  },
  {
    name: 'ended-stay',
    path: `/ended/${episode}`,
    then: async (page, hub) => {
      hub.state.ended = true;
      await page.reload();
      await page.getByTestId('acts').waitFor();
    },
  },
  { name: 'home', path: '/home', then: onShifts() },
  { name: 'home-task-overtaken', path: '/home', then: onShifts(overtaken) },
  { name: 'home-tasks-old', path: '/home', then: onShifts(tasksOld) },
  { name: 'home-es', path: '/home', settings: { locale: 'es' }, then: onShifts() },
  { name: 'home-ar', path: '/home', settings: { locale: 'ar' } },
  { name: 'home-charge', path: '/home', who: 'charge', then: onShifts(tooLoud, { unheld: 2 }) },
  { name: 'home-charge-calm', path: '/home', who: 'charge', hub: { calm: true, patients: 8 }, then: onShifts() },
  { name: 'home-no-shifts', path: '/home', who: 'charge' },
  { name: 'home-physician', path: '/home', who: 'physician' },
  { name: 'home-technician', path: '/home', who: 'tech' },
  { name: 'home-administrator-es', path: '/home', who: 'admin', settings: { locale: 'es' } },
  { name: 'home-empty', path: '/home', who: 'charge', hub: { patients: 0 } },
  { name: 'home-error', path: '/home', who: 'charge', hub: { refuse: refuse('tasks', 'alerts/load', 'reports') } },
  {
    name: 'home-loading',
    path: '/home',
    who: 'charge',
    hub: { refuse: (_, url) => (/tasks|load|unmonitored|shifts/.test(url.pathname) ? NEVER : null) },
  },
  { name: 'home-stale', path: '/home', then: silence },
  { name: 'queue-load', path: '/alerts', then: onShifts(tooLoud) },
  { name: 'queue-load-charge-es', path: '/alerts', who: 'charge', settings: { locale: 'es' }, then: onShifts(tooLoud) },
  {
    name: 'handover-some',
    path: '/alerts',
    then: onShifts(async (page, hub) => {
      await tooLoud(page, hub);
      await page.getByTestId('relieve').first().click();
      await page.getByTestId('handover-choose').first().waitFor();
    }),
  },
  { name: 'shifts-relief', path: '/alerts', who: 'charge', then: onShifts(relieved()) },
  { name: 'shifts-no-relief', path: '/alerts', who: 'charge', then: onShifts(relieved({ noRelief: true })) },
  { name: 'tasks', path: '/tasks', then: click('tasks-all') },
  { name: 'tasks-give', path: '/tasks', then: onShifts(click('task-give')) },
  { name: 'tasks-put-off-ar', path: '/tasks', settings: { locale: 'ar' }, then: click('task-put-off') },
  { name: 'tasks-es', path: '/tasks', settings: { locale: 'es' } },
  { name: 'tasks-error', path: '/tasks', hub: { refuse: refuse('tasks') } },
  { name: 'tasks-empty', path: '/tasks', hub: { patients: 0 } },
  { name: 'record-particulars', path: `/patients/${episode}`, then: click('tab-particulars') },
  {
    name: 'record-access',
    path: `/patients/${episode}`,
    then: async (page) => {
      await page.getByTestId('tab-particulars').click();
      await page.getByTestId('access-show').click();
    },
  },
  {
    name: 'record-contacts-es',
    path: `/patients/${episode}`,
    settings: { locale: 'es' },
    then: async (page) => {
      await page.getByTestId('tab-particulars').click();
      await page.getByTestId('edit-contacts').click();
    },
  },
  {
    name: 'record-stale-edit',
    path: `/patients/${episode}`,
    then: async (page, hub) => {
      await page.getByTestId('tab-particulars').click();
      await page.getByTestId('edit-home').click();
      await page.getByTestId('field-people').fill('Wife, grandson');
      changeMeanwhile(hub.state, episode);
      await page.getByTestId('form-go').click();
      await page.getByTestId('stale-edit').waitFor();
    },
  },
  { name: 'patient-administrator', path: `/patients/${episode}`, who: 'admin' },
  { name: 'observations-none', path: `/patients/${uuid('e', 3)}` },
  { name: 'observations-history', path: `/patients/${episode}`, then: click('observations-history') },
  {
    name: 'observations-choose',
    path: `/patients/${episode}`,
    then: async (page) => {
      await page.getByTestId('observe').waitFor();
      await page.keyboard.press('o');
      await page.keyboard.type('oxy');
    },
  },
  {
    name: 'observations-refused-es',
    path: `/patients/${episode}`,
    settings: { locale: 'es' },
    then: async (page) => {
      await page.getByTestId('observe').waitFor();
      await page.keyboard.press('o');
      await page.keyboard.type('temp');
      await page.keyboard.press('Enter');
      await page.keyboard.type('101.3');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'observations-written',
    path: `/patients/${episode}`,
    then: async (page) => {
      await page.getByTestId('observe').waitFor();
      await page.keyboard.press('o');
      for (const keys of ['temp', '38.4']) {
        await page.keyboard.type(keys);
        await page.keyboard.press('Enter');
      }
      await page.getByTestId('observations').getByText('38.4').waitFor();
    },
  },
  {
    name: 'observations-correct',
    path: `/patients/${episode}`,
    then: async (page) => {
      await page.getByTestId('observations-history').click();
      await page.getByTestId('observation-correct').nth(1).click();
      await page.getByTestId('field-reason').waitFor();
    },
  },
  { name: 'limits', path: `/patients/${episode}`, then: click('limits-edit') },
  {
    name: 'profile-trial',
    path: `/patients/${episode}`,
    then: async (page) => {
      await deafer(page);
      await page.getByTestId('profile-trial-lost').waitFor();
      await page.getByTestId('profile-trial').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'profile-trial-refused-es',
    path: `/patients/${episode}`,
    settings: { locale: 'es' },
    hub: { refuse: refuseWith('trial', problem(409, 'conflict', 'trial_busy')) },
    then: async (page) => {
      await deafer(page);
      await page.getByTestId('profile-trial-retry').waitFor();
      await page.getByTestId('profile-trial').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'profile-trial-empty',
    path: `/patients/${episode}`,
    then: async (page, hub) => {
      hub.state.people.forEach((p) => (p.empty = true));
      await deafer(page);
      await page.getByTestId('profile-trial-empty').waitFor();
    },
  },
  {
    name: 'mark-event',
    path: `/patients/${episode}`,
    then: async (page) => {
      await page.getByTestId('mark-event').click();
      await page.getByTestId('field-at').fill('2026-01-05T08:30');
      await page.getByTestId('form-go').click();
      await page.getByTestId('marked-events').locator('li').first().scrollIntoViewIfNeeded();
    },
  },
  { name: 'workbench', path: '/workbench', who: 'charge', then: (page) => page.getByTestId('bench-none').waitFor() },
  { name: 'workbench-nurse', path: '/workbench' },
  {
    name: 'workbench-running-es',
    path: '/workbench',
    who: 'charge',
    settings: { locale: 'es' },
    then: trialled('running'),
  },
  { name: 'workbench-cancelled', path: '/workbench', who: 'charge', then: trialled('cancelled') },
  { name: 'workbench-failed', path: '/workbench', who: 'charge', then: trialled('failed') },
  { name: 'workbench-done', path: '/workbench', who: 'charge', then: trialled('done', { changed: 2 }) },
  { name: 'workbench-empty', path: '/workbench', who: 'charge', hub: { patients: 0 }, then: trialled('done') },
  {
    name: 'workbench-too-much',
    path: '/workbench',
    who: 'charge',
    hub: { refuse: refuseWith('workbench', invalid(['episodes', 'patient_days_at_most', { high: 700 }])) },
    then: async (page) => {
      await page.getByTestId('bench-go').click();
      await page.getByRole('main').getByRole('alert').first().waitFor();
    },
  },
  { name: 'workbench-error', path: '/workbench', who: 'charge', hub: { refuse: refuse('workbench') } },
  { name: 'alerts', path: '/alerts' },
  { name: 'alerts-closed', path: '/alerts', then: click('alerts-closed') },
  { name: 'alerts-empty', path: '/alerts', hub: { calm: true } },
  { name: 'alerts-stale', path: '/alerts', then: silence },
  { name: 'alert', path: `/alerts/${alert}` },
  { name: 'alert-score', path: `/alerts/${scored}` },
  { name: 'alert-score-incomplete-es', path: `/alerts/${guessed}`, settings: { locale: 'es' } },
  { name: 'alert-fever', path: `/alerts/${fever}` },
  { name: 'alert-sepsis-ended', path: `/alerts/${septic}` },
  { name: 'alert-ended', path: `/alerts/${ended}` },
  { name: 'alert-error', path: `/alerts/${alert}`, hub: { refuse: refuse('alerts/') } },
  { name: 'setup', path: '/setup', who: 'charge' },
  { name: 'setup-add-patient', path: '/setup', who: 'charge', then: click('patient-add') },
  {
    name: 'setup-bind-refused',
    path: '/setup',
    who: 'charge',
    then: async (page) => {
      await page.getByTestId('bind-therm-4').click();
      await page.getByTestId('field-episode_id').selectOption({ index: 3 });
      await page.getByTestId('field-medical_record_number').fill('MRN-1');
      await page.getByTestId('field-birth_date').fill('1955-02-03');
      await page.getByTestId('form-go').click();
      await page.getByRole('dialog').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'setup-bind-refused-es',
    path: '/setup',
    who: 'charge',
    settings: { locale: 'es' },
    hub: { refuse: refuseWith('bindings', problem(409, 'binding-overlap', 'binding_overlap', { device: 'therm-4' })) },
    then: async (page) => {
      await page.getByTestId('bind-therm-4').click();
      await page.getByTestId('field-episode_id').selectOption({ index: 3 });
      await identify(page);
    },
  },
  {
    name: 'setup-admit-refused-es',
    path: '/setup',
    who: 'charge',
    settings: { locale: 'es' },
    hub: {
      refuse: refuseWith(
        '/episodes',
        invalid(
          ['label', 'no_letter'],
          ['address', 'length_at_most', { high: 300 }],
          ['phone', 'phone', { high: 40 }],
          ['limits[0].low', 'limit_low_not_below_high', { vital: 'spo2' }],
        ),
      ),
    },
    then: async (page) => {
      await page.getByTestId('admit-MRN-1').click();
      await page.getByTestId('field-label').fill('7');
      await page.getByTestId('field-address').fill('Calle 8');
      await identify(page);
    },
  },
  {
    name: 'limits-refused-es',
    path: `/patients/${episode}`,
    settings: { locale: 'es' },
    hub: {
      refuse: refuseWith(
        'profile',
        invalid(
          [
            'limits[1].high_rungs[0].edge',
            'limit_implausible',
            { vital: 'pulse_rate', low: 0, high: 300, unit: '/min' },
          ],
          ['limits[0].low', 'limit_too_narrow', { vital: 'spo2' }],
        ),
      ),
    },
    then: async (page) => {
      await page.getByTestId('limits-edit').click();
      await page.getByTestId('limit-pulse_rate-high').fill('121');
      await page.getByTestId('limits-reason').fill('duerme con tres litros');
      await page.getByTestId('limits-save').click();
      await page.getByTestId('limits-confirm').waitFor();
      await page.getByTestId('limits-save').click();
      await page.getByRole('dialog').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'sign-in-refused-es',
    who: null,
    settings: { locale: 'es' },
    hub: { refuseSignIn: problem(429, 'too-many-attempts', 'too_many_attempts', { wait: 47 }) },
    then: async (page) => {
      await page.getByTestId('sign-in-name').fill('nurse');
      await page.getByTestId('sign-in-password').fill('wrong');
      await page.getByTestId('sign-in-submit').click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'setup-phone', path: '/setup', who: 'charge', then: click(`phone-${uuid('e', 1)}`) },
  { name: 'setup-end', path: '/setup', who: 'charge', then: click(`end-${uuid('e', 1)}`) },
  { name: 'sound-watch', then: unheard() },
  { name: 'sound-watch-es', settings: { locale: 'es' }, then: unheard() },
  {
    name: 'sound-not-heard',
    then: unheard(async (page) => {
      await page.getByTestId('arm-sound').click();
      await page.getByTestId('sound-not-heard').click();
    }),
  },
  { name: 'silent-desks', who: 'charge', then: unheard(click('silent-desks')) },
  { name: 'report', path: '/report', who: 'charge' },
  { name: 'report-es', path: '/report', who: 'charge', settings: { locale: 'es' } },
  { name: 'setup-technician', path: '/setup', who: 'tech' },
  {
    name: 'setup-technician-registers',
    path: '/setup',
    who: 'tech',
    then: async (page) => {
      await page.getByTestId('gateway-add').click();
      await page.getByTestId('field-id').fill('home-9001');
      await page.getByTestId('form-go').click();
      await page.getByTestId('gateway-config').waitFor();
    },
  },
  {
    name: 'setup-technician-binds',
    path: '/setup',
    who: 'tech',
    then: (page) => page.locator('[data-testid^="bind-"]').first().click(),
  },
  {
    name: 'setup-technician-revokes',
    path: '/setup',
    who: 'tech',
    then: (page) => page.locator('[data-testid^="revoke-"]').first().click(),
  },
  {
    name: 'setup-gateways-es',
    path: '/setup',
    who: 'tech',
    settings: { locale: 'es' },
    then: (page) => page.getByTitle('envía con el nombre de oxi-0001').scrollIntoViewIfNeeded(),
  },
  {
    name: 'patient-gateway-es',
    path: `/patients/${uuid('e', 4)}`,
    settings: { locale: 'es' },
    then: (page) => page.getByText('oxi-0001').last().scrollIntoViewIfNeeded(),
  },
  { name: 'signing', path: '/signing' },
  {
    name: 'signing-physician-es',
    path: '/signing',
    who: 'physician',
    settings: { locale: 'es' },
    then: click('sign-limits_spo2'),
  },
  { name: 'staff', path: '/staff', who: 'admin' },
  { name: 'staff-es', path: '/staff', who: 'admin', settings: { locale: 'es' } },
  { name: 'staff-charge', path: '/staff', who: 'charge' },
  { name: 'staff-forbidden', path: '/staff', who: 'tech' },
  { name: 'staff-error', path: '/staff', who: 'admin', hub: { refuse: refuse('staff') } },
  {
    name: 'staff-not-found',
    path: '/staff',
    who: 'admin',
    then: (page) => page.getByTestId('staff-search').fill('nobody of this name'),
  },
  {
    name: 'staff-add',
    path: '/staff',
    who: 'admin',
    then: async (page) => {
      await page.getByTestId('staff-add').click();
      await page.getByTestId('field-name').fill('Ana');
      await page.getByTestId('field-display_name').fill('Ana López');
      await page.getByTestId('field-role').selectOption('paramedic');
      await page.getByTestId('form-go').click();
      await page.getByRole('dialog').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'staff-stale-es',
    path: '/staff',
    who: 'admin',
    settings: { locale: 'es' },
    then: async (page, hub) => {
      await page.getByTestId('change-nurse').click();
      await page.getByTestId('field-phone').fill('+1 555 0188');
      hub.state.staleStaff = true;
      await page.getByTestId('form-go').click();
      await page.getByTestId('staff-both').waitFor();
    },
  },
  {
    name: 'staff-last-administrator',
    path: '/staff',
    who: 'admin',
    then: async (page) => {
      await page.getByTestId('disable-admin').click();
      await page.getByTestId('form-go').click();
      await page.getByRole('dialog').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'staff-password',
    path: '/staff',
    who: 'admin',
    then: async (page) => {
      await page.getByTestId('reset-nurse').click();
      await page.getByTestId('form-go').click();
      await page.getByTestId('first-password').waitFor();
    },
  },
  { name: 'audit', path: '/audit', who: 'auditor' },
  { name: 'audit-es', path: '/audit', who: 'auditor', settings: { locale: 'es' } },
  { name: 'audit-charge', path: '/audit', who: 'charge' },
  { name: 'audit-none', path: `/audit/${uuid('e', 9)}`, who: 'auditor' },
  { name: 'audit-error', path: '/audit', who: 'auditor', hub: { refuse: refuse('audit') } },
  {
    name: 'patient-looks',
    path: `/patients/${uuid('e', 1)}`,
    who: 'charge',
    then: async (page) => {
      await page.getByTestId('who-looked').click();
      await page.getByTestId('looks').scrollIntoViewIfNeeded();
    },
  },
  { name: 'no-page', path: '/nowhere', who: 'auditor' },
  { name: 'setup-administrator', path: '/setup', who: 'admin' },
  { name: 'setup-empty', path: '/setup', who: 'charge', hub: { patients: 0 } },
  {
    name: 'setup-error',
    path: '/setup',
    who: 'charge',
    hub: { refuse: refuse('kits', 'gateways', 'devices', 'episodes') },
  },
];

/** A scene in another language, whose name says so. */
const spoken = (scene, locale) => ({
  ...scene,
  name: `${scene.name.replace(/-es$/, '')}-${locale}`,
  settings: { ...scene.settings, locale },
});

/** Shown when it is named. */
const DESK = [
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 1280, height: 800 },
];
const VIEWS = [
  { theme: 'dark', width: 1920, height: 1080 },
  { theme: 'light', width: 1920, height: 1080 },
  { theme: 'dark', width: 390, height: 844 },
  { theme: 'light', width: 390, height: 844 },
];

/** In the page: remembers that it has said, if only for a moment, that it does not watch. */
function rememberCover() {
  globalThis.wasCovered = false;
  const look = () => {
    globalThis.wasCovered ||= document.querySelector('[data-testid="stale-overlay"]') !== null;
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** Scenes that are open at a time: each waits for most of its seconds. */
const ABREAST = 5;

/** How often a scene is opened in which a busy machine kept the page from its feed for 5 s. */
const TRIES = 5;

/**
 * Opens one scene in one view, hands the page over when it stands still, and ends what it started. Returns what `show` said.
 */
async function stage(browser, scene, view, show, dist) {
  const hub = await startFakeHub({ ...scene.hub, dist });
  const page = await signedIn(browser, hub, {
    who: scene.who === undefined ? 'nurse' : scene.who,
    width: view.width,
    height: view.height,
    path: scene.path ?? '/',
    settings: { ...scene.settings, theme: view.theme },
    before: rememberCover,
  });
  try {
    await page.locator('main, form').first().waitFor();
    await page.waitForTimeout(1_500);
    await scene.then?.(page, hub).catch((error) => {
      throw new Error(`scene ${scene.name}`, { cause: error });
    });
    await page.waitForTimeout(500);
    return await show(page, `${scene.name}-${view.theme}-${view.width}`, hub);
  } finally {
    await page.context().close();
    await hub.close();
  }
}

/** The language a scene is in. */
const localeOf = (scene) => scene.settings?.locale ?? 'en';

/**
 * The scenes, themes and widths named on the command line; all of a sort of which none is named. A language that is named
 * (`ar`) takes the place of English, and of whatever a scene is in otherwise. Of these only the scenes of the names `only`,
 * and those in the language `locale`.
 */
export function wanted(words, { only, locale: of } = {}) {
  const locale = words.find((word) => ['es', 'ar'].includes(word));
  const named = (list, is) => {
    const some = list.filter((x) => words.some((word) => is(x, word)));
    return some.length > 0 ? some : list;
  };
  const found = named(SCENES, (s, word) => s.name === word || s.name.startsWith(`${word}-`));
  const scenes = (locale ? found.map((s) => spoken(s, locale)) : found).filter(
    (s) => (only?.includes(s.name) ?? true) && (of === undefined || localeOf(s) === of),
  );
  const themed = named(words.includes('1280') ? DESK : VIEWS, (v, word) => v.theme === word);
  return { scenes, views: named(themed, (v, word) => String(v.width) === word) };
}

/**
 * Shows every wanted scene in every wanted view, a few at a time. `show` may answer 'again': the scene is opened once more,
 * and if it never goes, that is an error.
 */
export async function stageAll(browser, words, show, { dist, ...which } = {}) {
  const { scenes, views } = wanted(words, which);
  const todo = scenes.flatMap((scene) => views.map((view) => ({ scene, view, tries: 0 })));
  const work = async () => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const { scene, view, tries } = next;
      if ((await stage(browser, scene, view, show, dist)) !== 'again') continue;
      if (tries + 1 === TRIES) throw new Error(`scene ${scene.name}: lost its feed or was held up ${TRIES} times`);
      todo.push({ scene, view, tries: tries + 1 });
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
}
