import { EVERYTHING, FIELD_OF_VIEW, HOME_ANGLES, fitBall, viewAxes } from './camera-fit.ts';
import { fitStage } from './stage-fit.ts';
import type { Framing, StageSize, Vector, View } from './camera-fit.ts';

/** Time constant of the glide towards the goal: 99 % after 175 ms. */
const GLIDE_MS = 38;
const HIGHEST = Math.PI / 2 - 0.001;
const NEAREST = 0.02;
const FARTHEST = 40;

/**
 * A camera that orbits a target. Input sets the goal; `advance` glides there (at once when motion is reduced).
 * Knows nothing of three.js or the DOM. Angles in radians, lengths in world units, sizes in CSS pixels.
 */
export class Orbit {
  view: View = { ...HOME_ANGLES, distance: 8, target: [0, 0, 0] };
  goal: View = this.view;
  reducedMotion = false;
  /** Turns by itself, in radians a second; never where motion is reduced. */
  spin = 0;
  private size: StageSize = { width: 0, height: 0 };
  /** True until the user moves the camera: then a resize frames everything afresh. */
  private framed = true;
  private framing: Framing = { angles: HOME_ANGLES, points: EVERYTHING };

  /** A new stage size keeps the framing: everything if nothing was moved, else the same things as large relative to it. */
  resize(size: StageSize): void {
    const first = this.size.width === 0;
    const before = this.size;
    this.size = size;
    if (size.width <= 0 || size.height <= 0) return;
    if (this.framed || first) {
      this.goal = this.homeView();
    } else {
      const scale = fitBall(1, size, 1) / fitBall(1, before, 1);
      this.goal = { ...this.goal, distance: clampDistance(this.goal.distance * scale) };
    }
    this.view = this.goal;
  }

  /** Tells what is shown now; as long as the camera was not moved it glides to show that. */
  show(framing: Framing): void {
    this.framing = framing;
    if (this.framed && this.size.width > 0 && this.size.height > 0) this.goal = this.homeView();
  }

  /** Frames everything from the first angles. */
  home(): void {
    this.framed = true;
    this.goal = this.homeView();
  }

  /** Looks from the given angles and frames everything. */
  face(azimuth: number, elevation: number): void {
    this.framed = false;
    this.goal = fitStage({ azimuth, elevation }, this.size, this.framing.points);
  }

  /** Brings a ball into the middle of the stage. */
  frame(centre: Vector, radius: number): void {
    this.framed = false;
    this.goal = {
      ...this.goal,
      target: centre,
      distance: clampDistance(fitBall(radius, this.size, 0.55)),
    };
  }

  /** Goes to a view that was kept. */
  lookFrom(view: View, atOnce = false): void {
    this.framed = false;
    this.goal = { ...view, distance: clampDistance(view.distance) };
    if (atOnce) this.view = this.goal;
  }

  /** Ends a glide where it leads. */
  arrive(): void {
    this.view = this.goal;
  }

  turn(azimuth: number, elevation: number): void {
    this.framed = false;
    this.goal = {
      ...this.goal,
      azimuth: this.goal.azimuth + azimuth,
      elevation: Math.min(HIGHEST, Math.max(-HIGHEST, this.goal.elevation + elevation)),
    };
  }

  /** Moves the picture by pixels: what lay under the pointer stays under it, at the target's distance. */
  pan(dx: number, dy: number): void {
    this.framed = false;
    const pixel = this.pixelAtTarget();
    this.goal = { ...this.goal, target: this.shifted(this.goal.target, -dx * pixel, dy * pixel) };
  }

  /** Divides the distance by `factor`, holding the point under (x, y), in pixels from the stage's centre, y down. */
  zoom(factor: number, x = 0, y = 0): void {
    this.framed = false;
    const distance = clampDistance(this.goal.distance / factor);
    const pull = this.pixelAtTarget() * (1 - distance / this.goal.distance);
    const target = this.shifted(this.goal.target, x * pull, -y * pull);
    this.goal = { ...this.goal, distance, target };
  }

  /** Glides towards the goal; true while the view changed. */
  advance(elapsedMs: number): boolean {
    const spun = this.reducedMotion ? 0 : (this.spin * Math.min(elapsedMs, 100)) / 1_000;
    if (spun !== 0) {
      this.view = { ...this.view, azimuth: this.view.azimuth + spun };
      this.goal = { ...this.goal, azimuth: this.goal.azimuth + spun };
    }
    if (near(this.view, this.goal) && spun !== 0) return true;
    if (this.view === this.goal) return false;
    const share = this.reducedMotion ? 1 : 1 - Math.exp(-Math.min(elapsedMs, 100) / GLIDE_MS);
    const next = blend(this.view, this.goal, share);
    this.view = share === 1 || near(next, this.goal) ? this.goal : next;
    return true;
  }

  /** World units a CSS pixel at the target. */
  private pixelAtTarget(): number {
    return (2 * Math.tan(FIELD_OF_VIEW / 2) * this.goal.distance) / Math.max(1, this.size.height);
  }

  private shifted(from: Vector, alongRight: number, alongUp: number): Vector {
    const { right, up } = viewAxes(this.goal.azimuth, this.goal.elevation);
    return [
      from[0] + right[0] * alongRight + up[0] * alongUp,
      from[1] + right[1] * alongRight + up[1] * alongUp,
      from[2] + right[2] * alongRight + up[2] * alongUp,
    ];
  }

  private homeView(): View {
    return fitStage(this.framing.angles, this.size, this.framing.points);
  }
}

function clampDistance(distance: number): number {
  return Math.min(FARTHEST, Math.max(NEAREST, distance));
}

/** Angles and target along a line, distance geometrically: a zoom then feels even. */
function blend(from: View, to: View, share: number): View {
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return {
    azimuth: mix(from.azimuth, to.azimuth),
    elevation: mix(from.elevation, to.elevation),
    distance: from.distance * (to.distance / from.distance) ** share,
    target: [
      mix(from.target[0], to.target[0]),
      mix(from.target[1], to.target[1]),
      mix(from.target[2], to.target[2]),
    ],
  };
}

function near(a: View, b: View): boolean {
  const away = a.target.map((x, axis) => Math.abs(x - (b.target[axis] ?? 0)));
  return (
    Math.abs(a.azimuth - b.azimuth) + Math.abs(a.elevation - b.elevation) < 4e-4 &&
    Math.abs(a.distance / b.distance - 1) + Math.max(...away) / b.distance < 4e-4
  );
}
