/** Dialogs that any page can open: acknowledge, help. One at a time. */
import type { Alert } from '../api/types';

class Acts {
  acknowledging = $state.raw<Alert | null>(null);
  helping = $state(false);
  arming = $state(false);
}

export const acts = new Acts();
