/** Letters, digits, space and ._()- only, not starting with a dot: no id can lead out of the directory of runs. */
const RUN_ID = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,119}$/u;

/** Whether a text can be the name of a run's directory. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** Id of a new run: a number above all present ones, and its name in a form every file system takes: 0001-moby-dick. */
export function newRunId(name: string, present: readonly string[]): string {
  const numbers = present.map((id) => Number(/^\d{1,9}(?=-)/.exec(id)?.[0] ?? 0));
  const next = Math.max(0, ...numbers) + 1;
  return `${String(next).padStart(4, '0')}-${slug(name)}`;
}

function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return plain || 'run';
}
