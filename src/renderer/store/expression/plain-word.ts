/** Words compare without case, hyphens and underscores: REGION_ENTER is region-enter. */
export function plainWord(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}
