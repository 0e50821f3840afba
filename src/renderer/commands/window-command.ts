export const COMMAND_GROUPS = [
  'Run',
  'Corpus',
  'Select',
  'Camera',
  'View',
  'Export',
  'Help',
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** One thing the user can do: what a button, a key and the palette share. */
export interface WindowCommand {
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  /** In tinykeys' notation. */
  readonly keys?: readonly string[];
  /** The key as shown. */
  readonly hint?: string;
  /** Not in the palette: another command says it better. */
  readonly keyOnly?: boolean;
  /** Its row among the keys when that stands for others like it, too; null where another's row does. */
  readonly keysRow?: { readonly title: string; readonly hint: string } | null;
  /** Why it cannot be given now; undefined when it can. */
  readonly why: () => string | undefined;
  readonly run: () => void | Promise<void>;
}
