export const WALL_KB: number;
export const PHONE_KB: number;
export const DIST: URL;
export type Manifest = Readonly<Record<string, { file: string; imports?: readonly string[]; css?: readonly string[] }>>;
export function manifestOf(page: string, dist?: URL): Promise<Manifest>;
export function loadedBy(manifest: Manifest, keys: readonly string[]): string[];
export function weigh(screen: 'wall' | 'patient' | 'phone', locale: string, dist?: URL): Promise<Map<string, number>>;
export function sum(weights: ReadonlyMap<string, number>): number;
