/** The data of the set-up page, read again every few seconds, because the feed does not carry all of it. */
import * as calls from '../api/calls';
import type { Device, Episode, Gateway, Kit, Patient, Stray } from '../api/types';

interface Loaded {
  kits: Kit[];
  gateways: Gateway[];
  devices: Device[];
  strays: Stray[];
  /** Empty for people who may not see patients. */
  episodes: Episode[];
  /** The patients shown before anything is typed. */
  patients: Patient[];
}

export class SetupData {
  loaded = $state.raw<Loaded | null>(null);
  error = $state<unknown>(null);

  constructor(private readonly seesPatients: boolean) {}

  load = async (): Promise<void> => {
    try {
      const nobody: { patients: Patient[] } = { patients: this.loaded?.patients ?? [] };
      const [kits, gateways, devices, strays, episodes, patients] = await Promise.all([
        calls.kits(),
        calls.gateways(),
        calls.devices(),
        calls.strays(),
        this.seesPatients ? calls.episodes('active') : { episodes: [] },
        this.seesPatients && !this.loaded ? calls.patients('') : nobody,
      ]);
      this.loaded = { ...kits, ...gateways, ...devices, ...strays, ...episodes, ...patients };
      this.error = null;
    } catch (e) {
      this.error = e;
    }
  };
}
