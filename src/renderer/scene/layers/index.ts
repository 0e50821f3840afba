export { ClockLayer } from './clock/ClockLayer.tsx';
export { EventLayer } from './events/EventLayer.tsx';
export { LinkLayer } from './links/LinkLayer.tsx';
export { SelectionLayer } from './selection/SelectionLayer.tsx';
export { SphereLayer } from './spheres/SphereLayer.tsx';
