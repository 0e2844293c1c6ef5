// What must hold of alerts, as pure functions over what was shown, done and written down. Each gives what it
// found, so that a run can print it and a test can prove that it is found.

const closing = ({ transitions }) => transitions.find((step, index) => ['closed', 'reviewed'].includes(step.what) && index === transitions.length - 1);
const named = ({ actor }) => (actor?.kind === 'person' ? Boolean(actor.id) : Boolean(actor?.name));

/** One alert's history: versions 1..n, each made by somebody, ended by a person's act or a named rule. */
export function brokenHistory({ alert, transitions }) {
  const found = [];
  transitions.forEach((step, index) => {
    if (step.version !== index + 1) found.push(`step ${index + 1} has version ${step.version}`);
    if (!named(step)) found.push(`step ${step.version} was made by nobody`);
  });
  if (transitions[0]?.what !== 'raised') found.push(`it begins with ${transitions[0]?.what}`);
  if (transitions.at(-1)?.version !== alert.version) found.push(`it has version ${alert.version} and its history ends with ${transitions.at(-1)?.version}`);
  const end = closing({ transitions });
  if (alert.open === Boolean(end)) found.push(`open is ${alert.open} and its last step is ${transitions.at(-1)?.what}`);
  const reviewed = transitions.some((step) => step.what === 'reviewed' && step.actor.kind === 'person');
  if (!alert.open && alert.priority === 'high' && !reviewed) found.push('it was high and closed without a person');
  return found.map((what) => `alert ${alert.id} (${alert.rule}): ${what}`);
}

/** What was shown stays shown until its history says how it ended, and never goes back to an older version. */
export function vanished(looks, histories) {
  const found = [];
  const ends = new Map(histories.map((history) => [history.alert.id, closing(history)?.at ?? Infinity]));
  const shown = new Map();
  for (const { from, to, alerts } of looks) {
    const now = new Map(alerts.map((alert) => [alert.id, alert]));
    for (const [id, { version, rule }] of shown) {
      if (!ends.has(id)) found.push(`alert ${id} (${rule}) was shown and is not in the store`);
      else if (!now.has(id) && ends.get(id) > to) found.push(`alert ${id} (${rule}) was not shown at ${from} although nothing had ended it`);
      if (now.has(id) && now.get(id).version < version) found.push(`alert ${id} (${rule}) went back from version ${version} to ${now.get(id).version}`);
      if (!now.has(id)) shown.delete(id);
    }
    for (const [id, alert] of now) shown.set(id, alert);
  }
  return [...new Set(found)];
}

/** At most one open alert for each episode, rule and subject at any time. */
export function doubled(looks, histories) {
  const keyOf = (alert) => [alert.episode_id, alert.rule, alert.device_id, alert.gateway_id].join(' ');
  const found = new Set();
  for (const { alerts } of looks) {
    const keys = alerts.map(keyOf);
    keys.filter((key, index) => keys.indexOf(key) !== index).forEach((key) => found.add(`shown twice at one time: ${key}`));
  }
  const ends = new Map();
  for (const history of [...histories].sort((a, b) => a.transitions[0].at - b.transitions[0].at)) {
    const key = keyOf(history.alert);
    if (history.transitions[0].at < (ends.get(key) ?? 0)) found.add(`raised while one was open: ${key}`);
    ends.set(key, closing(history)?.at ?? Infinity);
  }
  return [...found];
}

/** An act that the hub confirmed is in the history, under a person's name. */
export function forgotten(acts, histories) {
  const done = ({ id, version }) => {
    const steps = histories.find((history) => history.alert.id === id)?.transitions ?? [];
    return steps.some((step) => step.version === version && step.what === 'acknowledged' && step.actor.kind === 'person');
  };
  return acts.filter((act) => !done(act));
}
