/** The nine groups of the 28 messages, in the types' order. */
export const MESSAGE_GROUPS = [
  'work',
  'gradients',
  'weights',
  'boundary',
  'coordination',
  'hierarchy',
  'errors',
  'statistics',
  'shutdown',
] as const;
export type MessageGroup = (typeof MESSAGE_GROUPS)[number];

/** How many types each group has. */
const SIZES = [4, 3, 3, 4, 4, 4, 2, 2, 2] as const;
const GROUP_OF_TYPE = Uint8Array.from(SIZES.flatMap((size, group) => Array(size).fill(group)));

/** Index of a type's group in MESSAGE_GROUPS; `type` 0..27. */
export function groupOfType(type: number): number {
  return GROUP_OF_TYPE[type] ?? MESSAGE_GROUPS.length - 1;
}

/** WORK_ACCEPT: work that one leaf took from another. */
export const STOLEN_WORK = 2;
export const WEIGHTS_GROUP = MESSAGE_GROUPS.indexOf('weights');
