import type { Plugin } from 'vite';
interface Chunk {
  modules: Readonly<Record<string, { code: string | null }>>;
}
export function shown(chunks: readonly Chunk[]): Set<number>;
export function kept(file: string, numbers: ReadonlySet<number>): string;
export function keptTexts(): Plugin;
