/** What the set-up page shows, asked for again every few seconds: nothing of it comes over the feed in full. */
import * as calls from '../api/calls';
import type { Device, Episode, Gateway, Kit } from '../api/types';

interface Loaded {
  kits: Kit[];
  gateways: Gateway[];
  devices: Device[];
  /** Empty for who may not see patients. */
  episodes: Episode[];
}

export class SetupData {
  loaded = $state.raw<Loaded | null>(null);
  error = $state<unknown>(null);

  constructor(private readonly seesPatients: boolean) {}

  load = async (): Promise<void> => {
    try {
      const [kits, gateways, devices, episodes] = await Promise.all([
        calls.kits(),
        calls.gateways(),
        calls.devices(),
        this.seesPatients ? calls.episodes('active') : { episodes: [] },
      ]);
      this.loaded = { ...kits, ...gateways, ...devices, ...episodes };
      this.error = null;
    } catch (e) {
      this.error = e;
    }
  };
}
