export { ClockLayer } from './clock/ClockLayer.tsx';
export { EventLayer } from './events/EventLayer.tsx';
export { LatticeLayer } from './lattice/LatticeLayer.tsx';
export { LinkLayer } from './links/LinkLayer.tsx';
export { MessageLayer } from './messages/MessageLayer.tsx';
export { SelectionLayer } from './selection/SelectionLayer.tsx';
export { SphereLayer } from './spheres/SphereLayer.tsx';
