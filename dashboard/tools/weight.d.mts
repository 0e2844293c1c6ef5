export const WALL_KB: number;
export const PHONE_KB: number;
type Manifest = Readonly<Record<string, { file: string; imports?: readonly string[]; css?: readonly string[] }>>;
export function loadedBy(manifest: Manifest, keys: readonly string[]): string[];
export function weigh(page: 'wall' | 'patient' | 'phone', locale: string, dist?: URL): Promise<Map<string, number>>;
export function sum(weights: ReadonlyMap<string, number>): number;
