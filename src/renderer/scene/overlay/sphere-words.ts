import type { SphereView } from '../../store/sphere-view.ts';

/** 'Root sphere' or 'Sphere 104'. */
export function sphereName(id: number): string {
  return id === 0 ? 'Root sphere' : `Sphere ${id}`;
}

/** What it is: leaf or parent, level, group and its hour. */
export function sphereKind(view: Pick<SphereView, 'level' | 'leaf' | 'group'>): string {
  const kind = view.level === 0 ? 'root' : view.leaf ? 'leaf' : `level ${view.level}`;
  return view.group === undefined ? kind : `${kind} · group ${view.group}`;
}

/** Its state and for how long: 'Processing for 1.9 ms'. */
export function stateWords({
  state,
  stateAgeMs,
}: Pick<SphereView, 'state' | 'stateAgeMs'>): string {
  return `${state.charAt(0).toUpperCase()}${state.slice(1)} for ${duration(stateAgeMs)}`;
}

/** A time in the unit a person would choose. */
export function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1_000)} µs`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min`;
}

/** The whole card as one sentence, for a screen reader. */
export function sphereSentence(view: SphereView): string {
  const { critical, high, normal, low } = view.inbox;
  const parts = [
    `${sphereName(view.id)}, ${sphereKind(view).replace(' · ', ', ')}`,
    stateWords(view),
    view.worker === undefined ? 'no worker' : `worker ${view.worker}`,
    `${critical + high + normal + low} messages waiting`,
  ];
  if (view.gradientNorm !== undefined)
    parts.push(`gradient norm ${gradientWords(view.gradientNorm)}`);
  return `${parts.join('. ')}.`;
}

/** Three significant digits. */
export function gradientWords(norm: number): string {
  return norm >= 1_000 || norm < 0.001 ? norm.toExponential(2) : norm.toPrecision(3);
}
