import type { ShaderMaterial } from 'three';
import type { Rgb } from './colour.ts';

/** Sets a number or vector uniform of a material; throws where the shader has none of that name. */
export function setUniform(material: ShaderMaterial, name: string, value: unknown): void {
  const uniform = material.uniforms[name];
  if (!uniform) throw new Error(`no uniform ${name}`);
  uniform.value = value;
}

/** Sets a colour uniform, as the screen takes it, without allocating. */
export function setColour(material: ShaderMaterial, name: string, [r, g, b]: Rgb): void {
  const value: unknown = material.uniforms[name]?.value;
  if (!isSettable(value)) throw new Error(`no colour uniform ${name}`);
  value.set(r, g, b);
}

function isSettable(
  value: unknown,
): value is { set: (x: number, y: number, z: number) => unknown } {
  return typeof value === 'object' && value !== null && 'set' in value;
}
