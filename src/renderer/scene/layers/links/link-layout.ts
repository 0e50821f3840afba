import type { SphereLayoutName } from '../../../store/scene-look.ts';
import { NESTINGS } from '../spheres/kissing-places.ts';
import type { SphereLayout, SphereTree } from '../spheres/sphere-layout.ts';

/** Numbers a link: ids of its two spheres, and its strength 0..255. */
export const LINK_WORDS = 3;
/** Strength of a link at the root; each level down is fainter, since there are twelve times as many. */
const ROOT_STRENGTH = 0.34;
const LEVEL_FADE = 0.62;
/** Lines between siblings are fainter than those to their parent. */
const SIBLING_SHARE = 0.7;
/** Siblings below this level are too near to each other for lines to show. */
const DEEPEST_SIBLINGS = 3;

/**
 * A link for each child to its parent and, if asked for, one for each pair of siblings that are neighbours in the layout; level by
 * level, so that the first of them are those of the upper levels.
 */
export function layoutLinks(
  tree: SphereTree,
  layout: SphereLayout,
  siblings?: SphereLayoutName,
): Uint32Array {
  const links: number[] = [];
  const children = siblings ? childrenByPlace(tree, layout) : undefined;
  for (let id = 1; id < layout.count; id += 1) {
    const parent = tree.parents[id] ?? -1;
    if (parent < 0) continue;
    const level = layout.levels[id] ?? 1;
    const strength = 255 * ROOT_STRENGTH * LEVEL_FADE ** (level - 1);
    links.push(parent, id, Math.round(strength));
    if (!siblings || !children || level > DEEPEST_SIBLINGS) continue;
    const place = layout.places[id] ?? 0;
    for (const [one, other] of NESTINGS[siblings].neighbours) {
      const sibling = children[parent * 12 + one] ?? -1;
      if (other === place && sibling >= 0) {
        links.push(sibling, id, Math.round(strength * SIBLING_SHARE));
      }
    }
  }
  return Uint32Array.from(links);
}

/** Id of each parent's child at each of the twelve places; -1: none. */
function childrenByPlace(tree: SphereTree, layout: SphereLayout): Int32Array {
  const children = new Int32Array(layout.count * 12).fill(-1);
  for (let id = 1; id < layout.count; id += 1) {
    const parent = tree.parents[id] ?? -1;
    if (parent >= 0) children[parent * 12 + (layout.places[id] ?? 0)] = id;
  }
  return children;
}
