const GAP = 14;
const EDGE = 8;

interface Box {
  readonly width: number;
  readonly height: number;
}

/**
 * Top left corner of a card that names a circle: to its right, else to its left, else below or above; inside the stage,
 * and never over the circle while one side has room. CSS pixels.
 */
export function cardPlace(
  circle: { readonly x: number; readonly y: number; readonly radius: number },
  card: Box,
  stage: Box,
): { readonly left: number; readonly top: number } {
  const reach = circle.radius + GAP;
  const within = (value: number, size: number, room: number): number =>
    Math.round(Math.min(Math.max(value, EDGE), Math.max(EDGE, room - size - EDGE)));
  const top = within(circle.y - card.height / 2, card.height, stage.height);
  if (circle.x + reach + card.width + EDGE <= stage.width) {
    return { left: Math.round(circle.x + reach), top };
  }
  if (circle.x - reach - card.width - EDGE >= 0) {
    return { left: Math.round(circle.x - reach - card.width), top };
  }
  const left = within(circle.x - card.width / 2, card.width, stage.width);
  const below = circle.y + reach;
  const fitsBelow = below + card.height + EDGE <= stage.height;
  return {
    left,
    top: within(fitsBelow ? below : circle.y - reach - card.height, card.height, stage.height),
  };
}
