import type { Alias } from 'vite';
export const PSEUDO: { wanted: boolean; messages: string; dist: string };
export const alias: Alias[];
