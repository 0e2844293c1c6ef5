/** Addresses of the pages. */
export type Route =
  | { page: 'wall' }
  /** The home page: what concerns the person who is signed in. */
  | { page: 'home' }
  | { page: 'patient'; episode: string }
  | { page: 'alerts'; alert: string | null }
  | { page: 'setup' }
  | { page: 'tasks' }
  /** The board of dispatch, with one incident looked at. */
  | { page: 'dispatch'; incident: string | null }
  /** Stays that have ended: all of them, or one. */
  | { page: 'ended'; episode: string | null }
  | { page: 'signing' }
  | { page: 'workbench' }
  /** `relieve`: for whom a proposal is to be made at once. It is not kept in the address. */
  | { page: 'shifts'; relieve?: string }
  /** `some`: only so many as ring too often are chosen at first. It is not kept in the address. */
  | { page: 'handover'; some?: true }
  | { page: 'staff' }
  | { page: 'report' }
  /** The audit: all of it, or of one stay. */
  | { page: 'audit'; episode: string | null }
  | { page: 'unknown' };

export function parseRoute(path: string): Route {
  const [first, second, ...rest] = path.split('/').filter((part) => part !== '');
  if (rest.length > 0) return { page: 'unknown' };
  if (!first) return { page: 'wall' };
  if (first === 'patients' && second) return { page: 'patient', episode: decodeURIComponent(second) };
  if (first === 'alerts') return { page: 'alerts', alert: second ? decodeURIComponent(second) : null };
  if (first === 'home' && !second) return { page: 'home' };
  if (first === 'setup' && !second) return { page: 'setup' };
  if (first === 'ended') return { page: 'ended', episode: second ? decodeURIComponent(second) : null };
  if (first === 'dispatch') return { page: 'dispatch', incident: second ? decodeURIComponent(second) : null };
  if (first === 'tasks' && !second) return { page: 'tasks' };
  if (first === 'signing' && !second) return { page: 'signing' };
  if (first === 'workbench' && !second) return { page: 'workbench' };
  if (first === 'shifts' && !second) return { page: 'shifts' };
  if (first === 'handover' && !second) return { page: 'handover' };
  if (first === 'staff' && !second) return { page: 'staff' };
  if (first === 'report' && !second) return { page: 'report' };
  if (first === 'audit') return { page: 'audit', episode: second ? decodeURIComponent(second) : null };
  return { page: 'unknown' };
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'patient':
      return `/patients/${encodeURIComponent(route.episode)}`;
    case 'alerts':
      return route.alert ? `/alerts/${encodeURIComponent(route.alert)}` : '/alerts';
    case 'home':
      return '/home';
    case 'setup':
      return '/setup';
    case 'ended':
      return route.episode ? `/ended/${encodeURIComponent(route.episode)}` : '/ended';
    case 'tasks':
      return '/tasks';
    case 'dispatch':
      return route.incident ? `/dispatch/${encodeURIComponent(route.incident)}` : '/dispatch';
    case 'signing':
      return '/signing';
    case 'workbench':
      return '/workbench';
    case 'shifts':
      return '/shifts';
    case 'handover':
      return '/handover';
    case 'staff':
      return '/staff';
    case 'audit':
      return route.episode ? `/audit/${encodeURIComponent(route.episode)}` : '/audit';
    case 'report':
      return '/report';
    default:
      return '/';
  }
}
