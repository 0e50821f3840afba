import type { PictureFrame } from './picture-tiles.ts';

type Canvas2D = CanvasRenderingContext2D;

/** What lies over the stage and belongs into a picture of it. */
const WORDS = '.scene-legend, .scene-hours, .scene-axes';

/**
 * Paints the legend, the hours and the axes as they stand over the stage: boxes, gradients, lines and text of the elements,
 * at the picture's resolution.
 */
export function paintWords(context: Canvas2D, stage: HTMLElement, frame: PictureFrame): void {
  const origin = stage.getBoundingClientRect();
  context.save();
  context.translate(frame.left, frame.top);
  context.scale(frame.scale, frame.scale);
  context.translate(-origin.left, -origin.top);
  for (const element of stage.querySelectorAll(WORDS)) paintElement(context, element);
  context.restore();
}

/** The stage's ground: the same glow that the page draws behind the canvas. */
export function paintGround(context: Canvas2D, stage: HTMLElement): void {
  const style = getComputedStyle(stage);
  const { width, height } = context.canvas;
  const [glow, ground] = ['--scene-glow', '--background'].map((name) =>
    style.getPropertyValue(name).trim(),
  );
  context.save();
  context.fillStyle = ground ?? '#000';
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height * 0.47);
  context.scale(width * 0.62, height * 0.7);
  const gradient = context.createRadialGradient(0, 0, 0, 0, 0, 1);
  gradient.addColorStop(0, glow ?? '#000');
  gradient.addColorStop(1, ground ?? '#000');
  context.fillStyle = gradient;
  context.fillRect(-2, -2, 4, 4);
  context.restore();
}

function paintElement(context: Canvas2D, element: Element): void {
  const style = getComputedStyle(element);
  const opacity = Number(style.opacity);
  if (style.display === 'none' || style.visibility === 'hidden' || opacity === 0) return;
  context.save();
  context.globalAlpha *= opacity;
  if (element instanceof SVGElement) paintShape(context, element, style);
  else paintBox(context, element.getBoundingClientRect(), style);
  for (const child of element.childNodes) {
    if (child instanceof Element) paintElement(context, child);
    else if (child instanceof Text && element instanceof HTMLElement) {
      paintText(context, child, style);
    }
  }
  context.restore();
}

function paintBox(context: Canvas2D, box: DOMRect, style: CSSStyleDeclaration): void {
  const border = Number.parseFloat(style.borderTopWidth) || 0;
  const rounded = Number.parseFloat(style.borderTopLeftRadius) || 0;
  const radius = style.borderTopLeftRadius.endsWith('%') ? (box.width * rounded) / 100 : rounded;
  const fill = gradientOf(context, box, style.backgroundImage) ?? style.backgroundColor;
  context.beginPath();
  const inset = border / 2;
  const [width, height] = [box.width - border, box.height - border];
  if (width <= 0 || height <= 0) return;
  context.roundRect(box.left + inset, box.top + inset, width, height, Math.max(0, radius - inset));
  context.fillStyle = fill;
  context.fill();
  if (border === 0) return;
  context.strokeStyle = style.borderTopColor;
  context.lineWidth = border;
  context.stroke();
}

/** A gradient from left to right, the only kind that legends use; undefined for everything else. */
function gradientOf(context: Canvas2D, box: DOMRect, image: string): CanvasGradient | undefined {
  if (!image.startsWith('linear-gradient')) return undefined;
  const stops = image.match(/rgba?\([^)]*\)/g) ?? [];
  const gradient = context.createLinearGradient(box.left, 0, box.right, 0);
  stops.forEach((stop, i) => gradient.addColorStop(i / Math.max(1, stops.length - 1), stop));
  return gradient;
}

function paintText(context: Canvas2D, text: Text, style: CSSStyleDeclaration): void {
  const words = text.data.replace(/\s+/g, ' ').trim();
  const range = document.createRange();
  range.selectNodeContents(text);
  const box = range.getClientRects()[0];
  if (!box || words === '') return;
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillStyle = style.color;
  context.fillText(words, box.left, box.top + box.height / 2);
}

function paintShape(context: Canvas2D, shape: SVGElement, style: CSSStyleDeclaration): void {
  if (!(shape instanceof SVGGraphicsElement)) return;
  const matrix = shape.getScreenCTM();
  if (!matrix) return;
  const attribute = (name: string): number => Number(shape.getAttribute(name) ?? 0);
  const at = (x: string, y: string): DOMPoint =>
    new DOMPoint(attribute(x), attribute(y)).matrixTransform(matrix);
  context.lineWidth = Number.parseFloat(style.strokeWidth) || 1;
  context.strokeStyle = style.stroke;
  context.fillStyle = style.fill;
  context.beginPath();
  if (shape.tagName === 'line') {
    const [from, to] = [at('x1', 'y1'), at('x2', 'y2')];
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  } else if (shape.tagName === 'circle') {
    const middle = at('cx', 'cy');
    context.arc(middle.x, middle.y, attribute('r') * matrix.a, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  } else if (shape.tagName === 'text') {
    const middle = at('x', 'y');
    context.font = `${style.fontSize} ${style.fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(shape.textContent ?? '', middle.x, middle.y);
  }
}
