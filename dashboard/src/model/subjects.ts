/** What a page follows on the feed, so that the hub sends a screen only what it shows. */
import type { Subject } from '../api/types';
import type { Route } from './route';

/** A subject as one text: two of them are the same, or not. */
export const nameOf = ({ topic, key }: Subject): string => (key ? `${topic} ${key}` : topic);

const ALWAYS: readonly Subject[] = [{ topic: 'alerts' }, { topic: 'watch' }];
/** The alert strip says of every alert whose it is, whatever page is open. */
const NAMES: Subject = { topic: 'stays' };
/** Each screen confirms what it shows of a rung, whatever page is open. */
const CLIMBS: Subject = { topic: 'climbs' };
const WALL: Subject = { topic: 'wall' };
/** Who is on the way to a patient stands beside each alert, and on the board. */
const DISPATCH: Subject = { topic: 'dispatch' };

/** Names first: values and alerts of a stay find it there. */
export function subjectsOf(route: Route, seesPatients: boolean): Subject[] {
  if (!seesPatients) return [...ALWAYS, { topic: 'gateways' }];
  const always = [NAMES, ...ALWAYS, CLIMBS];
  switch (route.page) {
    case 'home':
    case 'tasks':
      return [...always, { topic: 'tasks' }];
    // The queue says how a patient is now beside the number at which it rang.
    case 'alerts':
      return [...always, DISPATCH, WALL];
    case 'dispatch':
      return [...always, DISPATCH];
    case 'wall':
      return [...always, { topic: 'gateways' }, DISPATCH, WALL];
    case 'patient':
      return [...always, { topic: 'gateways' }, DISPATCH, { topic: 'patient', key: route.episode }];
    case 'setup':
      return [...always, { topic: 'gateways' }];
    default:
      return always;
  }
}

/**
 * What is followed now: what the page asks for, and for a while the wall that was just left. Who looks at a patient for
 * a moment and comes back finds the wall as it went on.
 */
export const withWall = (page: readonly Subject[], wallLinger: boolean): Subject[] =>
  wallLinger && !page.some((s) => s.topic === 'wall') ? [...page, WALL] : [...page];
