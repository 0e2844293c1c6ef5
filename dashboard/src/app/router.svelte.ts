/** The page shown, kept in the address bar. */
import { parseRoute, pathOf, type Route } from '../model/route';

class Router {
  route = $state.raw<Route>(parseRoute(location.pathname));

  constructor() {
    addEventListener('popstate', () => (this.route = parseRoute(location.pathname)));
  }

  go(route: Route): void {
    history.pushState(null, '', pathOf(route));
    this.route = route;
  }
}

export const router = new Router();
