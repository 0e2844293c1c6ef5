/** Which of the scenes: those with one of these names, and those in this language. */
interface Which {
  only?: readonly string[] | undefined;
  locale?: string | undefined;
}
export function wanted(
  words: readonly string[],
  which?: Which,
): { scenes: { name: string; settings?: { locale?: string } }[]; views: { theme: string; width: number }[] };
