// What a physician signs, in the fake hub: one item of each shape.
import { LIMITS } from './people.mjs';

const item = (name, sources, more) => ({
  ...{ name, sources, limits: [], figures: [], rungs: [], signed: null, ...more },
  value: JSON.stringify([name, more]),
});
const figure = (name, value, unit = '') => ({ name, value, unit });
const rung = (after_s, ...posts) => ({ after_s, posts });

export const settingsOf = () => [
  ...LIMITS.map((limit) =>
    item(`limits_${limit.vital}`, ['ward_studies', 'news2_chart', 'design'], { limits: [limit] }),
  ),
  item('template_after_transplant', ['design'], { limits: LIMITS, figures: [figure('neutropenic', 1)] }),
  item('recovery', ['design'], { figures: [figure('clear_hold_ms', 10, 's'), figure('spo2', 2, '%')] }),
  item('fever', ['neutropenic_fever', 'design'], {
    figures: [figure('single', 38.3, 'Cel'), figure('sustained_ms', 3_600, 's'), figure('grace_ms', 600, 's')],
  }),
  item('news2', ['news2_chart', 'design'], { figures: [figure('rise', 2), figure('good_percent_min', 60, '%')] }),
  item('ladder_high', ['alarm_practice', 'design'], {
    rungs: [rung(0, 'holder'), rung(60, 'backup'), rung(240, 'physician', 'dispatcher'), rung(300, 'everyone')],
  }),
];

export const toldSettings = (settings) => ({ settings, unsigned: settings.filter((one) => !one.signed).length });

export function signSettings(settings, who, wish) {
  const by = { id: who.id, display_name: who.display_name };
  for (const { name } of wish.settings) settings.find((one) => one.name === name).signed ??= { by, at: Date.now() };
  return toldSettings(settings);
}
