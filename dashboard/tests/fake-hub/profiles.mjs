// Profiles of the fake hub: what is looser than the present one waits, as in the real hub, by a simpler rule.
import { LIMITS, uuid } from './people.mjs';

const AUTHOR = { id: uuid('5', 2), display_name: 'T. Lind' };
const plain = { neutropenic: false, scale_two: null, ends_at: null, decided: null, signed: null };

export const templates = {
  templates: ['adult', 'after_transplant', 'copd_scale_2', 'heart_failure', 'palliative'].map((template) => ({
    ...{ template, limits: template === 'palliative' ? LIMITS.slice(2, 4) : LIMITS },
    ...{ neutropenic: template === 'after_transplant', wants_scale_two: template === 'copd_scale_2' },
  })),
};

function profilesOf(p) {
  p.profiles ??= [
    {
      ...plain,
      number: 1,
      state: 'in_force',
      template: 'adult',
      limits: p.limits,
      reason: '',
      author: AUTHOR,
      made_at: p.admitted_at,
    },
  ];
  return p.profiles;
}

export const listed = (p) => ({ version: p.version ?? 1, profiles: profilesOf(p) });

function putInForce(p, profile) {
  for (const one of profilesOf(p)) if (one.state === 'in_force') one.state = 'past';
  profile.state = 'in_force';
  Object.assign(p, { limits: profile.limits, version: (p.version ?? 1) + 1 });
}

const edges = (limits) => limits.flatMap((l) => [...l.low_rungs, ...l.high_rungs]).length;

export function setProfile(p, who, { version: _, scale_two, ...wish }) {
  const decided = scale_two ? { by: who, at: Date.now() } : null;
  const number = profilesOf(p).length + 1;
  const profile = {
    ...plain,
    ...wish,
    scale_two: decided,
    number,
    state: 'proposed',
    author: who,
    made_at: Date.now(),
  };
  p.profiles.unshift(profile);
  if (edges(wish.limits) >= edges(p.limits)) putInForce(p, profile);
  return listed(p);
}

export function decide(p, who, number, act) {
  const profile = profilesOf(p).find((one) => one.number === Number(number));
  const mark = { by: who, at: Date.now() };
  if (act === 'sign') profile.signed = mark;
  else profile.decided = mark;
  if (act === 'confirm') putInForce(p, profile);
  if (act === 'refuse') profile.state = 'refused';
  return listed(p);
}
